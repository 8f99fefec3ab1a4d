import { pointerTo } from '../../../cfn/pointer.js';

export interface Difference {
  readonly pointer: string;
  readonly type: 'Add' | 'Remove' | 'Modify';
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two values differ, down to the single members of lists and maps. */
export function differences(before: unknown, after: unknown, pointer: string): readonly Difference[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ pointer, type: 'Add', before, after }];
  if (after === undefined) return [{ pointer, type: 'Remove', before, after }];
  if (Array.isArray(before) && Array.isArray(after)) return memberDifferences(byIndex(before), byIndex(after), pointer);
  if (isMapping(before) && isMapping(after)) return memberDifferences(before, after, pointer);
  return scalarText(before) === scalarText(after) ? [] : [{ pointer, type: 'Modify', before, after }];
}

export function isSame(before: unknown, after: unknown): boolean {
  return differences(before, after, '').length === 0;
}

/** A value as change sets show it: text as it is, everything else as JSON. */
export function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function memberDifferences(before: Mapping, after: Mapping, pointer: string): readonly Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap(key => differences(before[key], after[key], pointerTo(pointer, key)));
}

function byIndex(list: readonly unknown[]): Mapping {
  return Object.fromEntries(list.entries());
}

type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** To CloudFormation `3` and `"3"`, `true` and `"true"` are the same. */
function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
