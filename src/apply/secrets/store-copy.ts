import pLimit from 'p-limit';
import { AppError } from '../../errors.js';
import { type Secret, secret } from '../../model/secret.js';
import { type Issue, isDamage, readIssue, type StorePorts, storedIssues } from './issue-store.js';

/** Everything that a store keeps, in the clear. What is written to disk is sealed for somebody's key. */
export interface StoreCopy {
  readonly fleet: string;
  readonly issues: readonly CopiedIssue[];
}

export interface CopiedIssue extends Issue {
  readonly public: string;
  readonly key: Secret;
}

interface CopyFile {
  readonly format: 1;
  readonly fleet: string;
  readonly exportedAt: string;
  readonly issues: readonly (Issue & { readonly public: string; readonly key: string })[];
}

const concurrentReads = 10;

/** Reads what the store keeps of these clusters, or of all that it knows; `unreadable` is what cannot be opened. */
export async function copyStore(
  { fleet, clusters }: { readonly fleet: string; readonly clusters: readonly string[] },
  store: StorePorts,
  signal: AbortSignal,
): Promise<{ readonly copy: StoreCopy; readonly unreadable: readonly Issue[] }> {
  const all = await storedIssues(undefined, store, signal);
  const chosen = all.filter(({ cluster }) => clusters.length === 0 || clusters.includes(cluster));
  const limit = pLimit(concurrentReads);
  const read = await Promise.all(
    chosen.map(issue => limit(async () => ({ issue, issued: await readable(issue, store, signal) }))),
  );
  return {
    copy: {
      fleet,
      issues: read.flatMap(({ issue, issued }) => (issued === undefined ? [] : [{ ...issue, ...issued }])),
    },
    unreadable: read.flatMap(({ issue, issued }) => (issued === undefined ? [issue] : [])),
  };
}

async function readable(issue: Issue, store: StorePorts, signal: AbortSignal) {
  try {
    return await readIssue(issue, store, signal);
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** JSON. */
export function copyText({ fleet, issues }: StoreCopy, now: Date): Secret {
  const file: CopyFile = {
    format: 1,
    fleet,
    exportedAt: now.toISOString(),
    issues: issues.map(({ key, ...issue }) => ({ ...issue, key: key.reveal().toString() })),
  };
  return secret(JSON.stringify(file));
}

/** Reads what `copyText` wrote. Throws AppError `not-an-export`, without quoting anything of it. */
export function readCopy(text: Secret): StoreCopy {
  const file = parsed(text);
  const { format, fleet, issues } = (file ?? {}) as Partial<Record<keyof CopyFile, unknown>>;
  if (format !== 1 || typeof fleet !== 'string' || !Array.isArray(issues) || !issues.every(isIssue)) {
    throw new AppError('not-an-export', 'what is in the file was not written by clusterwright certs export', {
      hint: 'name the file that certs export wrote',
    });
  }
  return { fleet, issues: issues.map(({ key, ...issue }) => ({ ...issue, key: secret(key) })) };
}

/** Without the parser's error, which would quote what may be a private key. */
function parsed(text: Secret): unknown {
  try {
    return JSON.parse(text.reveal().toString());
  } catch {
    return undefined;
  }
}

/** Names become keys of objects: whoever made the file does not choose where they lead. */
function isIssue(value: unknown): value is CopyFile['issues'][number] {
  const { cluster, name, generation, public: pem, key } = (value ?? {}) as Record<string, unknown>;
  return isName(cluster) && isName(name) && isName(generation) && typeof pem === 'string' && typeof key === 'string';
}

function isName(part: unknown): boolean {
  return typeof part === 'string' && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(part);
}
