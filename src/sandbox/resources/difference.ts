import { pointerTo } from '../../cfn/pointer.js';
import { own } from '../../model/own.js';

export interface Difference {
  readonly pointer: string;
  readonly type: 'Add' | 'Remove' | 'Modify';
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two values of properties differ, down to the single members of lists and maps. */
export function differences(before: unknown, after: unknown, pointer: string): readonly Difference[] {
  if (hasMembers(before) && hasMembers(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap(key => differences(own(before, key), own(after, key), pointerTo(pointer, key)));
  }
  return shown(before) === shown(after) ? [] : [wholeDifference(before, after, pointer)];
}

/** The difference of two values that are not the same, without looking into them. */
export function wholeDifference(before: unknown, after: unknown, pointer: string): Difference {
  if (before === undefined) return { pointer, type: 'Add', before, after };
  return { pointer, type: after === undefined ? 'Remove' : 'Modify', before, after };
}

export function isSame(before: unknown, after: unknown): boolean {
  return differences(before, after, '').length === 0;
}

/** A value as change sets show it: text as it is, all else as JSON. So `3` and `"3"` are the same, as AWS has it. */
export function shown(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return hasMembers(value) && !Array.isArray(value);
}

/** Of lists, members are named by their indexes. */
export function hasMembers(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null;
}
