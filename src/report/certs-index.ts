import type { IndexUpdate, IssueRecord } from '../apply/secrets/issue-index.js';
import { canonicalJson } from '../model/digest.js';
import { columns, counted } from './text.js';

/** What became of indexes, a line each; below it, what cannot be opened. */
export function indexText(updates: readonly { readonly cluster: string; readonly update: IndexUpdate }[]): string {
  const rows = updates.map(({ cluster, update }) => [
    cluster,
    counted(update.after.length, 'entry', 'entries'),
    outcome(update),
  ]);
  const unreadable = updates.flatMap(({ cluster, update }) =>
    update.unreadable.map(({ name, generation }) => {
      return `pki/${cluster}/${name}/${generation}.json cannot be opened: restore an earlier version of it\n`;
    }),
  );
  return `${columns(rows)}\n${unreadable.join('')}`;
}

function outcome({ before, after }: IndexUpdate): string {
  if (before === undefined) return 'made anew';
  const had = new Map(before.map(record => [identity(record), canonicalJson(record)]));
  const has = new Map(after.map(record => [identity(record), canonicalJson(record)]));
  const added = [...has.keys()].filter(key => !had.has(key)).length;
  const removed = [...had.keys()].filter(key => !has.has(key)).length;
  const mended = [...has].filter(([key, record]) => had.has(key) && had.get(key) !== record).length;
  const parts = [
    ...(added > 0 ? [`${added} added`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(mended > 0 ? [`${mended} mended`] : []),
  ];
  return parts.length === 0 ? 'as it should be' : parts.join(', ');
}

function identity({ name, generation }: IssueRecord): string {
  return `${name} ${generation}`;
}
