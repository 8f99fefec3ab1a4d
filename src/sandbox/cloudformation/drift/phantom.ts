import { referencesOf } from '../../../cfn/intrinsics.js';
import { pointerTo } from '../../../cfn/pointer.js';
import { knownAfterApply } from '../../templates/resolve.js';
import type { Scope } from '../../templates/scope.js';
import type { ResourceChange } from '../change-sets/change-set.js';
import { shown } from '../change-sets/difference.js';
import type { Context } from '../context.js';
import type { Stack, StackResource } from '../state.js';

/** The change that a drift-aware change set tells of a resource that has none, if somebody wants it to. */
export function phantomChange(
  context: Context,
  stack: Stack,
  { logicalId, type, physicalId, properties }: StackResource,
  { template }: Scope,
): ResourceChange | undefined {
  const { accountId, region, stackName } = stack;
  const change = context.phantomDrift({ accountId, region, stackName, logicalId, type, verb: 'update' });
  // Both reported bugs evaluate functions wrongly.
  const written = Object.entries(template.Resources[logicalId]?.Properties ?? {});
  const name = written.find(([, value]) => referencesOf(value).length > 0)?.[0];
  if (change === undefined || name === undefined) return undefined;
  const isReplaced = change === 'replace';
  return {
    action: 'Modify',
    logicalId,
    physicalId,
    type,
    replacement: isReplaced ? 'True' : 'False',
    policyAction: isReplaced ? 'ReplaceAndDelete' : undefined,
    scope: ['Properties'],
    details: [
      {
        attribute: 'Properties',
        name,
        path: pointerTo('/Properties', name),
        requiresRecreation: isReplaced ? 'Always' : 'Never',
        before: shown(properties[name]),
        after: isReplaced ? knownAfterApply : physicalId,
        changeType: 'Modify',
        evaluation: 'Static',
        source: 'DirectModification',
        causingEntity: undefined,
        drift: { before: 'ACTUAL_STATE' },
      },
    ],
    before: properties,
    after: { ...properties, [name]: isReplaced ? knownAfterApply : physicalId },
    drift: { status: 'IN_SYNC', ignored: [], previous: properties },
  };
}
