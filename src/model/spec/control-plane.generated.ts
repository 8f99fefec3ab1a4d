/* Generated from schemas/control-plane.schema.json by npm run generate. */

/**
 * The masters of a cluster. One per cluster. What the Fleet's spec.defaults.controlPlane supplies may be left out.
 */
export interface ControlPlaneDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'ControlPlane';
  /**
   * Name.
   */
  metadata: {
    /**
     * Name of the control plane, usually the cluster's: lower-case letters, digits and hyphens, beginning with a letter.
     */
    name: string;
  };
  /**
   * The masters.
   */
  spec: {
    /**
     * Name of the cluster.
     */
    cluster: string;
    /**
     * Zones of the masters, one per master; master N lives in zone N. They must be zones of the cluster.
     *
     * @minItems 1
     * @maxItems 3
     *
     * Items: Availability zone, for example eu-central-1a.
     */
    zones: string[];
    /**
     * Number of masters: 1 or 3.
     */
    replicas?: 1 | 3;
    /**
     * EC2 instance type, for example m6i.xlarge.
     */
    instanceType?: string;
    etcd?: Etcd;
    volumes?: NodeVolumes;
    metadataService?: MetadataService;
    /**
     * Longest wait for a new master to report ready, at most an hour (default PT15M).
     */
    updatePause?: string;
    /**
     * Metrics of instances every minute instead of every five, at a price (default false).
     */
    detailedMonitoring?: boolean;
    tags?: Tags;
  };
}
/**
 * The etcd database.
 */
export interface Etcd {
  volume?: EtcdVolume;
  /**
   * Largest size of the database in GiB (default 8).
   */
  quotaGiB?: number;
  /**
   * Copies of the database in the cluster's bucket.
   */
  snapshots?: {
    /**
     * How often (default 6h).
     */
    every?: string;
    /**
     * How many are kept (default 28).
     */
    keep?: number;
  };
  /**
   * EBS snapshot that the first master's volume is created from, for example snap-0a1b2c3d4e5f60718. It matters only before the volume exists.
   */
  restoreFrom?: string;
}
/**
 * Its volume.
 */
export interface EtcdVolume {
  /**
   * Size in GiB (default 100). It can grow, never shrink.
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
 * Volumes besides etcd's.
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
 * Tags of the masters' resources and instances; they come before the cluster's.
 */
export interface Tags {
  /**
   * Value of a tag: up to 256 letters, digits, spaces and _.:/=+@-.
   */
  [k: string]: string;
}
