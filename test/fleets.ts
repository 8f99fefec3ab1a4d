import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedFleet, loadFleet } from '../src/fleet/load.js';
import type { Fleet } from '../src/model/fleet.js';
import { formatPosition } from '../src/model/source.js';
import { projectRoot } from './cli/process.js';
import { filesOf } from './fleet/repository.js';

/** Fleet repositories that each tell something: below test/fleets. */
export const tellingFleets = ['small', 'everything', 'cilium', 'china', 'private'] as const;
export type TellingFleet = (typeof tellingFleets)[number];

/** A file of it with text replaced; a file that is not there is begun. */
export type FleetEdit = readonly [file: string, from: string | RegExp, to: string];

export function filesOfFleet(name: TellingFleet, edits: readonly FleetEdit[] = []): Map<string, string> {
  const folder = join(projectRoot, 'test/fleets', name);
  const files = new Map(readdirSync(folder).map(file => [file, readFileSync(join(folder, file), 'utf8')]));
  for (const [file, from, to] of edits) {
    const before = files.get(file) ?? '';
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${name}/${file} has no ${String(from)}`);
    files.set(file, after);
  }
  return files;
}

const today = new Date('2026-11-21T12:00:00Z');

export function loadTelling(name: TellingFleet, edits: readonly FleetEdit[] = [], now = today): Promise<LoadedFleet> {
  return loadFleet(filesOf(filesOfFleet(name, edits)), { now });
}

/** Throws what is wrong with it. */
export async function tellingFleet(name: TellingFleet, edits: readonly FleetEdit[] = [], now = today): Promise<Fleet> {
  const { fleet, findings } = await loadTelling(name, edits, now);
  if (fleet !== undefined) return fleet;
  throw new Error(findings.map(({ at, code, message }) => `${formatPosition(at)} ${code} ${message}`).join('\n'));
}
