import { digestOf } from '../model/digest.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { bundleFormat, type Generations } from '../model/secrets.js';
import { generationOf } from './generation.js';
import { certificateInventory, plannedCertificates, secretsPlan } from './inventory.js';

export interface SecretsDecision {
  readonly fleet: Fleet;
  readonly cluster: Cluster;
  /** `master`, or the name of a pool. */
  readonly role: string;
  readonly generations: Generations;
  /** ARN of the cluster's KMS key, an output of its tcs stack. */
  readonly keyArn: string;
}

/**
 * Revision of a role's secrets bundle, 64 hexadecimal digits: a digest of everything that decides the bundle and of
 * nothing that issuing it adds, so that a plan knows it before any key exists, and issuing again does not change it.
 */
export function secretsRevision({ fleet, cluster, role, generations, keyArn }: SecretsDecision): string {
  const plan = secretsPlan(cluster, role);
  const certificates = plannedCertificates(certificateInventory(fleet, cluster), plan);
  return digestOf({
    format: bundleFormat,
    fleet: fleet.name,
    cluster: cluster.name,
    plan,
    certificates: certificates.map(entry => ({ name: entry.name, generation: generationOf(entry, generations) })),
    keyArn,
  });
}
