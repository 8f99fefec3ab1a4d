import type { ChangeDetail, ResourceChange } from './change-set.js';

/**
 * A change as it is told with property values or without; undefined where it is not told at all. Without values AWS
 * tells whatever refers to a resource that changes. With values it evaluates the template first, and leaves out what
 * comes out as it was.
 */
export function toldChange(change: ResourceChange, values: boolean): ResourceChange | undefined {
  const other = values ? 'without values' : 'with values';
  const details = change.details.filter(({ told }) => told !== other);
  if (details.length === change.details.length) return change;
  return details.length === 0 ? undefined : { ...change, ...consequencesOf(details), details };
}

type Consequences = Pick<ResourceChange, 'replacement' | 'scope'>;

/** What details mean for their resource. A replacement is certain only if a static change calls for it. */
export function consequencesOf(details: readonly ChangeDetail[]): Consequences {
  const scope = [...new Set(details.map(({ attribute }) => attribute))];
  const recreating = details.filter(({ requiresRecreation }) => requiresRecreation !== 'Never');
  if (recreating.length === 0) return { replacement: 'False', scope };
  const isCertain = recreating.some(
    ({ requiresRecreation, evaluation }) => requiresRecreation === 'Always' && evaluation === 'Static',
  );
  return { replacement: isCertain ? 'True' : 'Conditional', scope };
}
