import type { Scope } from '../../templates/scope.js';
import type { Context } from '../context.js';
import { scopeOf } from '../deployment-scope.js';
import { exportedValue } from '../exports.js';
import type { Stack } from '../state.js';

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
