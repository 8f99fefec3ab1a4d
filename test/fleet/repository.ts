import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FleetFiles } from '../../src/fleet/fleet-files.js';
import { type LoadedFleet, loadFleet } from '../../src/fleet/load.js';
import { projectRoot } from '../cli/process.js';

const example = join(projectRoot, 'examples/fleet');

/** Files of the example fleet by path, to be changed by a test. */
export function exampleFiles(): Map<string, string | Uint8Array> {
  const paths = readdirSync(example, { recursive: true, encoding: 'utf8' }).filter(path =>
    statSync(join(example, path)).isFile(),
  );
  return new Map(paths.map(path => [relative('.', path), readFileSync(join(example, path), 'utf8')]));
}

/** The example fleet with some files replaced, added, or (undefined) removed. */
export function loadExample(
  changes: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Promise<LoadedFleet> {
  const files = exampleFiles();
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(path);
    else files.set(path, content);
  }
  return loadFleet(filesOf(files), { now: new Date('2026-11-21T12:00:00Z'), version: '0.1.0' });
}

export function filesOf(files: ReadonlyMap<string, string | Uint8Array>): FleetFiles {
  const content = (path: string) => Buffer.from(files.get(path) ?? '');
  return {
    list: async () =>
      [...files.keys()].sort().map(path => ({ path, sizeBytes: content(path).length, kind: 'file' as const })),
    read: async path => content(path),
  };
}

/** A file of the example with text replaced; throws if the text is not there. */
export function edited(path: string, from: string | RegExp, to: string): string {
  const text = String(exampleFiles().get(path));
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${path} has no ${from}`);
  return changed;
}

/** `file:line:col code path: message | hint`, a line a finding. */
export function summary({ findings }: Pick<LoadedFleet, 'findings'>): string[] {
  return findings.map(
    ({ at, code, path, message, hint }) =>
      `${at.file}:${at.line}:${at.column} ${code} ${path}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}
