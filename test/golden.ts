import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { projectRoot } from './cli/process.js';

/**
 * Compares text with a reviewed file below test/golden. `npm run golden` writes the files anew; the difference is then
 * for a reader to judge.
 */
export function isGolden(t: ExecutionContext, path: string, actual: string): void {
  const file = join(projectRoot, 'test/golden', path);
  if (process.env.GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  t.is(actual, readFileSync(file, 'utf8'), `${path} is another; npm run golden writes it, git diff shows it`);
}
