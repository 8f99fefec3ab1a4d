import semver from 'semver';
import { AppError } from '../errors.js';
import { didYouMean } from '../fleet/suggestion.js';
import type { Part } from './parts.js';

/** A part of a Release that moves to another version. */
export interface VersionStep {
  readonly part: Part;
  readonly to: string;
}

/** Their data and API change with each minor version, and are upgraded from one to the next only. */
const minorByMinor = ['kubernetes', 'etcd'];

/**
 * The steps from a Release's parts to the versions that were asked for. Throws AppError for a part that the Release does
 * not have, a version that is none, a downgrade and a skipped minor.
 */
export function versionSteps(parts: readonly Part[], wanted: ReadonlyMap<string, string>): readonly VersionStep[] {
  return [...wanted].flatMap(([name, to]) => {
    const part = parts.find(one => one.name === name);
    if (part === undefined) throw unknownPart(name, parts);
    return part.version === to ? [] : [checked({ part, to })];
  });
}

/** Told with what the Release has. */
export function unknownPart(name: string, parts: readonly Part[]): AppError {
  const known = parts.map(part => part.name);
  return new AppError('unknown-part', `the Release has no ${name}, so there is nothing to copy`, {
    hint: didYouMean(name, known) ?? `it has ${known.join(', ')}; write others into the new file`,
  });
}

function checked(step: VersionStep): VersionStep {
  const { part, to } = step;
  const [from, next] = [semver.coerce(part.version), versionOf(part.name, to)];
  if (from === null) return step;
  if (semver.lt(next, from)) {
    throw new AppError('downgrade', `${part.name} ${to} is older than ${part.version}${codeOf(part, 'CW1604')}`, {
      hint: 'a Release that goes back is written by hand; clusters are never downgraded',
    });
  }
  const skips = next.major > from.major || next.minor > from.minor + 1;
  if (minorByMinor.includes(part.name) && skips) {
    throw new AppError(
      'skipped-minor',
      `${part.name} ${to} skips a minor version after ${part.version}${codeOf(part, 'CW1605')}`,
      {
        hint: `make a Release with ${from.major}.${from.minor + 1} first; clusters go through it`,
      },
    );
  }
  return step;
}

/** Of Kubernetes there is a rule too, for clusters that would move this way. */
function codeOf({ name }: Part, code: string): string {
  return name === 'kubernetes' ? ` (${code})` : '';
}

function versionOf(name: string, version: string): semver.SemVer {
  const read = /^[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z0-9.-]+)?$/.test(version)
    ? semver.coerce(version, { includePrerelease: true })
    : null;
  if (read !== null) return read;
  throw new AppError('not-a-version', `"${version}" is no version of ${name}`, {
    hint: 'write it as numbers without v, for example 1.36.5',
  });
}
