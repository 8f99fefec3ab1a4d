import { runsLinux } from '../../model/architecture.js';
import type { Finding } from '../../model/finding.js';
import type { ControlPlane, NodePool } from '../../model/fleet.js';
import { knownInstanceTypes, sizesOf, typeParts } from '../../model/instance-types.js';
import type { Place } from '../../model/source.js';
import { closestName, didYouMean } from '../suggestion.js';
import { doubt, mistake } from './mistake.js';

/** CW1030 for the masters: an instance type that AWS does not have, as far as we know. */
export function unknownMasterType({ instanceType, source }: ControlPlane): Finding[] {
  return unknown(instanceType, { source, pointer: '/spec/instanceType' });
}

/** The same of a pool's. */
export function unknownPoolTypes({ instances: { types }, source }: NodePool): Finding[] {
  return types.flatMap(({ type }, index) => unknown(type, { source, pointer: `/spec/instances/types/${index}/type` }));
}

/** A family has the sizes it has; a family that is not known may be new. */
function unknown(type: string, place: Place): Finding[] {
  const { family, size } = typeParts(type);
  const sizes = sizesOf(family);
  if (sizes?.has(size) || !runsLinux(type)) return [];
  if (sizes === undefined) {
    const close = closestName(type, knownInstanceTypes());
    const suggestion = close === undefined ? 'check its name' : `did you mean "${close}"?`;
    const hint = `${suggestion} A family that is newer than this clusterwright counts as the smallest of its size`;
    return [doubt('CW1030', place, { message: `instance family ${family} is not known`, hint })];
  }
  const known = [...sizes.keys()];
  const suggestion = didYouMean(size, known);
  const list = `${family} comes as ${known.join(', ')}`;
  const hint = suggestion === undefined ? list : `${suggestion} ${list}`;
  return [mistake('CW1030', place, { message: `there is no instance type ${type}`, hint })];
}
