/* Generated from schemas/cluster.schema.json by npm run generate. */

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
 * A Kubernetes cluster: where it lives, its network and who may reach it. What the Fleet's spec.defaults.cluster supplies may be left out.
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
     * What the cluster is for.
     */
    description?: string;
    /**
     * Name of the Account that the cluster lives in. It cannot change.
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
     * Name of the ring, one of the Fleet's spec.rings: changes reach rings one after the other.
     */
    ring?: string;
    /**
     * The VPC.
     */
    network: {
      /**
       * Address block of the VPC. It cannot change; clusterwright allocate picks the next free one.
       */
      cidr: string;
      /**
       * Availability zones with their blocks; each block is halved into a public and a private subnet.
       *
       * @minItems 1
       * @maxItems 6
       */
      zones: ZoneBlock[];
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
    pki?: ClusterPki;
    registries?: Registries;
    downloads?: Downloads;
    kubernetes?: KubernetesSettings;
    nodes?: NodeSettings;
    tags?: Tags;
    policy?: Policy;
    paused?: Paused;
    /**
     * Dangerous changes that are allowed for a while: a step, or a resource of a stack.
     *
     * @maxItems 100
     */
    allow?: Allowed[];
    /**
     * Approved steps.
     *
     * @maxItems 200
     */
    approvals?: Approval[];
    /**
     * Deletes the cluster and all that is in it.
     */
    deletion?: {
      /**
       * Name of the cluster, as a confirmation.
       */
      confirm: string;
    };
  };
}
/**
 * A zone.
 */
export interface ZoneBlock {
  /**
   * Availability zone, for example eu-central-1a.
   */
  name: string;
  /**
   * Its block; clusterwright allocate picks the next free one.
   */
  cidr: string;
  /**
   * Block of its pod subnet (default: the eighth of network.cni.podCidr that belongs to the zone's letter).
   */
  podCidr?: string;
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
 * Renewal and rotation of certificates and keys.
 */
export interface ClusterPki {
  /**
   * What is made anew, or was; clusterwright certs rotate writes it (default: nothing).
   *
   * @maxItems 7
   */
  rotations?: Rotation[];
  /**
   * Day in UTC, for example 2026-11-21: leaf certificates of earlier days are renewed now; clusterwright certs renew writes it.
   */
  renewFrom?: string;
}
/**
 * Generations of one authority or key.
 */
export interface Rotation {
  /**
   * An authority, the key of service accounts' tokens, or the key of Secrets in etcd.
   */
  name: 'ca' | 'etcd-ca' | 'front-proxy-ca' | 'kubelet-ca' | 'admin-ca' | 'service-account' | 'encryption';
  /**
   * How often it has been made, beginning with 1. One more rotates it: all nodes trust the new one, then it is used, then the old one is dropped.
   */
  generation: number;
  /**
   * Generations up to this one are no longer needed and may be dropped; only for service-account and encryption (default 0).
   */
  retired?: number;
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
 * Nothing of the cluster is changed in AWS.
 */
export interface Paused {
  /**
   * Why, for whoever wonders.
   */
  reason?: string;
  /**
   * When the pause ends by itself; without it, when it is removed.
   */
  until?: string;
}
/**
 * A permission.
 */
export interface Allowed {
  /**
   * Digest of the step, as plan prints it. Put it in quotes.
   */
  step?: string;
  /**
   * Kind of stack, or kind and pool: tccp, tcnp-workers.
   */
  stack?: string;
  /**
   * Logical id of the resource in the stack.
   */
  resource?: string;
  /**
   * When the permission ends.
   */
  until: string;
  /**
   * Why, for whoever reads the history.
   */
  reason?: string;
}
/**
 * An approval.
 */
export interface Approval {
  /**
   * Digest of the step, as plan prints it. Put it in quotes.
   */
  step: string;
  /**
   * Kind of stack, or kind and pool, for whoever reads it.
   */
  stack?: string;
  /**
   * Why, for whoever reads the history.
   */
  reason?: string;
}
