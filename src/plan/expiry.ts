import type { Finding } from '../model/finding.js';
import type { Cluster } from '../model/fleet.js';
import { locate } from '../model/source.js';
import { laterDay, leafDates } from '../pki/renewal.js';
import { type Applied, appliedByCluster } from './rotations.js';

/** So many days after renewal was due, somebody should know that it has not happened. */
const graceDays = 15;

/**
 * Clusters whose certificates should have been renewed by now and have not: paused, held by the gate, or failing. Told
 * long before they end.
 */
export function expiryFindings(applied: Applied, today: string): readonly Finding[] {
  return appliedByCluster(applied).flatMap(({ cluster, generations }): readonly Finding[] => {
    const { renewal, end } = leafDates(generations.leaves);
    if (today < laterDay(renewal, graceDays)) return [];
    const paused = isPaused(cluster, today);
    const ends = today < end ? `end on ${end}` : `ended on ${end}`;
    return [
      {
        code: 'CW4001',
        severity: 'warning',
        at: locate(cluster.source, paused ? '/spec/paused' : '/metadata/name'),
        path: paused ? 'spec.paused' : 'metadata.name',
        message: `certificates of ${cluster.name} ${ends}, and were due for renewal on ${renewal}${paused ? '; the cluster is paused' : ''}`,
        hint: paused
          ? 'end the pause, so that its nodes are rolled in time'
          : 'see what holds back the roll of its nodes',
      },
    ];
  });
}

/** A pause that has an end is over the day after. */
function isPaused({ paused }: Cluster, today: string): boolean {
  return paused !== undefined && (paused.until === undefined || today <= paused.until.slice(0, 10));
}
