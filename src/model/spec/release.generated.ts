/* Generated from schemas/release.schema.json by npm run generate. */

/**
 * A tested set of versions that nodes run, with the digests of what they download and the images they boot.
 */
export interface ReleaseDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Release';
  /**
   * Name of the release.
   */
  metadata: {
    /**
     * Name of the release, for example v1.36.0. It never changes its meaning: new content is a new release.
     */
    name: string;
  };
  /**
   * Versions, downloads and images.
   */
  spec: {
    /**
     * Kubernetes itself.
     */
    kubernetes: {
      /**
       * Kubernetes version without v, for example 1.36.4.
       */
      version: string;
      kubelet: Download;
    };
    /**
     * The node operating system.
     */
    flatcar: {
      /**
       * Flatcar version, for example 4593.2.5.
       */
      version: string;
      /**
       * Machine images: region, then architecture.
       */
      amis: {
        [k: string]: Images;
      };
    };
  };
}
/**
 * The kubelet binary.
 */
export interface Download {
  /**
   * Where nodes get it, for example https://dl.k8s.io/release/v1.36.4/bin/linux/{arch}/kubelet; {arch} stands for amd64 or arm64. https, or s3 for a mirror bucket.
   */
  url: string;
  /**
   * SHA-256 per architecture, in hexadecimal.
   */
  sha256: {
    /**
     * Digest of the amd64 file: 64 hexadecimal digits, as sha256sum prints them.
     */
    amd64?: string;
    /**
     * Digest of the arm64 file: 64 hexadecimal digits, as sha256sum prints them.
     */
    arm64?: string;
  };
}
/**
 * AMI ids of one region.
 */
export interface Images {
  /**
   * AMI id for amd64 instances, for example ami-0123456789abcdef0.
   */
  amd64?: string;
  /**
   * AMI id for arm64 instances, for example ami-0fedcba9876543210.
   */
  arm64?: string;
}
