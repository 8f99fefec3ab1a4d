import { isDeepStrictEqual } from 'node:util';
import { diffArrays } from 'diff';
import { canonicalJson } from '../model/digest.js';

/** A value that differs, at a path within two others. */
export interface ValueDifference {
  /** Keys, and indices of lists: those of before for what is gone, otherwise those of after. */
  readonly path: readonly string[];
  /** Undefined where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two values; of maps and lists only the parts that do. An item of a list that has another place
 * because others came or went is the same item.
 */
export function valueDifferences(before: unknown, after: unknown): readonly ValueDifference[] {
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after);
  if (isMapping(before) && isMapping(after)) return mappingDifferences(before, after);
  return isDeepStrictEqual(before, after) ? [] : [{ path: [], before, after }];
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mappingDifferences(before: object, after: object): readonly ValueDifference[] {
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = new Set([...old.keys(), ...fresh.keys()]);
  return [...keys].flatMap(key => below(key, valueDifferences(old.get(key), fresh.get(key))));
}

function listDifferences(before: readonly unknown[], after: readonly unknown[]): readonly ValueDifference[] {
  return changedRuns(before, after).flatMap(({ from, to, gone, come }) =>
    Array.from({ length: Math.max(gone, come) }, (_, index) => {
      const [old, fresh] = [
        index < gone ? before[from + index] : undefined,
        index < come ? after[to + index] : undefined,
      ];
      return below(String(index < come ? to + index : from + index), valueDifferences(old, fresh));
    }).flat(),
  );
}

/** A stretch of two lists in which they have nothing in common. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly gone: number;
  readonly come: number;
}

function changedRuns(before: readonly unknown[], after: readonly unknown[]): readonly Run[] {
  const runs: Run[] = [];
  let [from, to, gone, come] = [0, 0, 0, 0];
  for (const { count, added, removed } of [
    ...diffArrays(before.map(canonicalJson), after.map(canonicalJson)),
    { count: 0, added: false, removed: false },
  ]) {
    if (removed) gone += count;
    else if (added) come += count;
    else {
      if (gone + come > 0) runs.push({ from, to, gone, come });
      from += gone + count;
      to += come + count;
      [gone, come] = [0, 0];
    }
  }
  return runs;
}

function below(key: string, differences: readonly ValueDifference[]): readonly ValueDifference[] {
  return differences.map(difference => ({ ...difference, path: [key, ...difference.path] }));
}
