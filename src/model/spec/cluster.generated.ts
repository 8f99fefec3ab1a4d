/* Generated from schemas/cluster.schema.json by npm run generate. */

/**
 * Address block of the VPC. It cannot change.
 */
export type Cidr = string;
/**
 * Block of Kubernetes Service addresses (default 172.31.0.0/16). It is not routed, so clusters may share it.
 */
export type Cidr1 = string;
/**
 * Its block.
 */
export type Cidr2 = string;
/**
 * IPv4 block in CIDR form, for example 10.64.0.0/20.
 */
export type Cidr3 = string;

/**
 * A Kubernetes cluster: where it lives, its network and who may reach it. account, region, release and connect may come from the Fleet's defaults.
 */
export interface ClusterDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Cluster';
  /**
   * Name and labels.
   */
  metadata: {
    /**
     * Name of the cluster, unique in the fleet: 2 to 20 lower-case letters, digits and hyphens, beginning with a letter. It cannot change.
     */
    name: string;
    /**
     * Free labels for people and tools; they do not reach AWS.
     */
    labels?: {
      /**
       * Value of a label, up to 63 characters.
       */
      [k: string]: string;
    };
  };
  /**
   * The cluster.
   */
  spec: {
    /**
     * Name of the Account that the cluster lives in.
     */
    account?: string;
    /**
     * AWS region, for example eu-central-1. It cannot change.
     */
    region?: string;
    /**
     * Name of the Release that its nodes run.
     */
    release?: string;
    /**
     * Name of the management network that the cluster's VPC is peered with, or none.
     */
    connect?: string;
    /**
     * The VPC.
     */
    network: {
      cidr: Cidr;
      serviceCidr?: Cidr1;
      /**
       * Availability zones with their blocks; each block is halved into a public and a private subnet.
       *
       * @minItems 1
       * @maxItems 6
       */
      zones: ZoneBlock[];
    };
    /**
     * Who may reach the Kubernetes API.
     */
    api?: {
      /**
       * Access from outside the cluster's VPC and its management network.
       */
      public?: {
        /**
         * Blocks that may connect to port 443 of the masters.
         */
        allow: Cidr3[];
      };
    };
    /**
     * SSH access to nodes.
     */
    ssh?: {
      /**
       * Public keys of the certificate authorities whose SSH user certificates nodes accept.
       *
       * Items: A line of an OpenSSH public key file, for example ssh-ed25519 AAAAC3Nza… ops.
       */
      trustedCaKeys?: string[];
    };
    /**
     * Tags on every stack and so on every resource of the cluster.
     */
    tags?: {
      /**
       * Value of a tag, up to 256 characters.
       */
      [k: string]: string;
    };
  };
}
/**
 * An availability zone and its address block.
 */
export interface ZoneBlock {
  /**
   * Availability zone, for example eu-central-1a.
   */
  name: string;
  cidr: Cidr2;
}
