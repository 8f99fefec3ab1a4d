import type { DocumentSource } from './source.js';

/**
 * The fleet as the layers above loading see it: defaults merged, references resolved, every optional value decided.
 * Lists are sorted by name, so that the order of files and keys never shows in what is rendered.
 */
export interface Fleet {
  readonly name: string;
  readonly domain: string;
  readonly store: Target;
  readonly clusters: readonly Cluster[];
  readonly source: DocumentSource;
}

/** Where a stack or bucket lives. */
export interface Target {
  readonly account: Account;
  readonly region: string;
}

export interface Account {
  readonly name: string;
  /** 12 digits. */
  readonly id: string;
  readonly externalId: string | undefined;
  readonly roles: { readonly plan: string; readonly apply: string; readonly service: string };
  readonly source: DocumentSource;
}

export interface ManagementNetwork {
  readonly name: string;
  readonly account: Account;
  readonly region: string;
  readonly vpc: { readonly id: string; readonly cidr: string };
  readonly routeTables: readonly string[];
}

export interface Release {
  readonly name: string;
  readonly kubernetes: { readonly version: string; readonly kubelet: Download };
  readonly flatcar: {
    readonly version: string;
    /** Region, then architecture, to AMI id. */
    readonly amis: Readonly<Record<string, Readonly<Partial<Record<Architecture, string>>>>>;
  };
  readonly source: DocumentSource;
}

export type Architecture = 'amd64' | 'arm64';

export interface Download {
  /** `{arch}` stands for the architecture. */
  readonly url: string;
  readonly sha256: Readonly<Partial<Record<Architecture, string>>>;
}

export interface Cluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly account: Account;
  readonly region: string;
  readonly release: Release;
  /** The management network that the VPC is peered with; undefined for `connect: none`. */
  readonly connect: ManagementNetwork | undefined;
  readonly network: {
    readonly cidr: string;
    readonly serviceCidr: string;
    readonly zones: readonly ZoneBlock[];
  };
  /** CIDRs that may reach the API from outside the VPC and the management network. */
  readonly apiAllow: readonly string[];
  readonly sshTrustedCaKeys: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly controlPlane: ControlPlane;
  readonly nodePools: readonly NodePool[];
  readonly source: DocumentSource;
}

export interface ZoneBlock {
  /** Full zone name, for example `eu-central-1a`. */
  readonly name: string;
  readonly cidr: string;
  /** Where it stands in its document, which has an order of its own: `/spec/network/zones/2`. */
  readonly pointer: string;
}

export interface ControlPlane {
  readonly name: string;
  readonly replicas: 1 | 3;
  /** Zone of master N at index N - 1. */
  readonly zones: readonly string[];
  readonly instanceType: string;
  readonly etcdVolume: { readonly sizeGiB: number; readonly iops: number; readonly throughputMiBps: number };
  readonly source: DocumentSource;
}

export interface NodePool {
  readonly name: string;
  /** Own block, a secondary block of the VPC; undefined when the subnets lie inside the cluster's CIDR. */
  readonly cidr: string | undefined;
  readonly zones: readonly ZoneBlock[];
  readonly scaling: { readonly min: number; readonly max: number };
  readonly instances: {
    /** In order of preference; never empty. */
    readonly types: readonly { readonly type: string; readonly weight: number | undefined }[];
    readonly onDemand: { readonly base: number; readonly percentageAbove: number };
    readonly spotStrategy: string;
  };
  readonly labels: Readonly<Record<string, string>>;
  readonly update: {
    /** Nodes replaced at a time, decided from the percentage of scaling.max, at least 1. */
    readonly maxBatch: number;
    /** ISO 8601 duration, for example `PT15M`. */
    readonly pause: string;
  };
  readonly source: DocumentSource;
}
