import type { ResourceSpecification } from '../../cfn/specification.js';
import type { ResourceHandler } from '../resource.js';
import type { World } from '../world.js';
import type { TemplateStore } from './templates/template-body.js';

export interface CloudFormationOptions {
  readonly world: World;
  /** By resource type: those that exist outside CloudFormation too. */
  readonly handlers?: Readonly<Record<string, ResourceHandler>>;
  /** Reads what TemplateURL names; without it only TemplateBody is accepted. */
  readonly templates?: TemplateStore;
  readonly now?: () => Date;
  readonly pace?: Partial<Pace>;
  /** Whether a change of nothing but outputs is a change. Nobody has verified on AWS which it is. */
  readonly outputChanges?: 'counted' | 'ignored';
  /** Stacks, events, changes a page; 100 unless told. */
  readonly pageSize?: number;
  /** Told about defects of the sandbox itself, which leave the operation where it is. */
  readonly onDefect?: (error: unknown) => void;
}

/** How long things take, in ms. */
export interface Pace {
  readonly changeSetMs: number;
  readonly resourceMs: number;
}

/** What every part of the sandbox's CloudFormation works with. */
export interface Context {
  readonly world: World;
  readonly specification: ResourceSpecification;
  readonly handlers: Readonly<Record<string, ResourceHandler>>;
  readonly templates: TemplateStore | undefined;
  readonly now: () => number;
  readonly pace: Pace;
  readonly outputChanges: 'counted' | 'ignored';
  readonly pageSize: number;
}

/** An account in a region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}
