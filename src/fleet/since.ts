import { type Finding, findingIdentity } from '../model/finding.js';

/** What a range of commits, and the working tree, changed. */
export interface ChangedSince {
  /** Files that are new or different. */
  readonly changedFiles: ReadonlySet<string>;
  /** What was wrong before. */
  readonly before: readonly Finding[];
}

/** Findings in changed files, and those elsewhere that were not there before; the others are only counted. */
export function findingsSince(
  findings: readonly Finding[],
  { changedFiles, before }: ChangedSince,
): { readonly findings: readonly Finding[]; readonly older: number } {
  const known = new Map<string, number>();
  for (const finding of before) known.set(findingIdentity(finding), (known.get(findingIdentity(finding)) ?? 0) + 1);
  const newer = findings.filter(finding => {
    if (changedFiles.has(finding.at.file)) return true;
    const identity = findingIdentity(finding);
    const count = known.get(identity) ?? 0;
    known.set(identity, count - 1);
    return count <= 0;
  });
  return { findings: newer, older: findings.length - newer.length };
}
