import type { Properties } from '../../resource.js';
import { isRevertible } from '../../resources/drift-support.js';
import type { Context } from '../context.js';
import type { ResourceDriftStatus, Stack } from '../state.js';
import { detectDrift } from './detect.js';

/** How a resource of a stack really is, at the time when a drift-aware change set is made. */
export interface Reality {
  readonly status: ResourceDriftStatus;
  /** Undefined if it could not be read: then only deployments are compared. */
  readonly properties: Properties | undefined;
}

export type Realities = ReadonlyMap<string, Reality>;

export async function readRealities(context: Context, stack: Stack): Promise<Realities> {
  const realities = new Map<string, Reality>();
  for (const resource of Object.values(stack.resources)) {
    if (resource.physicalId === undefined) continue;
    const { drift, properties } = isRevertible(resource.type)
      ? await detectDrift(context, stack, resource)
      : { drift: { status: 'UNSUPPORTED' as const }, properties: undefined };
    realities.set(resource.logicalId, { status: drift.status, properties });
  }
  return realities;
}
