import type { Finding } from '../model/finding.js';
import type { Fleet, ManagementNetwork } from '../model/fleet.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import { resolveCluster } from './cluster.js';
import type { SortedDocuments, SpecDocument } from './documents.js';
import { type References, type Referrer, referencesOf } from './references.js';
import { accountAt, byName, type Surroundings } from './surroundings.js';

export interface ResolvedFleet {
  /** With every cluster that could be resolved; undefined if the Fleet document itself could not. */
  readonly fleet: Fleet | undefined;
  readonly addressPools: readonly AddressPool[];
  readonly findings: readonly Finding[];
}

export type AddressPool = NonNullable<FleetDocument['spec']['addressPools']>[number];

/** Documents that follow their schemas → one typed fleet, with references resolved and defaults merged. */
export function resolveFleet(sorted: SortedDocuments): ResolvedFleet {
  const references = referencesOf(sorted);
  const spec = theFleet(references);
  if (spec === undefined) return { fleet: undefined, addressPools: [], findings: references.findings };
  const document = spec.document.spec;
  const storeAccount = accountAt(references, document.store.account, spec.source, '/spec/store/account');
  const networks = new Map(
    (document.managementNetworks ?? []).map((network, index) => [
      network.name,
      managementNetwork(references, network, { source: spec.source, pointer: `/spec/managementNetworks/${index}` }),
    ]),
  );
  const surroundings: Surroundings = { references, defaults: document.defaults?.cluster ?? {}, networks };
  const clusters = references.all('Cluster').flatMap(cluster => resolveCluster(cluster, surroundings) ?? []);
  refuseStrays(references);
  const { findings } = references;
  const addressPools = document.addressPools ?? [];
  if (storeAccount === undefined) return { fleet: undefined, addressPools, findings };
  return {
    fleet: {
      name: spec.name,
      domain: document.domain,
      store: { account: storeAccount, region: document.store.region },
      clusters: byName(clusters),
      source: spec.source,
    },
    addressPools,
    findings,
  };
}

/** The one Fleet of the repository. */
function theFleet(references: References): SpecDocument<'Fleet'> | undefined {
  const [fleet, ...others] = references.all('Fleet');
  for (const other of others) {
    references.findings.push({
      code: 'CW1012',
      severity: 'error',
      at: other.source.keys.get('/kind') ?? { file: other.source.file, line: 1, column: 1 },
      path: 'kind',
      message: `a second Fleet; "${fleet?.name}" stands in ${fleet?.source.file}`,
      hint: 'a repository holds one fleet',
    });
  }
  if (fleet === undefined && !references.anyBroken('Fleet')) references.findings.push(noFleet);
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

function managementNetwork(
  references: References,
  network: NonNullable<FleetDocument['spec']['managementNetworks']>[number],
  from: Referrer,
): ManagementNetwork | undefined {
  const owner = accountAt(references, network.account, from.source, `${from.pointer}/account`);
  return owner && { ...network, account: owner };
}

/** Control planes and pools of clusters that do not exist. */
function refuseStrays(references: References): void {
  for (const kind of ['ControlPlane', 'NodePool'] as const) {
    for (const spec of references.all(kind)) {
      references.find('Cluster', spec.document.spec.cluster, { source: spec.source, pointer: '/spec/cluster' });
    }
  }
}
