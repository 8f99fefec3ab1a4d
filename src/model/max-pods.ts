import type { Cluster, NodePool } from './fleet.js';
import { networkLimitsOf } from './instance-types.js';

/** What Kubernetes is tested with ("Considerations for large clusters"). */
const most = 110;

/** Pods in the node's own network, which need no address: of the pod network and of kube-proxy. */
const onEveryNode = 2;
/** The API server, its two companions, etcd and the cloud controller manager. */
const onMasters = 5;

/** Most pods of a master. */
export function maxPodsOfMasters({ network: { cni }, controlPlane }: Cluster): number {
  // One interface is the node's, another one the address that stays.
  const reserved = 2;
  const delegated = cni.prefixDelegation;
  return limited(cni, networkPods([controlPlane.instanceType], { reserved, delegated }) + onEveryNode + onMasters);
}

/** Most pods of a node of a pool: as the spec says, or what its smallest instance type has addresses for. */
export function maxPodsOfPool({ network: { cni } }: Cluster, pool: NodePool): number {
  if (pool.maxPods !== undefined) return pool.maxPods;
  const types = pool.instances.types.map(({ type }) => type);
  // Pods live in subnets of their own, which the node's first interface is not in.
  const reserved = 1;
  const delegated = pool.prefixDelegation ?? cni.prefixDelegation;
  return limited(cni, networkPods(types, { reserved, delegated }) + onEveryNode);
}

function limited(cni: Cluster['network']['cni'], pods: number): number {
  return cni.plugin === 'cilium' && cni.mode === 'overlay' ? most : Math.min(most, pods);
}

/** Pods that get an address of the VPC on every one of the types; a delegated address is a block of 16. */
function networkPods(
  types: readonly string[],
  { reserved, delegated }: { readonly reserved: number; readonly delegated: boolean },
): number {
  const perAddress = delegated ? 16 : 1;
  return Math.min(
    ...types.map(type => {
      const { interfaces, addresses } = networkLimitsOf(type);
      return Math.max(0, interfaces - reserved) * (addresses - 1) * perAddress;
    }),
  );
}
