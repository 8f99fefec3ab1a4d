/* Generated from schemas/node-pool.schema.json by npm run generate. */

/**
 * A group of workers of one cluster that share instance types, labels and scaling limits. What the Fleet's spec.defaults.nodePool supplies may be left out.
 */
export interface NodePoolDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'NodePool';
  /**
   * Name.
   */
  metadata: {
    /**
     * Name of the pool, unique in its cluster: 2 to 20 lower-case letters, digits and hyphens, beginning with a letter. It cannot change.
     */
    name: string;
  };
  /**
   * The pool.
   */
  spec: {
    /**
     * What the pool is for.
     */
    description?: string;
    /**
     * Name of the cluster.
     */
    cluster: string;
    /**
     * Own address block of the pool, for example 10.80.0.0/22, added to the VPC as a secondary block. Without it the zones' blocks lie inside the cluster's CIDR.
     */
    cidr?: string;
    /**
     * Zones of the pool and the block of its subnet in each. They must be zones of the cluster.
     *
     * @minItems 1
     * @maxItems 6
     */
    zones: PoolZone[];
    scaling?: Scaling;
    instances?: Instances;
    volumes?: NodeVolumes;
    metadataService?: MetadataService;
    labels?: NodeLabels;
    /**
     * Taints that the pool's nodes register with.
     *
     * @maxItems 50
     */
    taints?: Taint[];
    update?: Update;
    /**
     * Longest time that the pods of a node have to leave it, at most an hour (default PT15M).
     */
    drainTimeout?: string;
    /**
     * Most pods of a node (default: what the pod network can give to the smallest instance type, at most 110).
     */
    maxPods?: number;
    /**
     * For the aws-vpc pod network: overrides spec.network.cni.prefixDelegation of the cluster.
     */
    prefixDelegation?: boolean;
    /**
     * Whether Kubernetes may put internal load balancers into the pool's subnets (default false).
     */
    internalLoadBalancers?: boolean;
    /**
     * Metrics of instances every minute instead of every five, at a price (default false).
     */
    detailedMonitoring?: boolean;
    tags?: Tags;
    /**
     * Another Flatcar than the Release's.
     */
    flatcar?: {
      /**
       * A version that the Release has images for in spec.flatcar.alternatives.
       */
      version: string;
    };
    /**
     * Deletes the pool and all its nodes.
     */
    deletion?: {
      /**
       * Name of the pool, as a confirmation.
       */
      confirm: string;
    };
  };
}
/**
 * A zone.
 */
export interface PoolZone {
  /**
   * Availability zone, for example eu-central-1a.
   */
  name: string;
  /**
   * Block of the subnet, for example 10.64.8.0/24; clusterwright allocate picks the next free one.
   */
  cidr: string;
}
/**
 * How many nodes.
 */
export interface Scaling {
  /**
   * Fewest nodes.
   */
  min?: number;
  /**
   * Most nodes.
   */
  max?: number;
}
/**
 * What the nodes are.
 */
export interface Instances {
  /**
   * Instance types, in order of preference; all of one architecture.
   *
   * @minItems 1
   * @maxItems 40
   */
  types?: WeightedInstanceType[];
  onDemand?: OnDemand;
  spot?: Spot;
}
/**
 * An instance type.
 */
export interface WeightedInstanceType {
  /**
   * Name of the type, for example m6i.xlarge.
   */
  type: string;
  /**
   * How many nodes one instance counts for (default 1). With weights, min and max are units of weight.
   */
  weight?: number;
}
/**
 * How many are on demand.
 */
export interface OnDemand {
  /**
   * Nodes that are always on demand (default 0).
   */
  base?: number;
  /**
   * Percentage of on-demand nodes above the base (default 100).
   */
  percentageAbove?: number;
  /**
   * How on-demand types are chosen: in the order of the list, or by price (default prioritized).
   */
  strategy?: 'prioritized' | 'lowest-price';
}
/**
 * How the others are chosen.
 */
export interface Spot {
  /**
   * Allocation strategy (default price-capacity-optimized).
   */
  strategy?: 'price-capacity-optimized' | 'capacity-optimized' | 'capacity-optimized-prioritized' | 'lowest-price';
  /**
   * Highest price per hour in USD, in quotes, for example "0.12" (default the on-demand price).
   */
  maxPrice?: string;
  /**
   * Whether a node that AWS is likely to take back is replaced beforehand (default true when there are spot nodes).
   */
  capacityRebalance?: boolean;
}
/**
 * Their volumes.
 */
export interface NodeVolumes {
  root?: RootVolume;
  containerd?: ContainerdVolume;
  kubelet?: KubeletVolume;
  logs?: LogsVolume;
}
/**
 * The operating system.
 */
export interface RootVolume {
  /**
   * Size in GiB (default 50).
   */
  sizeGiB?: number;
  /**
   * Provisioned IOPS, at most 500 per GiB (default 3000).
   */
  iops?: number;
  /**
   * Throughput in MiB/s, at most a quarter of the IOPS (default 125).
   */
  throughputMiBps?: number;
}
/**
 * Images and containers.
 */
export interface ContainerdVolume {
  /**
   * Size in GiB (default 100).
   */
  sizeGiB?: number;
  /**
   * Provisioned IOPS, at most 500 per GiB (default 3000).
   */
  iops?: number;
  /**
   * Throughput in MiB/s, at most a quarter of the IOPS (default 125).
   */
  throughputMiBps?: number;
}
/**
 * Ephemeral volumes of pods.
 */
export interface KubeletVolume {
  /**
   * Size in GiB (default 50).
   */
  sizeGiB?: number;
  /**
   * Provisioned IOPS, at most 500 per GiB (default 3000).
   */
  iops?: number;
  /**
   * Throughput in MiB/s, at most a quarter of the IOPS (default 125).
   */
  throughputMiBps?: number;
}
/**
 * Logs in /var/log.
 */
export interface LogsVolume {
  /**
   * Size in GiB (default 15).
   */
  sizeGiB?: number;
  /**
   * Provisioned IOPS, at most 500 per GiB (default 3000).
   */
  iops?: number;
  /**
   * Throughput in MiB/s, at most a quarter of the IOPS (default 125).
   */
  throughputMiBps?: number;
}
/**
 * The instance metadata service.
 */
export interface MetadataService {
  /**
   * Network hops that its replies survive: 1 keeps pods with a network of their own away from the node's credentials (default 1).
   */
  hopLimit?: number;
}
/**
 * Labels that the pool's nodes register with.
 */
export interface NodeLabels {
  /**
   * A value is a Kubernetes label value: up to 63 letters, digits and _.-, or nothing.
   */
  [k: string]: string;
}
/**
 * A taint.
 */
export interface Taint {
  /**
   * Its key, for example dedicated.
   */
  key: string;
  /**
   * Its value (default empty).
   */
  value?: string;
  /**
   * What happens to pods that do not tolerate it.
   */
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
/**
 * How nodes are replaced.
 */
export interface Update {
  /**
   * Nodes replaced at a time, from 1% to 100% of scaling.max, at least one node (default 10%).
   */
  maxBatch?: string;
  /**
   * Longest wait for a batch to report ready, at most an hour (default PT15M).
   */
  pause?: string;
}
/**
 * Tags of the pool's resources and instances; they come before the cluster's.
 */
export interface Tags {
  /**
   * Value of a tag: up to 256 letters, digits, spaces and _.:/=+@-.
   */
  [k: string]: string;
}
