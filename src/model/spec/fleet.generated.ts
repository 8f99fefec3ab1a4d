/* Generated from schemas/fleet.schema.json by npm run generate. */

/**
 * How private subnets reach the internet (default per-zone).
 */
export type Nat = 'per-zone' | 'single' | 'none';
/**
 * A service.
 */
export type InterfaceEndpoint =
  'autoscaling' | 'cloudformation' | 'ec2' | 'ecr.api' | 'ecr.dkr' | 'elasticloadbalancing' | 'kms' | 'logs' | 'sts';

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
     * Versions of clusterwright that may work on this repository, for example >=0.2.0 <1.0.0.
     */
    requires?: string;
    /**
     * Where the fleet keeps its private keys: a bucket and a KMS key that no node and no tenant account can reach.
     */
    store: {
      /**
       * Name of the Account that holds the store.
       */
      account: string;
      /**
       * Region of the store.
       */
      region: string;
    };
    /**
     * Existing VPCs that clusters are peered with (spec.connect of a cluster names one).
     */
    managementNetworks?: ManagementNetwork[];
    /**
     * Other ranges that must never meet a cluster's addresses, for example offices behind a VPN.
     *
     * Items: A range.
     */
    routedRanges?: {
      /**
       * Name for messages: lower-case letters, digits and hyphens, beginning with a letter.
       */
      name: string;
      /**
       * The range.
       */
      cidr: string;
    }[];
    /**
     * Ranges that cluster CIDRs are taken from.
     */
    addressPools?: AddressPool[];
    /**
     * Rings, first to last: a change reaches the clusters of a ring when those of the rings before have it.
     *
     * @maxItems 20
     *
     * Items: A ring.
     */
    rings?: {
      /**
       * Name that clusters refer to: lower-case letters, digits and hyphens, beginning with a letter.
       */
      name: string;
      /**
       * How long the ring before must have had a change (default none).
       */
      soak?: string;
    }[];
    /**
     * Times in which nothing is changed.
     *
     * @maxItems 100
     *
     * Items: A freeze.
     */
    freezes?: {
      /**
       * When it begins; a day begins with it.
       */
      from: string;
      /**
       * When it ends.
       */
      until: string;
      /**
       * Why, for whoever wonders.
       */
      reason: string;
      /**
       * Rings that it holds for (default all).
       *
       * @minItems 1
       *
       * Items: Name of a ring.
       */
      rings?: string[];
    }[];
    /**
     * IAM roles for pods.
     */
    workloadIdentity?: {
      /**
       * Base of the issuer URLs: a cluster's is <issuerUrl>/<cluster>, where its public keys must be served. It cannot change once clusters use it.
       */
      issuerUrl: string;
      /**
       * Audience of tokens (default sts.amazonaws.com).
       */
      audience?: string;
      bucket?: IdentityBucket;
    };
    /**
     * Certificates and keys.
     */
    pki?: {
      /**
       * Where they come from: embedded keeps them in the store, kubernetes takes the API's certificate and the key of service accounts from cert-operator's Secrets in the management cluster and the rest from the store (default embedded).
       */
      source?: 'embedded' | 'kubernetes';
    };
    /**
     * Which commits may be applied.
     */
    git?: {
      /**
       * The branch that is applied (default the repository's own).
       */
      branch?: string;
      /**
       * Whether commits must be signed by one of signers (default ignore).
       */
      signatures?: 'ignore' | 'require';
      /**
       * SSH public keys that may sign commits.
       *
       * @maxItems 200
       *
       * Items: A line of an OpenSSH public key file.
       */
      signers?: string[];
    };
    policy?: Policy;
    /**
     * Values for what documents do not set. Maps are merged, lists replaced.
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
        /**
         * Default for spec.region.
         */
        region?: string;
        /**
         * Default for spec.release.
         */
        release?: string;
        /**
         * Default for spec.connect: the name of a management network, or none.
         */
        connect?: string;
        /**
         * Name of the ring, one of the Fleet's spec.rings: changes reach rings one after the other.
         */
        ring?: string;
        /**
         * Defaults for spec.network.
         */
        network?: {
          /**
           * Block of Kubernetes Service addresses (default 172.31.0.0/16). It is not routed, so clusters may share it. It cannot change.
           */
          serviceCidr?: string;
          nat?: Nat;
          cni?: Cni;
          endpoints?: Endpoints;
          flowLogs?: FlowLogs;
          managementAccess?: ManagementAccess;
        };
        api?: Api;
        ssh?: Ssh;
        oidc?: Oidc;
        workloadIdentity?: WorkloadIdentity;
        dns?: Dns;
        storage?: Storage;
        /**
         * Files with secrets of your own, by reference.
         *
         * @maxItems 50
         */
        secrets?: SecretFile[];
        registries?: Registries;
        downloads?: Downloads;
        kubernetes?: KubernetesSettings;
        nodes?: NodeSettings;
        tags?: Tags;
        policy?: Policy1;
      };
      /**
       * Defaults for the spec of every ControlPlane.
       */
      controlPlane?: {
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
        tags?: Tags1;
      };
      /**
       * Defaults for the spec of every NodePool.
       */
      nodePool?: {
        scaling?: Scaling;
        instances?: Instances;
        volumes?: NodeVolumes1;
        metadataService?: MetadataService1;
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
        tags?: Tags2;
      };
    };
  };
}
/**
 * A network.
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
  /**
   * Region of the VPC.
   */
  region: string;
  /**
   * The VPC itself.
   */
  vpc: {
    /**
     * Id of the VPC, for example vpc-0a1b2c3d4e5f60718.
     */
    id: string;
    /**
     * Its primary CIDR block.
     */
    cidr: string;
  };
  /**
   * Route tables that get a route back to every connected cluster.
   *
   * @minItems 1
   *
   * Items: Id of a route table, for example rtb-0a1b2c3d4e5f60718.
   */
  routeTables: string[];
  /**
   * Public addresses that its traffic to the internet comes from; they may reach the public API of connected clusters.
   *
   * @maxItems 20
   *
   * Items: A block, usually a single address: 198.51.100.7/32.
   */
  egressAddresses?: string[];
  /**
   * Id of the public hosted zone of k8s.<domain>; connected clusters are delegated from it.
   */
  hostedZone?: string;
  /**
   * Id of a private hosted zone of k8s.<domain> in this VPC; connected clusters get their API's record in it.
   */
  privateHostedZone?: string;
}
/**
 * A pool.
 */
