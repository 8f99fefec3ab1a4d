/* Generated from schemas/control-plane.schema.json by npm run generate. */

/**
 * The masters of a cluster. One per cluster.
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
     * Number of masters: 1 or 3.
     */
    replicas: 1 | 3;
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
     * EC2 instance type, for example m6i.xlarge.
     */
    instanceType: string;
    /**
     * The etcd database.
     */
    etcd?: {
      /**
       * Its gp3 volume, one per master, encrypted and kept when a master is replaced.
       */
      volume?: {
        /**
         * Size in GiB (default 100). It can grow, never shrink.
         */
        sizeGiB?: number;
        /**
         * Provisioned IOPS (default 3000).
         */
        iops?: number;
        /**
         * Throughput in MiB/s (default 125).
         */
        throughputMiBps?: number;
      };
    };
  };
}
