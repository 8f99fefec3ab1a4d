import { own } from '../../model/own.js';
import { knownAfterApply } from '../templates/resolve.js';
import type { Scope } from '../templates/scope.js';
import type { ResourceChange } from './change-sets/change-set.js';
import { toldChange } from './change-sets/told.js';
import type { Context } from './context.js';
import { exportedValue } from './exports.js';
import { scopeOf } from './scope.js';
import type { Deployment, Stack } from './state.js';

/** The scope of the stack's deployment among its live resources. */
export function liveScope(context: Context, stack: Stack): Scope | undefined {
  const { deployment, resources } = stack;
  return (
    deployment &&
    scopeOf(stack, deployment, {
      imported: name => exportedValue(context.world, stack, name),
      physicalId: logicalId => resources[logicalId]?.physicalId ?? '',
      attribute: (logicalId, name) => resources[logicalId]?.attributes[name] ?? '',
    })
  );
}

/** By logical id. */
export type Changes = ReadonlyMap<string, ResourceChange>;

/**
 * What a deployment's functions will give once changes are made. Identities and attributes that the changes may give a
 * new value are known only then.
 */
export function plannedScope(
  context: Context,
  stack: Stack,
  deployment: Deployment,
  changes: Changes = new Map(),
): Scope {
  const live = (logicalId: string) => own(stack.resources, logicalId);
  const changed = (logicalId: string) => {
    const change = changes.get(logicalId);
    return change && toldChange(change, true);
  };
  return scopeOf(stack, deployment, {
    imported: name => exportedValue(context.world, stack, name),
    physicalId: logicalId => (keepsId(changed(logicalId)) && live(logicalId)?.physicalId) || knownAfterApply,
    attribute: (logicalId, name) =>
      (keepsAttribute(context, changed(logicalId), name) ? live(logicalId)?.attributes[name] : undefined) ??
      knownAfterApply,
  });
}

function keepsId(change: ResourceChange | undefined): boolean {
  return change === undefined || change.replacement === 'False';
}

/**
 * A property of a resource that changes in place is what it is now to AWS, even if that very property changes. What AWS
 * assigns, such as the version of a launch template, may change any time.
 */
function keepsAttribute({ specification }: Context, change: ResourceChange | undefined, name: string): boolean {
  if (change === undefined) return true;
  return keepsId(change) && own(specification.resourceType(change.type)?.properties ?? {}, name) !== undefined;
}
