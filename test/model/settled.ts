import { clusterDefaults, controlPlaneDefaults, nodePoolDefaults, policyDefaults } from '../../src/model/defaults.js';
import type { Cluster, ControlPlane, NodePool } from '../../src/model/fleet.js';

/** What a cluster, control plane or pool has when nobody says otherwise; a fixture adds what it is about. */

type Network = Pick<Cluster['network'], 'cidr'> & {
  readonly zones: readonly Pick<Cluster['network']['zones'][number], 'name' | 'cidr' | 'pointer'>[];
};

export function clusterSettings({ cidr, zones }: Network) {
  const { workloadIdentity: _, network, ...settings } = clusterDefaults;
  return {
    ...settings,
    network: {
      ...network,
      cidr,
      zones: zones.map(zone => ({ ...zone, podCidr: undefined })),
      flowLogs: undefined,
    },
    oidc: undefined,
    workloadIdentity: undefined,
    policy: policyDefaults,
  } satisfies Partial<Cluster>;
}

export function controlPlaneSettings(): Omit<ControlPlane, 'name' | 'replicas' | 'zones' | 'instanceType' | 'source'> {
  return controlPlaneDefaults;
}

export function poolSettings(): Omit<
  NodePool,
  'name' | 'cidr' | 'zones' | 'scaling' | 'instances' | 'update' | 'source'
> {
  const { instances: _instances, update: _update, ...settings } = nodePoolDefaults;
  return settings;
}

/** Instances of one type, on demand. */
export function instancesOf(type: string, onDemand: Partial<NodePool['instances']['onDemand']> = {}) {
  const { instances } = nodePoolDefaults;
  return {
    ...instances,
    onDemand: { ...instances.onDemand, ...onDemand },
    types: [{ type, weight: undefined }],
  } satisfies NodePool['instances'];
}
