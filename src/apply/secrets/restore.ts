import { AppError } from '../../errors.js';
import { isPair } from '../../pki/check.js';
import type { Issued } from '../../pki/issue.js';
import { type IssueRecord, recordOf, updateIndex } from './issue-index.js';
import { type Issue, isDamage, readIssue, type StorePorts, storeIssue } from './issue-store.js';
import type { CopiedIssue, StoreCopy } from './store-copy.js';

/** What became of one issue: nothing that is there is ever replaced. */
export type RestoreOutcome =
  | 'restored'
  | 'there'
  /** Another one is there under its name. */
  | 'other'
  /** What is there cannot be opened with the store's key. */
  | 'unreadable';

export interface RestoredIssue {
  readonly issue: Issue;
  readonly outcome: RestoreOutcome;
}

/**
 * Puts a copy into a store, sealed with its key, and brings the indexes to it. A process killed between any two calls
 * leaves a state that the next run completes.
 */
export async function restoreCopy(
  { issues }: StoreCopy,
  store: StorePorts,
  signal: AbortSignal,
): Promise<readonly RestoredIssue[]> {
  refuseBroken(issues);
  const restored: RestoredIssue[] = [];
  const records = new Map<string, IssueRecord[]>();
  for (const { public: pem, key, ...issue } of issues) {
    signal.throwIfAborted();
    const issued = { public: pem, key };
    const outcome = await restoreIssue(issue, issued, { store, signal });
    restored.push({ issue, outcome });
    const known = records.get(issue.cluster) ?? [];
    const record = outcome === 'restored' || outcome === 'there' ? [recordOf(issue, issued)] : [];
    records.set(issue.cluster, [...known, ...record]);
  }
  for (const [cluster, known] of records) {
    await updateIndex({ cluster, records: known, trusted: true }, store, signal);
  }
  return restored;
}

/** Before anything is written: what was stored once is never replaced. */
function refuseBroken(issues: StoreCopy['issues']): void {
  const broken = issues.find(issue => !isPair(issue));
  if (broken === undefined) return;
  const { cluster, name, generation } = broken;
  const message = `${name} ${generation} of ${cluster} in the file does not match its key; nothing was written`;
  throw new AppError('damaged-export', message, { hint: 'take another export' });
}

async function restoreIssue(
  issue: Omit<CopiedIssue, 'public' | 'key'>,
  issued: Issued,
  { store, signal }: { readonly store: StorePorts; readonly signal: AbortSignal },
): Promise<RestoreOutcome> {
  try {
    const kept = await readIssue(issue, store, signal);
    if (kept === undefined && (await storeIssue(issue, issued, { ports: store, signal })) === 'stored')
      return 'restored';
    return isSame(kept ?? (await readIssue(issue, store, signal)), issued) ? 'there' : 'other';
  } catch (error) {
    if (isDamage(error)) return 'unreadable';
    throw error;
  }
}

function isSame(kept: Issued | undefined, issued: Issued): boolean {
  return kept !== undefined && kept.public === issued.public && kept.key.reveal().equals(issued.key.reveal());
}
