import { referencesOf } from '../../../cfn/intrinsics.js';
import { pointerTo } from '../../../cfn/pointer.js';
import { knownAfterApply } from '../../templates/resolve.js';
import type { Scope } from '../../templates/scope.js';
import type { ChangeDetail } from '../change-sets/change-set.js';
import { detailOf } from '../change-sets/details.js';
import type { Context } from '../context.js';
import { resourcePlace } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';

/** What a drift-aware change set tells of a resource that has no changes, if somebody wants it to. */
export function phantomDetail(
  context: Context,
  stack: Stack,
  resource: StackResource,
  { template }: Scope,
): ChangeDetail | undefined {
  const change = context.phantomDrift({ ...resourcePlace(context, stack, resource), verb: 'update' });
  // Both reported bugs evaluate functions wrongly.
  const written = Object.entries(template.Resources[resource.logicalId]?.Properties ?? {});
  const name = written.find(([, value]) => referencesOf(value).length > 0)?.[0];
  if (change === undefined || name === undefined) return undefined;
  const [pointer, before] = [pointerTo('/Properties', name), resource.properties[name]];
  const [after, requiresRecreation] =
    change === 'replace' ? ([knownAfterApply, 'Always'] as const) : ([resource.physicalId, 'Never'] as const);
  return detailOf(
    { pointer, type: 'Modify', before, after },
    { name, path: pointer, requiresRecreation, drift: { beforeValueFrom: 'ACTUAL_STATE' } },
  );
}
