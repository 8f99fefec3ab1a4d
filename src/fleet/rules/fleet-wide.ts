import { satisfies, validRange } from 'semver';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { hasEnded, isBackwards } from '../../model/moment.js';
import type { DocumentSource } from '../../model/source.js';
import type { FleetDocument } from '../../model/spec/fleet.generated.js';
import { doubt, mistake } from './mistake.js';

export interface WrittenFleet {
  readonly spec: FleetDocument['spec'];
  readonly source: DocumentSource;
}

/** CW1450 and CW1456: freezes end after they begin, and are not over. */
export function freezes({ spec, source }: WrittenFleet, now: Date): Finding[] {
  return (spec.freezes ?? []).flatMap((freeze, index) => {
    const place = { source, pointer: `/spec/freezes/${index}/until` };
    if (isBackwards(freeze)) {
      const message = `the freeze ends with ${freeze.until}, before it begins with ${freeze.from}`;
      return [mistake('CW1456', place, { message, hint: 'swap the two' })];
    }
    if (!hasEnded(freeze.until, now)) return [];
    return [doubt('CW1450', place, { message: `this ended with ${freeze.until}`, hint: 'remove it' })];
  });
}

/** CW1011: rings that clusters, defaults and freezes name. */
export function rings({ spec, source }: WrittenFleet, clusters: readonly Cluster[]): Finding[] {
  const known = (spec.rings ?? []).map(({ name }) => name);
  const named = [
    ...clusters.flatMap(cluster =>
      cluster.ring === undefined
        ? []
        : [{ ring: cluster.ring, place: { source: cluster.source, pointer: '/spec/ring' } }],
    ),
    ...(spec.freezes ?? []).flatMap(({ rings = [] }, index) =>
      rings.map((ring, at) => ({ ring, place: { source, pointer: `/spec/freezes/${index}/rings/${at}` } })),
    ),
  ];
  return named.flatMap(({ ring, place }) => {
    if (known.includes(ring)) return [];
    const hint = known.length === 0 ? "list it in the Fleet's spec.rings" : `known: ${known.join(', ')}`;
    return [mistake('CW1011', place, { message: `there is no ring "${ring}"`, hint })];
  });
}

/** CW1458: whoever wants signed commits says whose signatures count. */
export function signers({ spec: { git }, source }: WrittenFleet): Finding[] {
  if (git?.signatures !== 'require' || (git.signers ?? []).length > 0) return [];
  const message = 'no commit could be applied: signatures are required, but nobody may sign';
  return [mistake('CW1458', { source, pointer: '/spec/git/signatures' }, { message, hint: 'list spec.git.signers' })];
}

/** CW1459: this clusterwright is one that the repository wants. Unreleased versions count as what they lead to. */
export function requiredVersion({ spec: { requires }, source }: WrittenFleet, version: string | undefined): Finding[] {
  if (requires === undefined) return [];
  const place = { source, pointer: '/spec/requires' };
  if (validRange(requires) === null) {
    const message = `${requires} is no range of versions`;
    return [mistake('CW1459', place, { message, hint: 'for example >=0.2.0 <1.0.0' })];
  }
  if (version === undefined || satisfies(version, requires, { includePrerelease: true })) return [];
  const message = `this is clusterwright ${version}, but the repository wants ${requires}`;
  return [mistake('CW1459', place, { message, hint: 'install another version' })];
}
