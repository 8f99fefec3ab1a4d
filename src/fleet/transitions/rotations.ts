import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { rotatingNames } from '../../model/secrets.js';
import { mistake } from '../rules/mistake.js';
import type { Kept } from './transition.js';

/** CW1620: generations go up, one at a time: each is a whole rotation. */
export function rotationSteps({ before, after }: Kept<Cluster>): Finding[] {
  return rotatingNames.flatMap(name => {
    const [old, now] = [generationOf(before, name), generationOf(after, name)];
    if (now === old || now === old + 1) return [];
    const index = after.pki.rotations.findIndex(rotation => rotation.name === name);
    const pointer = index < 0 ? '/spec/pki/rotations' : `/spec/pki/rotations/${index}/generation`;
    const message = `${name} cannot go from generation ${old} to ${now}`;
    const hint = now < old ? `keep ${old}; nodes have it` : `take ${old + 1}, and the next one when that is everywhere`;
    return [mistake('CW1620', { source: after.source, pointer }, { message, hint })];
  });
}

function generationOf({ pki }: Cluster, name: (typeof rotatingNames)[number]): number {
  return pki.rotations.find(rotation => rotation.name === name)?.generation ?? 1;
}
