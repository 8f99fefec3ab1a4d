import type { Finding } from '../model/finding.js';
import type { Fleet, ManagementNetwork } from '../model/fleet.js';
import { locate } from '../model/source.js';
import { resolveCluster } from './cluster.js';
import type { SpecDocument } from './documents.js';
import { settledNodes } from './nodes.js';
import { type ReadDocuments, type References, referencesOf } from './references.js';
import type { Declared } from './rules/declared.js';
import {
  accountAt,
  accountOf,
  byName,
  connectedNetwork,
  type FleetWide,
  type SettledNodes,
  type Surroundings,
} from './surroundings.js';
import { mayHoldFleet } from './unread.js';
import { checkReferencesOfWrong } from './wrong-documents.js';

export interface ResolvedFleet {
  /** With every cluster that could be resolved; undefined if the Fleet document itself could not. */
  readonly fleet: Omit<Fleet, 'extensions'> | undefined;
  readonly declared: Declared;
  readonly findings: readonly Finding[];
}

/** Documents that follow their schemas → one typed fleet, with references resolved and defaults merged. */
export function resolveFleet(documents: ReadDocuments): ResolvedFleet {
  const references = referencesOf(documents);
  const spec = theFleet(references);
  const fleetWide = spec && resolveFleetWide(spec, references);
  const nodes = settledNodes({ references, fleetWide });
  const around = { references, fleetWide, ...nodes };
  const clusters = references.all('Cluster').flatMap(one => resolveCluster(one, around) ?? []);
  refuseStrays(references);
  checkReferencesOfWrong(documents.wrong, { references, fleetWide });
  const declared = declaredIn(around);
  const findings = references.findings();
  if (spec === undefined || fleetWide?.storeAccount === undefined) return { fleet: undefined, declared, findings };
  const { domain, store, pki } = spec.document.spec;
  return {
    fleet: {
      name: spec.name,
      domain,
      store: { account: fleetWide.storeAccount, region: store.region },
      pki: { source: pki?.source ?? 'embedded' },
      clusters: byName(clusters),
      source: spec.source,
    },
    declared,
    findings,
  };
}

/** The one Fleet of the repository. */
function theFleet(references: References): SpecDocument<'Fleet'> | undefined {
  const [fleet, ...others] = references.all('Fleet');
  for (const other of others) {
    references.report({
      code: 'CW1012',
      severity: 'error',
      at: other.source.keys.get('/kind') ?? { file: other.source.file, line: 1, column: 1 },
      path: 'kind',
      message: `a second Fleet; "${fleet?.name}" stands in ${fleet?.source.file}`,
      hint: 'a repository holds one fleet',
      related:
        fleet === undefined ? [] : [{ at: locate(fleet.source, '/metadata/name'), message: `Fleet ${fleet.name}` }],
    });
  }
  if (fleet === undefined && !mayHoldFleet(references.unread)) references.report(noFleet);
  return fleet;
}

const noFleet: Finding = {
  code: 'CW1012',
  severity: 'error',
  at: { file: 'fleet.yaml', line: 1, column: 1 },
  path: '',
  message: 'there is no document of kind Fleet',
  hint: 'write one, for example in fleet.yaml; examples/fleet shows how',
};

/** The references in the Fleet document; a wrong default is reported there, whether or not a cluster inherits it. */
function resolveFleetWide({ document, source }: SpecDocument<'Fleet'>, references: References): FleetWide {
  const { spec } = document;
  const { store, managementNetworks = [], defaults = {}, workloadIdentity } = spec;
  const { bucket } = workloadIdentity ?? {};
  const networks = managementNetworks.map((network, index): [string, ManagementNetwork | undefined] => {
    const from = { source, pointer: `/spec/managementNetworks/${index}/account` };
    const account = accountAt(references, network.account, from);
    return [network.name, account && { ...network, account, pointer: `/spec/managementNetworks/${index}` }];
  });
  const fleetWide: FleetWide = {
    source,
    spec,
    defaults,
    networks: new Map(networks),
    storeAccount: accountAt(references, store.account, { source, pointer: '/spec/store/account' }),
    identityAccount:
      bucket && accountAt(references, bucket.account, { source, pointer: '/spec/workloadIdentity/bucket/account' }),
  };
  const at = (field: string) => ({ source, pointer: `/spec/defaults/cluster/${field}` });
  const { account, release, connect } = defaults.cluster ?? {};
  if (account !== undefined) references.find('Account', account, at('account'));
  if (release !== undefined) references.find('Release', release, at('release'));
  if (connect !== undefined) connectedNetwork(references, fleetWide, { name: connect, from: at('connect') });
  return fleetWide;
}

function declaredIn({ references, fleetWide, controlPlanes, nodePools }: Surroundings & SettledNodes): Declared {
  const { addressPools = [], managementNetworks = [] } = fleetWide?.spec ?? {};
  const accounts = references.all('Account').map(({ document, source }) => accountOf(document, source));
  return {
    fleet: fleetWide && { spec: fleetWide.spec, source: fleetWide.source },
    accounts,
    controlPlanes: [...controlPlanes.values()],
    nodePools: [...nodePools.values()],
    addressPools,
    managementNetworks,
  };
}

/** Control planes and pools of clusters that do not exist. */
function refuseStrays(references: References): void {
  for (const kind of ['ControlPlane', 'NodePool'] as const) {
    for (const spec of references.all(kind)) {
      references.find('Cluster', spec.document.spec.cluster, { source: spec.source, pointer: '/spec/cluster' });
    }
  }
}
