import type { WrongDocument } from './documents.js';
import type { Kind } from './kinds.js';
import type { References } from './references.js';
import { connectedNetwork, type FleetWide } from './surroundings.js';
import { textAt } from './unread.js';

const clusterField = [['spec/cluster', 'Cluster']] as const;

/** Fields that hold the name of a document of another kind. */
const referringFields: Readonly<Record<Kind, readonly (readonly [path: string, kind: Kind])[]>> = {
  Fleet: [
    ['spec/store/account', 'Account'],
    ['spec/defaults/cluster/account', 'Account'],
    ['spec/defaults/cluster/release', 'Release'],
  ],
  Account: [],
  Release: [],
  Cluster: [
    ['spec/account', 'Account'],
    ['spec/release', 'Release'],
  ],
  ControlPlane: clusterField,
  NodePool: clusterField,
};

/** A mistake elsewhere in a document does not hide that one of its references leads nowhere. */
export function checkReferencesOfWrong(
  documents: readonly WrongDocument[],
  { references, fleetWide }: { references: References; fleetWide: FleetWide | undefined },
): void {
  for (const { kind, value, source } of documents) {
    for (const [path, target] of referringFields[kind]) {
      const name = textAt(value, ...path.split('/'));
      if (name !== undefined) references.find(target, name, { source, pointer: `/${path}` });
    }
    const network = kind === 'Cluster' ? textAt(value, 'spec', 'connect') : undefined;
    if (network === undefined || fleetWide === undefined) continue;
    connectedNetwork(references, fleetWide, { name: network, from: { source, pointer: '/spec/connect' } });
  }
}