export interface AddressPool {
  /**
   * Name of the pool: lower-case letters, digits and hyphens, beginning with a letter.
   */
  name: string;
  /**
   * The whole range.
   */
  cidr: string;
  /**
   * Prefix length of a cluster's block, for example 20.
   */
  clusterPrefix: number;
  /**
   * Prefix length of a zone's block (default 23, or what an eighth of a smaller cluster block allows).
   */
  zonePrefix?: number;
  /**
   * Prefix length of the subnet of a node pool in a zone (default 24, or what a sixteenth of a smaller cluster block allows).
   */
  subnetPrefix?: number;
}
/**
 * An existing bucket behind issuerUrl: apply writes each cluster's discovery document and public keys there. Without it, somebody else serves them; clusterwright certs jwks prints the keys.
 */
export interface IdentityBucket {
  /**
   * Name of the Account that owns it.
   */
  account: string;
  /**
   * Its region.
   */
  region: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * Folder in it that issuerUrl leads to (default its root).
   */
  folder?: string;
}
/**
 * What may happen by itself.
 */
export interface Policy {
  changes?: ChangePolicy;
  drift?: DriftPolicy;
}
/**
 * By class of change.
 */
export interface ChangePolicy {
  /**
   * New resources and stacks (default auto).
   */
  create?: 'auto' | 'approve' | 'deny';
  /**
   * Changes that nothing notices (default auto).
   */
  'in-place'?: 'auto' | 'approve' | 'deny';
  /**
   * Changes that interrupt a service for a while; the roll of an only master is one (default approve).
   */
  interrupting?: 'auto' | 'approve' | 'deny';
  /**
   * Replacement of nodes, one batch after the other (default auto).
   */
  roll?: 'auto' | 'approve' | 'deny';
  /**
   * What changes only because clusterwright itself was upgraded (default approve).
   */
  upgrade?: 'auto' | 'approve' | 'deny';
  /**
   * Replacement of a resource that holds data, addresses or identity (default deny).
   */
  'replace-stateful'?: 'auto' | 'approve' | 'deny';
  /**
   * Deletion of a resource that holds data, addresses or identity (default deny).
   */
  'delete-stateful'?: 'auto' | 'approve' | 'deny';
  /**
   * Deletion of any other resource (default deny).
   */
  delete?: 'auto' | 'approve' | 'deny';
}
/**
 * For what was changed outside of Git.
 */
