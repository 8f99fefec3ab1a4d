import type { Properties } from '../../resource.js';
import { isRevertible } from '../../resources/drift-support.js';
import type { Context } from '../context.js';
import type { Stack, StackResource } from '../state.js';
import { detectDrift } from './detect.js';
import { reconcile } from './reconcile.js';
import type { ResourceDriftStatus } from './results.js';

/** How a resource of a stack really is, at the time when a drift-aware change set is made. */
export interface Reality {
  readonly status: ResourceDriftStatus;
  /** Undefined if it could not be read: then only deployments are compared. */
  readonly properties?: Properties;
}

export type Realities = ReadonlyMap<string, Reality>;

export async function readRealities(context: Context, stack: Stack): Promise<Realities> {
  const realities = new Map<string, Reality>();
  for (const resource of Object.values(stack.resources)) {
    if (resource.physicalId === undefined) continue;
    const detected = isRevertible(resource.type) ? await detectDrift(context, stack, resource) : undefined;
    realities.set(resource.logicalId, { ...detected, status: detected?.drift.status ?? 'UNSUPPORTED' });
  }
  return realities;
}

export interface Meeting {
  /** What the resource is taken to be. */
  readonly before: Properties;
  /** What it is given in place of the template's properties. */
  readonly given: Properties;
  /** What a rollback brings back; undefined if this is one. */
  readonly actual: Properties | undefined;
}

/**
 * How an operation meets a resource if it looks at reality: one that reverts drift, or the rollback of one. Undefined
 * if it believes what the stack says.
 */
export async function meetReality(
  context: Context,
  stack: Stack,
  resource: StackResource,
  wanted: Properties,
): Promise<Meeting | 'gone' | undefined> {
  const { operation } = stack;
  if (stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') {
    return resource.actual && { before: resource.properties, given: resource.actual, actual: undefined };
  }
  if (!operation?.revertsDrift || !isRevertible(resource.type)) return undefined;
  const { drift, properties, own } = await detectDrift(context, stack, resource);
  if (drift.status === 'DELETED') return 'gone';
  if (!properties) return undefined;
  const { before, given } = reconcile(context, stack, resource, { actual: properties, wanted });
  return { before, given, actual: own };
}
