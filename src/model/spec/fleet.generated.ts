/* Generated from schemas/fleet.schema.json by npm run generate. */

/**
 * Region of the store.
 */
export type Region = string;
/**
 * Region of the VPC.
 */
export type Region1 = string;
/**
 * Its primary CIDR block.
 */
export type Cidr = string;
/**
 * The whole range.
 */
export type Cidr1 = string;
/**
 * Default for spec.region.
 */
export type Region2 = string;

/**
 * The installation: what all clusters of this repository share. One per repository.
 */
export interface FleetDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Fleet';
  /**
   * Name of the fleet.
   */
  metadata: {
    /**
     * Name of the installation: 2 to 20 lower-case letters, digits and hyphens, beginning with a letter. First part of every stack name, so it cannot change once clusters exist.
     */
    name: string;
  };
  /**
   * Settings of the fleet.
   */
  spec: {
    /**
     * Base domain, for example gauss.example.com: a cluster's API answers on api.<cluster>.k8s.<domain>.
     */
    domain: string;
    /**
     * Where the fleet keeps its private keys: a bucket and a KMS key that no node and no tenant account can reach.
     */
    store: {
      /**
       * Name of the Account that holds the store.
       */
      account: string;
      region: Region;
    };
    /**
     * Existing VPCs that clusters are peered with (spec.connect of a cluster names one).
     */
    managementNetworks?: ManagementNetwork[];
    /**
     * Ranges that cluster CIDRs are taken from.
     */
    addressPools?: AddressPool[];
    /**
     * Values for clusters that do not set them. Maps are merged, lists replaced.
     */
    defaults?: {
      /**
       * Defaults for the spec of every Cluster.
       */
      cluster?: {
        /**
         * Default for spec.account.
         */
        account?: string;
        region?: Region2;
        /**
         * Default for spec.release.
         */
        release?: string;
        /**
         * Default for spec.connect: the name of a management network, or none.
         */
        connect?: string;
        /**
         * Tags merged into spec.tags of every cluster.
         */
        tags?: {
          /**
           * Value of a tag, up to 256 characters.
           */
          [k: string]: string;
        };
      };
    };
  };
}
/**
 * An existing VPC of the management side.
 */
export interface ManagementNetwork {
  /**
   * Name that clusters refer to: lower-case letters, digits and hyphens, beginning with a letter.
   */
  name: string;
  /**
   * Name of the Account that owns the VPC.
   */
  account: string;
  region: Region1;
  /**
   * The VPC itself.
   */
  vpc: {
    /**
     * Id of the VPC, for example vpc-0a1b2c3d4e5f60718.
     */
    id: string;
    cidr: Cidr;
  };
  /**
   * Route tables that get a route back to every connected cluster.
   *
   * @minItems 1
   *
   * Items: Id of a route table, for example rtb-0a1b2c3d4e5f60718.
   */
  routeTables: string[];
}
/**
 * A range that cluster CIDRs are taken from.
 */
export interface AddressPool {
  /**
   * Name of the pool: lower-case letters, digits and hyphens, beginning with a letter.
   */
  name: string;
  cidr: Cidr1;
  /**
   * Prefix length of a cluster's block, for example 20.
   */
  clusterPrefix: number;
}