export interface DriftPolicy {
  /**
   * What happens with them: off does not look; report tells; approve plans the way back and waits for approval; auto takes what is safe back by itself (default report).
   */
  mode?: 'off' | 'report' | 'approve' | 'auto';
  /**
   * How often every stack is looked at (default 6h).
   */
  every?: string;
  /**
   * Differences that are known and left alone.
   *
   * @maxItems 200
   */
  ignore?: DriftIgnore[];
}
/**
 * A rule.
 */
export interface DriftIgnore {
  /**
   * CloudFormation type of the resource, for example AWS::EC2::SecurityGroup.
   */
  type?: string;
  /**
   * Kind of stack, or kind and pool: tccp, tcnp-workers.
   */
  stack?: string;
  /**
   * Logical id of the resource.
   */
  resource?: string;
  /**
   * Property path as drift reports it, for example /Tags/0/Value.
   */
  path?: string;
  /**
   * Why it is left alone, for whoever reads the report.
   */
  reason: string;
  /**
   * When the rule ends; without it, never.
   */
  until?: string;
}
/**
 * The pod network.
 */
export interface Cni {
  /**
   * Where pods get addresses: aws-vpc takes addresses of the VPC, cilium uses an overlay or addresses of the VPC (default aws-vpc).
   */
  plugin?: 'aws-vpc' | 'cilium';
  /**
   * Block of pod addresses (default 100.64.0.0/16). With aws-vpc, and with cilium in mode eni, it is a secondary block of the VPC and each zone has a subnet of an eighth of it; else an overlay, which clusters may share.
   */
  podCidr?: string;
  /**
   * For cilium: overlay (tunnels, pod addresses of the cluster alone) or eni (addresses of the VPC) (default overlay).
   */
  mode?: 'overlay' | 'eni';
  /**
   * For aws-vpc: leave the translation of pod addresses to the NAT gateways (default true); false translates on the node.
   */
  externalSnat?: boolean;
  /**
   * For aws-vpc: give nodes blocks of 16 addresses, so that more pods fit (default false).
   */
  prefixDelegation?: boolean;
  /**
   * For aws-vpc without prefix delegation: spare addresses that a node holds (default 10).
   */
  warmIpTarget?: number;
  /**
   * For aws-vpc without prefix delegation: addresses that a node takes at once (default 40).
   */
  minimumIpTarget?: number;
  /**
   * For aws-vpc with prefix delegation: spare blocks that a node holds (default 1).
   */
  warmPrefixTarget?: number;
}
/**
 * VPC endpoints.
 */
