import { AppError } from '../errors.js';
import { didYouMean } from '../fleet/suggestion.js';
import type { Cluster, Fleet } from '../model/fleet.js';

/** The clusters that a command line names; all if it names none. Throws AppError `unknown-cluster`. */
export function chosenClusters({ clusters }: Fleet, names: readonly string[]): readonly Cluster[] {
  const known = clusters.map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) ?? `the fleet has ${known.join(', ')}`;
    throw new AppError('unknown-cluster', `there is no cluster "${unknown}"`, { hint });
  }
  return names.length === 0 ? clusters : clusters.filter(({ name }) => names.includes(name));
}

/** The one cluster that a command line names. Throws AppError `unknown-cluster`. */
export function oneCluster(fleet: Fleet, name: string): Cluster {
  const [cluster] = chosenClusters(fleet, [name]);
  if (cluster !== undefined) return cluster;
  throw new AppError('unknown-cluster', `there is no cluster "${name}"`, { kind: 'internal' });
}
