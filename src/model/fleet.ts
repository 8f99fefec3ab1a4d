import type {
  clusterDefaults,
  controlPlaneDefaults,
  DeepReadonly,
  flowLogsDefaults,
  nodePoolDefaults,
  oidcDefaults,
  policyDefaults,
  WithDefaults,
} from './defaults.js';
import type { DocumentSource } from './source.js';
import type { AccountDocument } from './spec/account.generated.js';
import type { ClusterDocument } from './spec/cluster.generated.js';
import type { ControlPlaneDocument } from './spec/control-plane.generated.js';
import type { FleetDocument } from './spec/fleet.generated.js';
import type { NodePoolDocument } from './spec/node-pool.generated.js';
import type { ReleaseDocument } from './spec/release.generated.js';
import type { StackKind } from './stack-kind.js';

/**
 * The fleet as the layers above loading see it: defaults merged, references resolved, every optional value decided.
 * Lists are sorted by name, so that the order of files and keys never shows in what is rendered.
 */
export interface Fleet {
  readonly name: string;
  readonly domain: string;
  readonly store: Target;
  readonly pki: { readonly source: 'embedded' | 'kubernetes' };
  readonly clusters: readonly Cluster[];
  /** What users add to stacks, in the order of stack kinds; at most one for each kind. */
  readonly extensions: readonly Extension[];
  readonly source: DocumentSource;
}

/** A template of resources and outputs that are added to every stack of a kind. */
export interface Extension {
  readonly kind: StackKind;
  /** `templates/extra/tccp.yaml.hbs` */
  readonly file: string;
  readonly text: string;
}

/** Where a stack or bucket lives. */
export interface Target {
  readonly account: Account;
  readonly region: string;
}

export interface Account extends DeepReadonly<AccountDocument['spec']> {
  readonly name: string;
  readonly source: DocumentSource;
}

type DeclaredNetwork = DeepReadonly<NonNullable<FleetDocument['spec']['managementNetworks']>[number]>;

/** An existing VPC that clusters are peered with. */
export interface ManagementNetwork extends Omit<DeclaredNetwork, 'account'> {
  readonly account: Account;
  /** Where it stands in the Fleet document: `/spec/managementNetworks/0`. */
  readonly pointer: string;
}

export interface Release extends DeepReadonly<ReleaseDocument['spec']> {
  readonly name: string;
  readonly source: DocumentSource;
}

export type Architecture = 'amd64' | 'arm64';

export interface Download {
  /** `{arch}` stands for the architecture. */
  readonly url: string;
  readonly sha256: Readonly<Partial<Record<Architecture, string>>>;
}

type ClusterSpec = ClusterDocument['spec'];
type ClusterSettings = WithDefaults<ClusterSpec, typeof clusterDefaults>;
type NetworkSettings = ClusterSettings['network'];
type Given<Section extends keyof ClusterSpec> = NonNullable<ClusterSpec[Section]>;

/** Fields that are as the document, the Fleet's defaults and ours say together. */
type SettledField =
  | 'description'
  | 'ring'
  | 'ssh'
  | 'dns'
  | 'storage'
  | 'secrets'
  | 'pki'
  | 'registries'
  | 'downloads'
  | 'kubernetes'
  | 'nodes'
  | 'tags'
  | 'paused'
  | 'allow'
  | 'approvals'
  | 'deletion';

export interface Cluster extends Pick<ClusterSettings, SettledField> {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly account: Account;
  readonly region: string;
  readonly release: Release;
  /** The management network that the VPC is peered with; undefined for `connect: none`. */
  readonly connect: ManagementNetwork | undefined;
  readonly network: Omit<NetworkSettings, 'zones' | 'flowLogs'> & {
    readonly zones: readonly ClusterZone[];
    readonly flowLogs:
      | WithDefaults<NonNullable<ClusterSpec['network']['flowLogs']>, typeof flowLogsDefaults>
      | undefined;
  };
  /** Without `public` there is no load balancer on the internet. Lists of blocks are sorted. */
  readonly api: ClusterSettings['api'];
  readonly oidc: WithDefaults<Given<'oidc'>, typeof oidcDefaults> | undefined;
  /** Undefined when pods get no IAM roles. */
  readonly workloadIdentity: WorkloadIdentity | undefined;
  readonly policy: WithDefaults<Given<'policy'>, typeof policyDefaults>;
  readonly controlPlane: ControlPlane;
  readonly nodePools: readonly NodePool[];
  readonly source: DocumentSource;
}

export interface WorkloadIdentity extends Omit<ClusterSettings['workloadIdentity'], 'enabled'> {
  /** The cluster's own: `https://identity.gauss.example.com/prod-a`. */
  readonly issuerUrl: string;
  readonly audience: string;
  /** Where its discovery document and public keys are put; undefined if somebody else serves them. */
  readonly bucket: IdentityBucket | undefined;
}

export interface IdentityBucket extends Target {
  readonly name: string;
  /** What the keys of the cluster's objects begin with: `clusters/prod-a/`. */
  readonly folder: string;
}

export interface ZoneBlock {
  /** Full zone name, for example `eu-central-1a`. */
  readonly name: string;
  readonly cidr: string;
  /** Where it stands in its document, which has an order of its own: `/spec/network/zones/2`. */
  readonly pointer: string;
}

export interface ClusterZone extends ZoneBlock {
  /** Block of the subnet that pods get addresses from; undefined when they have a network of their own. */
  readonly podCidr: string | undefined;
}

type ControlPlaneSettings = WithDefaults<ControlPlaneDocument['spec'], typeof controlPlaneDefaults>;

export interface ControlPlane extends Omit<ControlPlaneSettings, 'cluster' | 'replicas' | 'instanceType'> {
  readonly name: string;
  readonly replicas: 1 | 3;
  /** Zone of master N at index N - 1. */
  readonly zones: readonly string[];
  readonly instanceType: string;
  readonly source: DocumentSource;
}

type NodePoolSettings = WithDefaults<NodePoolDocument['spec'], typeof nodePoolDefaults>;
type InstanceSettings = NodePoolSettings['instances'];

export interface NodePool
  extends Omit<NodePoolSettings, 'cluster' | 'cidr' | 'zones' | 'scaling' | 'instances' | 'update'> {
  readonly name: string;
  /** Own block, a secondary block of the VPC; undefined when the subnets lie inside the cluster's CIDR. */
  readonly cidr: string | undefined;
  readonly zones: readonly ZoneBlock[];
  readonly scaling: { readonly min: number; readonly max: number };
  readonly instances: Omit<InstanceSettings, 'types'> & {
    /** In order of preference; never empty. */
    readonly types: readonly { readonly type: string; readonly weight: number | undefined }[];
  };
  readonly update: {
    /** Nodes replaced at a time, decided from the percentage of scaling.max, at least 1. */
    readonly maxBatch: number;
    /** ISO 8601 duration, for example `PT15M`. */
    readonly pause: string;
  };
  readonly source: DocumentSource;
}