export interface Endpoints {
  /**
   * A gateway endpoint for S3, which costs nothing (default true). Required without NAT.
   */
  s3?: boolean;
  /**
   * Services with an interface endpoint, which costs per hour and zone (default none). Without NAT all of autoscaling, cloudformation, ec2, ecr.api, ecr.dkr, elasticloadbalancing, kms and sts are required.
   */
  interface?: InterfaceEndpoint[];
}
/**
 * Records of connections. Without it there are none.
 */
export interface FlowLogs {
  /**
   * Which connections are recorded (default all).
   */
  traffic?: 'all' | 'accept' | 'reject';
  /**
   * Days until records are deleted, one of the numbers that CloudWatch Logs knows (default 30).
   */
  retentionDays?:
    | 1
    | 3
    | 5
    | 7
    | 14
    | 30
    | 60
    | 90
    | 120
    | 150
    | 180
    | 365
    | 400
    | 545
    | 731
    | 1096
    | 1827
    | 2192
    | 2557
    | 2922
    | 3288
    | 3653;
  /**
   * Longest time that connections are gathered for a record (default 600).
   */
  intervalSeconds?: 60 | 600;
}
/**
 * What the management network may reach.
 */
export interface ManagementAccess {
  /**
   * SSH to all nodes (default true).
   */
  ssh?: boolean;
  /**
   * Metrics of kubelets and of what runs on masters (default true).
   */
  metrics?: boolean;
  /**
   * Access to etcd on masters, for example for a backup that runs outside (default false).
   */
  etcd?: boolean;
}
/**
 * The Kubernetes API and who may reach it.
 */
export interface Api {
  /**
   * A load balancer on the internet. Without it the API is reachable from inside only.
   */
  public?: {
    /**
     * Blocks that may connect to it; 0.0.0.0/0 is everybody.
     *
     * @minItems 1
     * @maxItems 100
     *
     * Items: A block.
     */
    allow: string[];
  };
  /**
   * The load balancer inside the VPC.
   */
  internal?: {
    /**
     * Blocks that may connect to it besides, for example an office behind a VPN.
     *
     * @minItems 1
     * @maxItems 100
     *
     * Items: A block.
     */
    allow?: string[];
  };
  /**
   * Further DNS names and IPv4 addresses that the API's certificate is valid for.
   *
   * @maxItems 50
   *
   * Items: A DNS name or an IPv4 address.
   */
  altNames?: string[];
  /**
   * Whether a load balancer's address in one zone also uses masters in others (default true).
   */
  crossZone?: boolean;
  /**
   * Whether AWS refuses to delete the load balancers (default true).
   */
  deletionProtection?: boolean;
}
/**
 * SSH access to nodes.
 */
export interface Ssh {
  /**
   * Public keys of the certificate authorities whose SSH user certificates nodes accept.
   *
   * @maxItems 50
   *
   * Items: A line of an OpenSSH public key file, for example ssh-ed25519 AAAAC3Nza… ops.
   */
  trustedCaKeys?: string[];
  /**
   * Users with keys of their own. Prefer certificates: a change here replaces nodes.
   *
   * @maxItems 200
   *
   * Items: A user.
   */
  users?: {
    /**
     * Login name: up to 32 lower-case letters, digits, _ and -, beginning with a letter.
     */
    name: string;
    /**
     * The user's public keys.
     *
     * @minItems 1
     * @maxItems 20
     *
     * Items: A line of an OpenSSH public key file, for example ssh-ed25519 AAAAC3Nza… ops.
     */
    keys: string[];
  }[];
}
/**
 * Login to the API with OpenID Connect.
 */
