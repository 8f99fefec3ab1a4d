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
     * Whether to use it: active may be used, preview only with a warning, deprecated by clusters that have it already (default active).
     */
    state?: 'preview' | 'active' | 'deprecated';
    /**
     * What changed, or where that is written.
     */
    notes?: string;
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
      amis: MachineImages;
      /**
       * Images of other Flatcar versions, which node pools may ask for.
       */
      alternatives?: {
        [k: string]: MachineImages1;
      };
    };
    /**
     * What else runs on nodes, with its version and image.
     */
    components?: {
      etcd?: Component;
      containerd?: Component1;
      pause?: Component2;
      coreDns?: Component3;
      awsVpcCni?: Component4;
      cilium?: Component5;
      cloudControllerManager?: Component6;
      ebsCsiDriver?: Component7;
    };
    /**
     * Further files that nodes download, by name.
     */
    downloads?: {
      [k: string]: Download1;
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
 * Machine images: region, then architecture.
 */
export interface MachineImages {
  [k: string]: Images;
}
/**
 * Images of a region.
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
/**
 * Machine images: region, then architecture.
 */
export interface MachineImages1 {
  [k: string]: Images1;
}
/**
 * Images of a region.
 */
export interface Images1 {
  /**
   * AMI id for amd64 instances, for example ami-0123456789abcdef0.
   */
  amd64?: string;
  /**
   * AMI id for arm64 instances, for example ami-0fedcba9876543210.
   */
  arm64?: string;
}
/**
 * The database of the masters.
 */
export interface Component {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The container runtime, where it is not Flatcar's own.
 */
export interface Component1 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The pause image.
 */
export interface Component2 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * DNS inside the cluster.
 */
export interface Component3 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The AWS VPC pod network.
 */
export interface Component4 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The Cilium pod network.
 */
export interface Component5 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The AWS cloud controller manager.
 */
export interface Component6 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * The EBS volume driver.
 */
export interface Component7 {
  /**
   * Version without v, for example 3.6.14.
   */
  version: string;
  /**
   * Container image, for example registry.k8s.io/etcd:v3.6.14; a digest behind @ is checked.
   */
  image?: string;
}
/**
 * A file.
 */
export interface Download1 {
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
