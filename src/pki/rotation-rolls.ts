import type { Cluster, Fleet } from '../model/fleet.js';
import type { RotatingName } from '../model/secrets.js';
import { certificateInventory } from './inventory.js';
import { dependenceOf, secretsNodes, secretsPlan } from './secrets-plan.js';

/** Nodes that a rotation rolls, `master-<n>` or a pool: when trust changes (twice), and when the new one is used. */
export interface RotationRolls {
  readonly trust: readonly string[];
  readonly use: readonly string[];
}

export function rotationRolls(fleet: Fleet, cluster: Cluster, name: RotatingName): RotationRolls {
  const inventory = certificateInventory(fleet, cluster, { loadBalancers: [] });
  const nodes = secretsNodes(cluster).map(node => ({ node, on: dependenceOf(secretsPlan(cluster, node), inventory) }));
  return {
    trust: nodes.flatMap(({ node, on }) => (on.trusted.has(name) ? [node] : [])),
    use: nodes.flatMap(({ node, on }) => (on.used.has(name) ? [node] : [])),
  };
}