export interface Oidc {
  /**
   * The provider, exactly as in the iss claim of its tokens.
   */
  issuerUrl?: string;
  /**
   * The client that tokens are issued for (aud claim).
   */
  clientId?: string;
  /**
   * Claim with the user's name (default email).
   */
  usernameClaim?: string;
  /**
   * Put before user names, so that they never meet others (default oidc:).
   */
  usernamePrefix?: string;
  /**
   * Claim with the user's groups (default groups).
   */
  groupsClaim?: string;
  /**
   * Put before group names (default oidc:).
   */
  groupsPrefix?: string;
  /**
   * Claims that a token must have, with their values.
   */
  requiredClaims?: {
    /**
     * The value that the claim must have.
     */
    [k: string]: string;
  };
  /**
   * Certificates of the authority that signed the provider's, in PEM form; without it, the system's.
   */
  caBundle?: string;
}
/**
 * IAM roles for pods.
 */
export interface WorkloadIdentity {
  /**
   * Whether the cluster has it (default: whether the Fleet has an issuer URL).
   */
  enabled?: boolean;
  /**
   * Roles for well-known add-ons.
   */
  addons?: {
    /**
     * For aws-load-balancer-controller in kube-system (default false).
     */
    loadBalancerController?: boolean;
    /**
     * For external-dns in kube-system, for the cluster's own zones (default false).
     */
    externalDns?: boolean;
    /**
     * For the EBS CSI driver's controller in kube-system (default true).
     */
    ebsCsi?: boolean;
    /**
     * For the AWS VPC CNI in kube-system, instead of the nodes' own role (default true).
     */
    cni?: boolean;
    /**
     * For the cloud controller manager in kube-system, instead of the masters' own role (default false).
     */
    cloudController?: boolean;
  };
  /**
   * Roles of your own.
   *
   * @maxItems 50
   */
  roles?: WorkloadRole[];
}
/**
 * A role.
 */
export interface WorkloadRole {
  /**
   * Name of the role in this list: up to 22 lower-case letters, digits and hyphens, beginning with a letter.
   */
  name: string;
  /**
   * Who may take the role: <namespace>/<service account>; the account may be * for all of a namespace.
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: Namespace and service account, for example kube-system/external-dns.
   */
  serviceAccounts: string[];
  /**
   * ARNs of managed policies.
   *
   * @maxItems 10
   *
   * Items: A managed policy.
   */
  policies?: string[];
  /**
   * What the role may do besides.
   *
   * @maxItems 30
   *
   * Items: Something that is allowed.
   */
  statements?: {
    /**
     * Actions, for example s3:GetObject.
     *
     * @minItems 1
     * @maxItems 100
     *
     * Items: An action; * stands for any letters.
     */
    actions: string[];
    /**
     * ARNs of resources that they are allowed on.
     *
     * @minItems 1
     * @maxItems 100
     *
     * Items: An ARN; * stands for any letters.
     */
    resources: string[];
  }[];
}
/**
 * DNS names.
 */
export interface Dns {
  /**
   * Manage hosted zones and records in Route 53 (default true). Without it, in regions that lack it, the API answers on its load balancer's name.
   */
  route53?: boolean;
  /**
   * A record *.<cluster>.k8s.<domain> that leads to ingress.<cluster>.k8s.<domain> (default true).
   */
  ingressWildcard?: boolean;
  /**
   * Your word that a parent zone, which no management network names, leads to the public zone (default false). It changes nothing but what validation says.
   */
  delegatedByHand?: boolean;
}
/**
 * Where node configs and secrets bundles lie.
 */
export interface Storage {
  /**
   * An existing bucket of the cluster's account to use, with a folder <cluster>/ in it, instead of a bucket per cluster. It cannot change.
   */
  sharedBucket?: string;
  /**
   * Access logs of the cluster's own bucket.
   */
  accessLogs?: {
    /**
     * Whether they are kept (default true).
     */
    enabled?: boolean;
    /**
     * Days until they are deleted (default 365).
     */
    expireDays?: number;
  };
  /**
   * Key that encrypts the volumes of nodes: aws, the account's default, or cluster, the cluster's own (default aws). etcd's volumes always use the cluster's.
   */
  volumeKey?: 'aws' | 'cluster';
}
/**
 * A file.
 */
