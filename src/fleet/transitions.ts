import type { Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import { distinct } from './distinct.js';
import { movedBlocks } from './transitions/blocks.js';
import { immutableFields, immutableFleet } from './transitions/immutable.js';
import { protectedLoadBalancer } from './transitions/load-balancers.js';
import { shrinkingMasters } from './transitions/masters.js';
import { changedReleases, releaseSteps } from './transitions/releases.js';
import { leavingZones, orphans } from './transitions/removals.js';
import { rotationSteps } from './transitions/rotations.js';
import { keptClusters } from './transitions/transition.js';

/** What is wrong with going from one state of the repository to another, though each is fine by itself. */
export function transitionFindings(before: Fleet, after: Fleet): readonly Finding[] {
  return distinct([
    ...immutableFleet(before, after),
    ...changedReleases(before, after),
    ...orphans(before, after),
    ...keptClusters(before, after).flatMap(cluster => clusterTransitions.flatMap(rule => rule(cluster))),
  ]);
}

const clusterTransitions = [
  immutableFields,
  movedBlocks,
  shrinkingMasters,
  releaseSteps,
  leavingZones,
  protectedLoadBalancer,
  rotationSteps,
] as const;
