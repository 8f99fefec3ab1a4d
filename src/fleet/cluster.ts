import { clusterDefaults, flowLogsDefaults, oidcDefaults, policyDefaults } from '../model/defaults.js';
import type { Cluster, ControlPlane, IdentityBucket, WorkloadIdentity } from '../model/fleet.js';
import { inherited, layered } from '../model/inherited.js';
import { locate, type Place, writtenPlace } from '../model/source.js';
import { clusterZones } from './cluster-zones.js';
import type { SpecDocument } from './documents.js';
import { type SettledDocument, withFleetDefaults } from './fleet-defaults.js';
import { nobodyVouches } from './rules/workload-identity.js';
import {
  accountAt,
  byName,
  connectedNetwork,
  type FleetWide,
  missingField,
  release,
  type SettledNodes,
  type Surroundings,
} from './surroundings.js';
import { mayHoldControlPlane } from './unread.js';

/** A cluster with its defaults, references, control plane and pools; undefined, with findings, if something is wrong. */
export function resolveCluster(
  document: SpecDocument<'Cluster'>,
  surroundings: Surroundings & SettledNodes,
): Cluster | undefined {
  const { references, fleetWide, nodePools } = surroundings;
  const cluster = withFleetDefaults(document, 'cluster', fleetWide);
  const place = resolvePlace(cluster, surroundings);
  const control = controlPlaneOf(document, surroundings);
  if (place === undefined || control === undefined) return undefined;
  const settled = inherited(cluster.spec, clusterDefaults);
  const { network, oidc, workloadIdentity, policy } = settled;
  return {
    ...settled,
    ...place,
    name: cluster.name,
    labels: document.document.metadata.labels ?? {},
    network: {
      ...network,
      zones: clusterZones(network.zones, network.cni),
      flowLogs: network.flowLogs && inherited(network.flowLogs, flowLogsDefaults),
    },
    oidc: oidc && inherited(oidc, oidcDefaults),
    workloadIdentity: identity(cluster, workloadIdentity, surroundings),
    policy: inherited(layered(fleetWide?.spec.policy, policy), policyDefaults),
    controlPlane: control,
    nodePools: byName(references.ofCluster('NodePool', cluster.name).flatMap(one => nodePools.get(one) ?? [])),
    source: cluster.source,
  };
}

/** What a cluster may inherit from the Fleet's defaults, and must have from there or itself. */
function resolvePlace(
  { spec, source }: SettledDocument<'Cluster'>,
  surroundings: Surroundings,
): Pick<Cluster, 'account' | 'region' | 'release' | 'connect'> | undefined {
  const { references, fleetWide } = surroundings;
  for (const field of placeFields) {
    if (spec[field] === undefined) missingField(field, { source, defaults: 'cluster' }, surroundings);
  }
  const from = (field: (typeof placeFields)[number]): Place => writtenPlace({ source, pointer: `/spec/${field}` });
  const account = spec.account === undefined ? undefined : accountAt(references, spec.account, from('account'));
  const releaseSpec =
    spec.release === undefined ? undefined : references.find('Release', spec.release, from('release'));
  const network =
    spec.connect === undefined || fleetWide === undefined
      ? undefined
      : connectedNetwork(references, fleetWide, { name: spec.connect, from: from('connect') });
  if (!account || spec.region === undefined || !releaseSpec || network === undefined) return undefined;
  return {
    account,
    region: spec.region,
    release: release(releaseSpec.document, releaseSpec.source),
    connect: network === 'none' ? undefined : network,
  };
}

const placeFields = ['account', 'region', 'release', 'connect'] as const;

/** Pods get roles when the Fleet says where tokens come from, unless the cluster does without. */
function identity(
  { name, source }: SettledDocument<'Cluster'>,
  {
    enabled,
    ...settings
  }: Omit<WorkloadIdentity, 'issuerUrl' | 'audience' | 'bucket'> & { readonly enabled?: boolean },
  { references, fleetWide }: Surroundings,
): WorkloadIdentity | undefined {
  const issuer = fleetWide?.spec.workloadIdentity;
  if (fleetWide !== undefined && issuer === undefined && enabled === true) references.report(nobodyVouches(source));
  if (issuer === undefined || enabled === false) return undefined;
  const base = issuer.issuerUrl.replace(/\/+$/, '');
  return {
    ...settings,
    issuerUrl: `${base}/${name}`,
    audience: issuer.audience ?? 'sts.amazonaws.com',
    bucket: identityBucket(name, fleetWide),
  };
}

function identityBucket(cluster: string, fleetWide: FleetWide | undefined): IdentityBucket | undefined {
  const bucket = fleetWide?.spec.workloadIdentity?.bucket;
  const account = fleetWide?.identityAccount;
  if (bucket === undefined || account === undefined) return undefined;
  const { name, region, folder } = bucket;
  return { account, region, name, folder: folder === undefined ? `${cluster}/` : `${folder}/${cluster}/` };
}

function controlPlaneOf(
  cluster: SpecDocument<'Cluster'>,
  { references, controlPlanes }: Surroundings & SettledNodes,
): ControlPlane | undefined {
  const [control, ...others] = references.ofCluster('ControlPlane', cluster.name);
  for (const other of others) {
    references.report({
      code: 'CW1013',
      severity: 'error',
      at: locate(other.source, '/spec/cluster'),
      path: 'spec.cluster',
      message: `cluster "${cluster.name}" has a control plane already (${control?.source.file})`,
      hint: 'remove one of them',
      related: control === undefined ? [] : [{ at: locate(control.source, '/spec/cluster'), message: 'the first one' }],
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
  return control && controlPlanes.get(control);
}
