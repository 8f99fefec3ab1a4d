/* Generated from schemas/certificates.schema.json by npm run generate. */

/**
 * What clusters have in use of certificates and keys, as `clusterwright certs --format json` and `certs explain --format json` write it.
 */
export interface CertificatesDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Certificates';
  /**
   * Version of clusterwright that looked.
   */
  toolVersion: string;
  /**
   * Name of the fleet.
   */
  fleet: string;
  /**
   * The clusters that were looked at.
   */
  clusters: ClusterCertificatesDocument[];
  /**
   * Certificates that should have been renewed, and rotations that wait.
   */
  findings: FindingEntry[];
}
/**
 * A cluster.
 */
export interface ClusterCertificatesDocument {
  /**
   * Name of the cluster.
   */
  cluster: string;
  /**
   * Whether it has masters with certificates of ours; unknown when its account cannot be read.
   */
  state: 'in-use' | 'no-masters' | 'unknown';
  /**
   * Why its stacks, or the index of the store, cannot be read.
   */
  problem?: string;
  /**
   * Whether something is due, or waits.
   */
  waiting: boolean;
  /**
   * Stacks that have not settled with what the masters have.
   *
   * Items: Id of a stack.
   */
  behind?: string[];
  /**
   * All leaf certificates, which are renewed together.
   */
  leaves?: {
    /**
     * UTC day that they count from.
     */
    day: string;
    /**
     * UTC day from which they are renewed.
     */
    renewal: string;
    /**
     * UTC day on which they end.
     */
    end: string;
    /**
     * Days until then; negative afterwards.
     */
    daysLeft: number;
    /**
     * Whether the next apply renews them.
     */
    due: boolean;
  };
  /**
   * Authorities and keys, then leaf certificates.
   */
  certificates: CertificateDocument[];
}
/**
 * A certificate or key.
 */
export interface CertificateDocument {
  /**
   * Name, unique in the cluster.
   */
  name: string;
  /**
   * What it is: an authority, a key without a certificate, or a leaf certificate.
   */
  kind: 'authority' | 'key' | 'leaf';
  /**
   * A Secret of the management cluster offers it in place of ours.
   */
  offered?: true;
  /**
   * What a certificate is for; peer is server and client in one.
   */
  usage?: 'authority' | 'server' | 'client' | 'peer';
  /**
   * Authority of a leaf with its generation: ca 1.
   */
  signedBy?: string;
  /**
   * Common name; that of an authority is followed by its generation.
   */
  commonName?: string;
  /**
   * Organizations, which are groups in Kubernetes.
   *
   * Items: An organization.
   */
  organizations?: string[];
  /**
   * Alternative names.
   *
   * Items: A name.
   */
  dnsNames?: string[];
  /**
   * Alternative addresses.
   *
   * Items: An address.
   */
  ipAddresses?: string[];
  /**
   * Generations that nodes have.
   */
  issues: IssueDocument[];
  /**
   * Which nodes have it.
   */
  nodes: CertificateNodeDocument[];
  /**
   * Where its rotation stands.
   */
  rotation?: {
    /**
     * The generation that the specs want.
     */
    wanted: number;
    /**
     * The step that comes when every node has the one before; absent at rest.
     */
    next?: 'trust' | 'use' | 'drop';
    /**
     * An old generation that stays until certs retire says that it is not needed any more.
     */
    unretired?: number;
    /**
     * Which nodes the steps replace.
     */
    rolls: {
      /**
       * Nodes that are replaced when the new one is trusted, and when the old one is dropped.
       *
       * Items: A master or pool.
       */
      trust: string[];
      /**
       * Nodes that are replaced when the new one is used.
       *
       * Items: A master or pool.
       */
      use: string[];
    };
  };
}
/**
 * A generation.
 */
export interface IssueDocument {
  /**
   * Its number; of a leaf its authority, day and content.
   */
  generation: string;
  /**
   * Whether it is used, not trusted only.
   */
  inUse: boolean;
  /**
   * Key of its object in the fleet's store.
   */
  object: string;
  /**
   * SHA-256 of the certificate or public key in DER.
   */
  fingerprint?: string;
  /**
   * Serial number, hexadecimal.
   */
  serialNumber?: string;
  /**
   * Moment from which it is valid.
   */
  notBefore?: string;
  /**
   * Moment until which it is valid.
   */
  notAfter?: string;
}
/**
 * A master, or the nodes of a pool.
 */
export interface CertificateNodeDocument {
  /**
   * Number of the master as master-1, or name of the pool.
   */
  node: string;
  /**
   * Files that hold it.
   *
   * Items: Path on the node.
   */
  paths: string[];
}
/**
 * A mistake, or something doubtful.
 */
export interface FindingEntry {
  /**
   * Stable number of the rule; docs/rules.md lists them.
   */
  code: string;
  /**
   * An error stops render, plan and apply; a warning does not.
   */
  severity: 'error' | 'warning';
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * Dotted path of the field, for example spec.scaling.min. Empty for a whole document or file.
   */
  path: string;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to do about it.
   */
  hint?: string;
  /**
   * Other places that the message is about.
   */
  related?: RelatedPlaceEntry[];
}
/**
 * Another place that a message is about.
 */
export interface RelatedPlaceEntry {
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * What stands there, for example cluster prod-a.
   */
  message: string;
}
