import { lt } from 'semver';
import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet, Release } from '../../model/fleet.js';
import { own } from '../../model/own.js';
import { doubt, mistake } from '../rules/mistake.js';
import { type Kept, kept } from './transition.js';

/** CW1604, CW1605 and CW1609: a cluster moves on to newer releases, one minor at a time. */
export function releaseSteps({ before, after }: Kept<Cluster>): Finding[] {
  const place = { source: after.source, pointer: '/spec/release' };
  const [old, now] = [before.release, after.release];
  const [from, to] = [old.kubernetes.version, now.kubernetes.version];
  if (lt(to, from)) {
    const message = `Kubernetes cannot go back from ${from} to ${to}: etcd may hold what the older one cannot read`;
    return [mistake('CW1604', place, { message, hint: `go on from ${old.name}` })];
  }
  if (minor(to) > minor(from) + 1) {
    const message = `Kubernetes cannot go from ${from} to ${to} at once`;
    return [mistake('CW1605', place, { message, hint: `take a release of Kubernetes 1.${minor(from) + 1} first` })];
  }
  if (old.name === now.name || now.state !== 'deprecated') return [];
  const message = `release ${now.name} is deprecated: no cluster should begin to use it`;
  return [mistake('CW1609', place, { message, hint: 'take a newer one' })];
}

/** CW1608: a release never changes its meaning. What it lacked may be added. */
export function changedReleases(before: Fleet, after: Fleet): Finding[] {
  const releases = kept(releasesOf(before), releasesOf(after));
  return releases.flatMap(({ before: old, after: now }) =>
    differences(old, now).map(path => {
      const place = { source: now.source, pointer: `/spec${path}` };
      const message = `release ${now.name} is in use and had another value here`;
      return doubt('CW1608', place, { message, hint: 'make a new release; clusters move on to it when they say so' });
    }),
  );
}

function releasesOf({ clusters }: Fleet): Release[] {
  return [...new Map(clusters.map(({ release }) => [release.name, release])).values()];
}

/** Pointers of scalars that were there and are another, or gone. */
function differences(before: Release, after: Release): string[] {
  const { name: _name, source: _source, state: _state, notes: _notes, ...content } = before;
  return changes(content, after);
}

function changes(before: unknown, after: unknown, pointer = ''): string[] {
  if (!isMap(before)) return before === undefined || before === after ? [] : [pointer];
  return Object.keys(before).flatMap(key =>
    changes(own(before, key), isMap(after) ? own(after, key) : undefined, `${pointer}/${key.replaceAll('/', '~1')}`),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}
