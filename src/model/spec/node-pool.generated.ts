/* Generated from schemas/node-pool.schema.json by npm run generate. */

/**
 * A group of workers of one cluster that share instance types, labels and scaling limits.
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
    /**
     * Number of nodes.
     */
    scaling: {
      /**
       * Fewest nodes.
       */
      min: number;
      /**
       * Most nodes.
       */
      max: number;
    };
    /**
     * What the nodes are.
     */
    instances: {
      /**
       * Instance types, in order of preference; all of one architecture.
       *
       * @minItems 1
       * @maxItems 40
       */
      types: InstanceType[];
      /**
       * How many nodes are on demand; the rest are spot.
       */
      onDemand?: {
        /**
         * Nodes that are always on demand (default 0).
         */
        base?: number;
        /**
         * Percentage of on-demand nodes above the base (default 100).
         */
        percentageAbove?: number;
      };
      /**
       * How spot nodes are chosen.
       */
      spot?: {
        /**
         * Allocation strategy (default price-capacity-optimized).
         */
        strategy?: 'price-capacity-optimized' | 'capacity-optimized' | 'lowest-price';
      };
    };
    /**
     * Labels that the pool's nodes register with.
     */
    labels?: {
      /**
       * A value is a Kubernetes label value: up to 63 letters, digits and _.-, or nothing.
       */
      [k: string]: string;
    };
    /**
     * How nodes are replaced when the pool changes.
     */
    update?: {
      /**
       * Nodes replaced at a time, from 1% to 100% of scaling.max, at least one node (default 10%).
       */
      maxBatch?: string;
      /**
       * Longest wait for a batch to report ready, as an ISO 8601 duration of at most an hour (default PT15M).
       */
      pause?: string;
    };
  };
}
/**
 * An availability zone and the block of the pool's subnet in it.
 */
export interface PoolZone {
  /**
   * Availability zone, for example eu-central-1a.
   */
  name: string;
  /**
   * Block of the subnet, for example 10.64.8.0/24.
   */
  cidr: string;
}
/**
 * An EC2 instance type.
 */
export interface InstanceType {
  /**
   * Name of the type, for example m6i.xlarge.
   */
  type: string;
  /**
   * How many nodes one instance counts for (default 1). With weights, min and max are units of weight.
   */
  weight?: number;
}
