import type { Cluster, ControlPlane, ManagementNetwork, NodePool } from '../model/fleet.js';
import { type DocumentSource, locate } from '../model/source.js';
import type { ControlPlaneDocument } from '../model/spec/control-plane.generated.js';
import type { NodePoolDocument } from '../model/spec/node-pool.generated.js';
import type { SpecDocument } from './documents.js';
import { unknownReference } from './references.js';
import { accountAt, byName, release, type Surroundings } from './surroundings.js';

/** Not routed, so clusters may share it. */
const defaultServiceCidr = '172.31.0.0/16';

/** A cluster with its defaults, references, control plane and pools; undefined, with findings, if something is wrong. */
export function resolveCluster(cluster: SpecDocument<'Cluster'>, surroundings: Surroundings): Cluster | undefined {
  const { source } = cluster;
  const { references, defaults } = surroundings;
  const spec = cluster.document.spec;
  const given = { ...defaults, ...spec };
  const { account: accountName, region, release: releaseName, connect } = given;
  for (const field of ['account', 'region', 'release', 'connect'] as const) {
    if (given[field] === undefined) references.findings.push(missingDefault(field, source));
  }
  const account = accountName === undefined ? undefined : accountAt(references, accountName, source, '/spec/account');
  const releaseSpec =
    releaseName === undefined
      ? undefined
      : references.find('Release', releaseName, { source, pointer: '/spec/release' });
  const network = connect === undefined ? undefined : connectedNetwork(connect, source, surroundings);
  const control = controlPlaneOf(cluster, surroundings);
  if (!account || region === undefined || !releaseSpec || network === undefined || !control) return undefined;
  return {
    name: cluster.name,
    labels: cluster.document.metadata.labels ?? {},
    account,
    region,
    release: release(releaseSpec.document, releaseSpec.source),
    connect: network === 'none' ? undefined : network,
    network: {
      cidr: spec.network.cidr,
      serviceCidr: spec.network.serviceCidr ?? defaultServiceCidr,
      zones: byName(spec.network.zones),
    },
    apiAllow: (spec.api?.public?.allow ?? []).toSorted(),
    sshTrustedCaKeys: spec.ssh?.trustedCaKeys ?? [],
    tags: { ...defaults.tags, ...spec.tags },
    controlPlane: control,
    nodePools: byName(
      references
        .all('NodePool')
        .filter(pool => pool.document.spec.cluster === cluster.name)
        .map(pool => nodePool(pool.document, pool.source)),
    ),
    source,
  };
}

function missingDefault(field: string, source: DocumentSource) {
  return {
    code: 'CW1003',
    severity: 'error',
    at: locate(source, '/spec'),
    path: `spec.${field}`,
    message: `missing field "${field}"`,
    hint: `set it here, or for all clusters in the Fleet's spec.defaults.cluster.${field}`,
  } as const;
}

/** The management network, `none`, or undefined if the name leads nowhere. */
function connectedNetwork(
  name: string,
  source: DocumentSource,
  { references, networks }: Surroundings,
): ManagementNetwork | 'none' | undefined {
  if (name === 'none') return 'none';
  if (networks.has(name)) return networks.get(name);
  const known = [...networks.keys(), 'none'];
  const from = { source, pointer: '/spec/connect' };
  references.findings.push(unknownReference({ what: 'management network', name, known, from }));
  return undefined;
}

function controlPlaneOf(cluster: SpecDocument<'Cluster'>, { references }: Surroundings): ControlPlane | undefined {
  const [control, second] = references.all('ControlPlane').filter(spec => spec.document.spec.cluster === cluster.name);
  if (second !== undefined) {
    references.findings.push({
      code: 'CW1013',
      severity: 'error',
      at: locate(second.source, '/spec/cluster'),
      path: 'spec.cluster',
      message: `cluster "${cluster.name}" has a control plane already (${control?.source.file})`,
      hint: 'remove one of them',
    });
  }
  // A control plane that is itself wrong may be this cluster's.
  if (control === undefined && !references.anyBroken('ControlPlane')) {
    references.findings.push({
      code: 'CW1013',
      severity: 'error',
      at: locate(cluster.source, '/metadata/name'),
      path: 'metadata.name',
      message: `cluster "${cluster.name}" has no control plane`,
      hint: `write a document of kind ControlPlane with spec.cluster: ${cluster.name}`,
    });
  }
  return control && controlPlane(control.document, control.source);
}

function controlPlane({ metadata, spec }: ControlPlaneDocument, source: DocumentSource): ControlPlane {
  const volume = spec.etcd?.volume;
  return {
    name: metadata.name,
    replicas: spec.replicas,
    zones: spec.zones,
    instanceType: spec.instanceType,
    etcdVolume: {
      sizeGiB: volume?.sizeGiB ?? 100,
      iops: volume?.iops ?? 3000,
      throughputMiBps: volume?.throughputMiBps ?? 125,
    },
    source,
  };
}

function nodePool({ metadata, spec }: NodePoolDocument, source: DocumentSource): NodePool {
  const percent = Number.parseInt(spec.update?.maxBatch ?? '10%', 10);
  return {
    name: metadata.name,
    cidr: spec.cidr,
    zones: byName(spec.zones),
    scaling: spec.scaling,
    instances: {
      types: spec.instances.types.map(({ type, weight }) => ({ type, weight })),
      onDemand: {
        base: spec.instances.onDemand?.base ?? 0,
        percentageAbove: spec.instances.onDemand?.percentageAbove ?? 100,
      },
      spotStrategy: spec.instances.spot?.strategy ?? 'price-capacity-optimized',
    },
    labels: spec.labels ?? {},
    update: {
      maxBatch: Math.max(1, Math.floor((spec.scaling.max * percent) / 100)),
      pause: spec.update?.pause ?? 'PT15M',
    },
    source,
  };
}
