import type { ResourceSpecification } from '../../cfn/specification.js';
import type { Clock } from '../clock.js';
import type { ResourceHandler } from '../resource.js';
import type { PhantomDrift, ResourceFault } from '../resource-faults.js';
import type { World } from '../world.js';
import type { TemplateStore } from './documents.js';

export interface CloudFormationOptions {
  readonly world: World;
  /** By resource type: those that exist in a service of their own. */
  readonly handlers?: Readonly<Record<string, ResourceHandler>>;
  /** Reads what TemplateURL names; without it only TemplateBody is accepted. */
  readonly templates?: TemplateStore;
  readonly clock?: Clock;
  readonly pace?: Partial<Pace>;
  /** How many times faster than its pace everything goes; 1 unless told. */
  readonly speed?: number;
  /** Whether a change of nothing but outputs is a change. Nobody has verified on AWS which it is. */
  readonly outputChanges?: 'counted' | 'ignored';
  /** Stacks, events, changes a page; 100 unless told. */
  readonly pageSize?: number;
  /** Why the next operation on a resource fails, if somebody wants it to. */
  readonly resourceFault?: ResourceFault;
  /** Operations stay where they are; for a world that is only read. */
  readonly frozen?: boolean;
  /** Which changes drift-aware change sets tell wrongly, if somebody wants them to. */
  readonly phantomDrift?: PhantomDrift;
  /** Told about defects of the sandbox itself, which leave the operation where it is. */
  readonly onDefect?: (error: unknown) => void;
}

/** How long things take, in ms. */
export interface Pace {
  readonly changeSetMs: number;
  readonly resourceMs: number;
  /** Looking for drift of a stack. */
  readonly driftMs: number;
}

/** What every part of the sandbox's CloudFormation works with. */
export interface Context
  extends Required<
    Pick<CloudFormationOptions, 'world' | 'clock' | 'outputChanges' | 'pageSize' | 'resourceFault' | 'phantomDrift'>
  > {
  readonly templates?: TemplateStore;
  readonly specification: ResourceSpecification;
  readonly handlerOf: (type: string) => ResourceHandler;
  readonly pace: Pace;
}
