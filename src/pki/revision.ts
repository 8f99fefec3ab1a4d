import { AppError } from '../errors.js';
import { digestOf } from '../model/digest.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { bundleFormat, formatGenerations, type Generations, sourcesOf } from '../model/secrets.js';
import { leafGeneration } from './generation.js';
import { certificateInventory, type InventoryContext } from './inventory.js';
import { sourcedPlan } from './offered-plan.js';
import { dependenceOf } from './secrets-plan.js';

export interface SecretsDecision extends InventoryContext {
  readonly fleet: Fleet;
  readonly cluster: Cluster;
  /** `master-<n>`, or the name of a pool. */
  readonly node: string;
  readonly generations: Generations;
  /** ARN of the cluster's KMS key, an output of its tcs stack. */
  readonly keyArn: string;
  /** Versions of everything that nodes take from outside of the specs and the store, by `sourcesOf`. */
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * Revision of a node's secrets bundle, 64 hexadecimal digits: a digest of everything that decides the bundle and of
 * nothing that issuing it adds, so that a plan knows it before any key exists, and issuing again does not change it.
 */
export function secretsRevision(decision: SecretsDecision): string {
  const { fleet, cluster, node, generations, keyArn, loadBalancers } = decision;
  const plan = sourcedPlan(fleet, cluster, node);
  const inventory = certificateInventory(fleet, cluster, { loadBalancers });
  const leaves = inventory.filter(({ name }) =>
    plan.files.some(({ content }) => content.kind === 'certificate' && content.of === name),
  );
  return digestOf({
    format: bundleFormat,
    fleet: fleet.name,
    cluster: cluster.name,
    plan,
    generations: formatGenerations(generations, dependenceOf(plan, inventory)),
    leaves: leaves.map(entry => ({ name: entry.name, generation: leafGeneration(entry, generations) })),
    keyArn,
    sources: plan.files.flatMap(({ content }) =>
      sourcesOf(content).map(source => [source, versionOf(source, decision)]),
    ),
  });
}

function versionOf(source: string, { sources, cluster, node }: SecretsDecision): string {
  const version = sources[source];
  if (version !== undefined) return version;
  throw new AppError('source-unknown', `nothing is known of ${source}, which ${node} of ${cluster.name} needs`, {
    kind: 'internal',
  });
}
