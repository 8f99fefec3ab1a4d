import { valueAt } from '../../../cfn/pointer.js';
import { differences, isSame, shown } from '../../resources/difference.js';
import type { ChangeDetail } from '../change-sets/change-set.js';
import { detailOf } from '../change-sets/details.js';
import type { StackResource } from '../state.js';
import type { Reconciliation } from './reconcile.js';

/** Details of a drift-aware change: where each value comes from, and what the template only catches up with. */
export function driftDetails(
  details: readonly ChangeDetail[],
  { properties: previous }: StackResource,
  { reconciled, after }: { readonly reconciled: Reconciliation | undefined; readonly after: unknown },
): readonly ChangeDetail[] {
  if (!reconciled)
    return details.map(detail => ({ ...detail, drift: { beforeValueFrom: 'PREVIOUS_DEPLOYMENT_STATE' } }));
  const told = details.map((detail): ChangeDetail => {
    const isPrevious = detail.name === undefined || reconciled.previous.has(detail.name);
    const path = isPrevious ? undefined : detail.path;
    return {
      ...detail,
      drift: {
        beforeValueFrom: isPrevious && detail.attribute !== 'Tags' ? 'PREVIOUS_DEPLOYMENT_STATE' : 'ACTUAL_STATE',
        ...(path !== undefined && liveDrift(path, previous, reconciled.before)),
      },
    };
  });
  const paths = new Set(details.map(({ path }) => path));
  const caughtUp = differences(previous, after, '/Properties').filter(
    ({ pointer }) => !paths.has(pointer) && isSame(propertyAt(reconciled.before, pointer), propertyAt(after, pointer)),
  );
  const synced = caughtUp.map(({ pointer, after: value }) => {
    const difference = { pointer, type: 'Modify', before: value, after: value } as const;
    return detailOf(difference, {
      name: pointer.split('/')[2],
      path: pointer,
      attributeChangeType: 'SyncWithActual',
      changeSource: 'NoModification',
      drift: { beforeValueFrom: 'ACTUAL_STATE', ...liveDrift(pointer, previous, reconciled.before) },
    });
  });
  return [...told, ...synced];
}

function liveDrift(path: string, previous: unknown, actual: unknown) {
  const [was, is] = [propertyAt(previous, path), propertyAt(actual, path)];
  return isSame(was, is) ? {} : { drift: { previousValue: shown(was), actualValue: shown(is) } };
}

function propertyAt(properties: unknown, pointer: string): unknown {
  return valueAt({ Properties: properties }, pointer);
}
