import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { ownPathAt } from '../../model/node-paths.js';
import { mistake } from './mistake.js';

/** CW1039: a secret does not take the place of what clusterwright puts on nodes. */
export function secretPaths({ secrets, source }: Cluster): Finding[] {
  return secrets.flatMap(({ path }, index) => {
    const own = ownPathAt(path);
    if (own === undefined) return [];
    const message = `${own} on nodes is clusterwright's`;
    const hint = 'take a folder of your own, for example /etc/registry/';
    return [mistake('CW1039', { source, pointer: `/spec/secrets/${index}/path` }, { message, hint })];
  });
}
