import { exampleFiles } from '../repository.js';

export type Edit = readonly [path: string, from: string | RegExp, to: string];

/**
 * A broken rule: what a user would have changed in the example, and everything that validation then says, with the word
 * at each position in place of line and column.
 */
export interface RuleCase {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly says: readonly string[];
}

export const paths = {
  fleet: 'fleet.yaml',
  dev: 'clusters/dev-b/cluster.yaml',
  prod: 'clusters/prod-a/cluster.yaml',
  workers: 'clusters/prod-a/workers.yaml',
  batch: 'clusters/prod-a/batch.yaml',
  release: 'releases/v1.36.4.yaml',
} as const;

/** Says what stands at a position in place of its line and column, so that the example can change. */
export function withWords(line: string, edited: Readonly<Record<string, string>>): string {
  const files = exampleFiles();
  return line.replace(/([\w./-]+\.yaml):(\d+):(\d+)/g, (_, path: string, row: string, column: string) => {
    const text = edited[path] ?? String(files.get(path));
    const rest = text.split('\n')[Number(row) - 1]?.slice(Number(column) - 1) ?? '';
    return `${path}<${/^[^\s,}]+/.exec(rest)?.[0]}>`;
  });
}

/** Edits a file several times over; an account that is not there is written after payments-dev. */
export function changed(edits: readonly Edit[]): Record<string, string> {
  const files = exampleFiles();
  const texts: Record<string, string> = {};
  for (const [path, from, to] of edits) {
    const before = texts[path] ?? String(files.get(path) ?? files.get('accounts/payments-dev.yaml'));
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}`);
    texts[path] = after;
  }
  return texts;
}