export interface SecretFile {
  /**
   * Name in this list: lower-case letters, digits and hyphens.
   */
  name: string;
  /**
   * Absolute path on the node, below /etc, /opt or /var.
   */
  path: string;
  /**
   * Which nodes get it: control-plane, or names of pools (default all nodes).
   *
   * @minItems 1
   *
   * Items: control-plane, or the name of a pool.
   */
  nodes?: string[];
  /**
   * Where the secret is kept; exactly one of the two.
   */
  secretRef: {
    /**
     * A Secret in the management cluster. A new resource version, or a new value of its annotation clusterwright.io/version if it has one, rolls the nodes.
     */
    kubernetes?: {
      /**
       * Its namespace (default the cluster's).
       */
      namespace?: string;
      /**
       * Its name.
       */
      name: string;
      /**
       * The key in its data.
       */
      key: string;
    };
    /**
     * A parameter of AWS Systems Manager in the cluster's account and region. A new version rolls the nodes.
     */
    ssm?: {
      /**
       * Its name, for example /payments/registry-token.
       */
      name: string;
    };
  };
}
/**
 * Where nodes get container images.
 */
export interface Registries {
  /**
   * Mirrors of registries, asked before the registry itself.
   *
   * @maxItems 50
   *
   * Items: Mirrors of one registry.
   */
  mirrors?: {
    /**
     * Host of the registry, for example docker.io.
     */
    registry: string;
    /**
     * Mirrors, in the order in which they are asked.
     *
     * @minItems 1
     * @maxItems 10
     *
     * Items: A mirror.
     */
    endpoints: string[];
  }[];
}
/**
 * Where nodes get binaries.
 */
export interface Downloads {
  /**
   * Base URL that takes the place of scheme and host of every download of the Release, for example s3://gauss-mirror or https://mirror.example.com. Required without NAT.
   */
  mirror?: string;
}
/**
 * Settings of Kubernetes itself.
 */
export interface KubernetesSettings {
  /**
   * DNS domain inside the cluster (default cluster.local). It cannot change.
   */
  clusterDomain?: string;
  /**
   * Finished pods that are kept before the oldest are deleted (default 125).
   */
  terminatedPodGcThreshold?: number;
  /**
   * Settings of kube-proxy, where the pod network does not replace it.
   */
  kubeProxy?: {
    /**
     * How Services are implemented (default nftables).
     */
    mode?: 'nftables' | 'iptables';
    /**
     * Connections that a node tracks per core (default kube-proxy's own).
     */
    conntrackMaxPerCore?: number;
  };
  /**
   * Pod security standard that namespaces enforce unless they say otherwise (default privileged).
   */
  podSecurity?: 'privileged' | 'baseline' | 'restricted';
}
/**
 * Settings of all nodes.
 */
export interface NodeSettings {
  /**
   * Whether a node that stays not ready is replaced (default true).
   */
  replaceUnhealthy?: boolean;
}
/**
 * Tags on every stack and so on every resource of the cluster.
 */
export interface Tags {
  /**
   * Value of a tag: up to 256 letters, digits, spaces and _.:/=+@-.
   */
  [k: string]: string;
}
/**
 * What may happen by itself; it comes before the Fleet's.
 */
export interface Policy1 {
  changes?: ChangePolicy;
  drift?: DriftPolicy;
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
export interface Tags1 {
  /**
   * Value of a tag: up to 256 letters, digits, spaces and _.:/=+@-.
   */
  [k: string]: string;
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
export interface NodeVolumes1 {
  root?: RootVolume;
  containerd?: ContainerdVolume;
  kubelet?: KubeletVolume;
  logs?: LogsVolume;
}
/**
 * The instance metadata service.
 */
export interface MetadataService1 {
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
export interface Tags2 {
  /**
   * Value of a tag: up to 256 letters, digits, spaces and _.:/=+@-.
   */
  [k: string]: string;
}
