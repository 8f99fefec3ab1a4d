import type { Issue } from '../apply/secrets/issue-store.js';
import type { RestoredIssue, RestoreOutcome } from '../apply/secrets/restore.js';
import type { StoreCopy } from '../apply/secrets/store-copy.js';
import { names } from '../model/names.js';
import { columns, counted } from './text.js';

/** What an export holds, cluster by cluster. */
export function exportText(exported: {
  readonly copy: StoreCopy;
  readonly unreadable: readonly Issue[];
  readonly out: string;
}): string {
  const { copy, unreadable, out } = exported;
  const rows = byCluster(copy.issues).map(([cluster, issues]) => [cluster, keysText(issues.length)]);
  const left = unreadable.map(issue => `${keyOf(issue)} cannot be opened and is left out\n`);
  return `${columns(rows)}\n${left.join('')}Written to ${out}. Only the recipients' identities open it: keep those elsewhere.\n`;
}

/** What became of each issue, cluster by cluster; below, what is in the way. */
export function restoreText(restored: readonly RestoredIssue[]): string {
  const rows = byCluster(restored.map(({ issue, outcome }) => ({ ...issue, outcome }))).map(([cluster, issues]) => [
    cluster,
    `${issues.filter(({ outcome }) => outcome === 'restored').length} restored`,
    `${issues.filter(({ outcome }) => outcome === 'there').length} there already`,
  ]);
  const inTheWay = restored.flatMap(({ issue, outcome }) => {
    const why = problems[outcome];
    return why === undefined ? [] : [`${keyOf(issue)} ${why}\n`];
  });
  const next = inTheWay.length === 0 ? '' : `${keysText(inTheWay.length)} stayed as they are: ${remedy}\n`;
  return `${columns(rows)}\n${inTheWay.join('')}${next}`;
}

const problems: Readonly<Partial<Record<RestoreOutcome, string>>> = {
  other: 'is another one than in the file',
  unreadable: "cannot be opened with the store's key",
};
const remedy = 'remove those objects (the bucket keeps versions) if the file is right, and run it again.';

function keysText(count: number): string {
  return counted(count, 'certificate or key', 'certificates and keys');
}

function keyOf({ cluster, name, generation }: Issue): string {
  return names.issueKey({ name: cluster }, name, generation);
}

function byCluster<One extends Issue>(issues: readonly One[]): readonly (readonly [string, readonly One[]])[] {
  const clusters = new Map<string, One[]>();
  for (const issue of issues) clusters.set(issue.cluster, [...(clusters.get(issue.cluster) ?? []), issue]);
  return [...clusters];
}
