import type { Finding } from '../model/finding.js';
import type { Cluster, ControlPlane } from '../model/fleet.js';
import { type DocumentSource, locate } from '../model/source.js';
import type { SpecDocument } from './documents.js';
import { controlPlane, nodePool, zoneBlocks } from './nodes.js';
import type { Referrer } from './references.js';
import { accountAt, byName, connectedNetwork, release, type Surroundings } from './surroundings.js';
import { mayHoldControlPlane } from './unread.js';

/** Not routed, so clusters may share it. */
const defaultServiceCidr = '172.31.0.0/16';

/** A cluster with its defaults, references, control plane and pools; undefined, with findings, if something is wrong. */
export function resolveCluster(cluster: SpecDocument<'Cluster'>, surroundings: Surroundings): Cluster | undefined {
  const { source } = cluster;
  const { spec, metadata } = cluster.document;
  const place = resolvePlace(cluster, surroundings);
  const control = controlPlaneOf(cluster, surroundings);
  if (place === undefined || control === undefined) return undefined;
  return {
    ...place,
    name: cluster.name,
    labels: metadata.labels ?? {},
    network: {
      cidr: spec.network.cidr,
      serviceCidr: spec.network.serviceCidr ?? defaultServiceCidr,
      zones: zoneBlocks(spec.network.zones, '/spec/network/zones'),
    },
    apiAllow: (spec.api?.public?.allow ?? []).toSorted(),
    sshTrustedCaKeys: spec.ssh?.trustedCaKeys ?? [],
    tags: { ...surroundings.fleetWide?.defaults.tags, ...spec.tags },
    controlPlane: control,
    nodePools: byName(surroundings.references.ofCluster('NodePool', cluster.name).map(nodePool)),
    source,
  };
}

/** What a cluster may inherit from the Fleet's defaults. */
function resolvePlace(
  { document: { spec }, source }: SpecDocument<'Cluster'>,
  { references, fleetWide }: Surroundings,
): Pick<Cluster, 'account' | 'region' | 'release' | 'connect'> | undefined {
  const given = { ...fleetWide?.defaults, ...spec };
  const from = (field: InheritedField): Referrer =>
    spec[field] === undefined && fleetWide !== undefined
      ? { source: fleetWide.source, pointer: `/spec/defaults/cluster/${field}` }
      : { source, pointer: `/spec/${field}` };
  if (fleetWide !== undefined) {
    for (const field of inheritedFields) if (given[field] === undefined) references.report(missing(field, source));
  }
  const account = given.account === undefined ? undefined : accountAt(references, given.account, from('account'));
  const releaseSpec =
    given.release === undefined ? undefined : references.find('Release', given.release, from('release'));
  const network =
    given.connect === undefined || fleetWide === undefined
      ? undefined
      : connectedNetwork(references, fleetWide, { name: given.connect, from: from('connect') });
  if (!account || given.region === undefined || !releaseSpec || network === undefined) return undefined;
  return {
    account,
    region: given.region,
    release: release(releaseSpec.document, releaseSpec.source),
    connect: network === 'none' ? undefined : network,
  };
}

const inheritedFields = ['account', 'region', 'release', 'connect'] as const;
type InheritedField = (typeof inheritedFields)[number];

function missing(field: InheritedField, source: DocumentSource): Finding {
  return {
    code: 'CW1003',
    severity: 'error',
    at: locate(source, '/spec'),
    path: `spec.${field}`,
    message: `missing field "${field}"`,
    hint: `set it here, or for all clusters in the Fleet's spec.defaults.cluster.${field}`,
  };
}

function controlPlaneOf(cluster: SpecDocument<'Cluster'>, { references }: Surroundings): ControlPlane | undefined {
  const [control, ...others] = references.ofCluster('ControlPlane', cluster.name);
  for (const other of others) {
    references.report({
      code: 'CW1013',
      severity: 'error',
      at: locate(other.source, '/spec/cluster'),
      path: 'spec.cluster',
      message: `cluster "${cluster.name}" has a control plane already (${control?.source.file})`,
      hint: 'remove one of them',
    });
  }
  if (control === undefined && !mayHoldControlPlane(references.unread, cluster.name)) {
    references.report({
      code: 'CW1013',
      severity: 'error',
      at: locate(cluster.source, '/metadata/name'),
      path: 'metadata.name',
      message: `cluster "${cluster.name}" has no control plane`,
      hint: `write a document of kind ControlPlane with spec.cluster: ${cluster.name}`,
    });
  }
  return control && controlPlane(control);
}
