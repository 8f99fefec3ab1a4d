/**
 * What holds where neither a document nor the Fleet's defaults say anything. The schemas tell users the same; a test
 * compares the two.
 */
export const clusterDefaults = {
  network: {
    serviceCidr: '172.31.0.0/16',
    nat: 'per-zone',
    cni: {
      plugin: 'aws-vpc',
      podCidr: '100.64.0.0/16',
      mode: 'overlay',
      externalSnat: true,
      prefixDelegation: false,
      warmIpTarget: 10,
      minimumIpTarget: 40,
      warmPrefixTarget: 1,
    },
    endpoints: { s3: true, interface: [] },
    managementAccess: { ssh: true, metrics: true, etcd: false },
  },
  api: { internal: { allow: [] }, altNames: [], crossZone: true, deletionProtection: true },
  ssh: { trustedCaKeys: [], users: [] },
  workloadIdentity: {
    addons: { loadBalancerController: false, externalDns: false, ebsCsi: true, cni: true, cloudController: false },
    roles: [],
  },
  dns: { route53: true, ingressWildcard: true, delegatedByHand: false },
  storage: { accessLogs: { enabled: true, expireDays: 365 }, volumeKey: 'aws' },
  secrets: [],
  pki: { rotations: [] },
  registries: { mirrors: [] },
  downloads: {},
  kubernetes: {
    clusterDomain: 'cluster.local',
    terminatedPodGcThreshold: 125,
    kubeProxy: { mode: 'nftables' },
    podSecurity: 'privileged',
  },
  nodes: { replaceUnhealthy: true },
  tags: {},
} as const;

/** Inside sections that are off unless somebody writes them. */
export const flowLogsDefaults = { traffic: 'all', retentionDays: 30, intervalSeconds: 600 } as const;
export const oidcDefaults = {
  usernameClaim: 'email',
  usernamePrefix: 'oidc:',
  groupsClaim: 'groups',
  groupsPrefix: 'oidc:',
} as const;

const volume = { iops: 3000, throughputMiBps: 125 } as const;

const nodeDefaults = {
  volumes: {
    root: { sizeGiB: 50, ...volume },
    containerd: { sizeGiB: 100, ...volume },
    kubelet: { sizeGiB: 50, ...volume },
    logs: { sizeGiB: 15, ...volume },
  },
  metadataService: { hopLimit: 1 },
  detailedMonitoring: false,
  tags: {},
} as const;

export const controlPlaneDefaults = {
  ...nodeDefaults,
  etcd: { volume: { sizeGiB: 100, ...volume }, quotaGiB: 8, snapshots: { every: '6h', keep: 28 } },
  updatePause: 'PT15M',
} as const;

export const nodePoolDefaults = {
  ...nodeDefaults,
  instances: {
    onDemand: { base: 0, percentageAbove: 100, strategy: 'prioritized' },
    spot: { strategy: 'price-capacity-optimized' },
  },
  labels: {},
  taints: [],
  update: { maxBatch: '10%', pause: 'PT15M' },
  drainTimeout: 'PT15M',
  internalLoadBalancers: false,
} as const;

export const policyDefaults = {
  changes: {
    create: 'auto',
    'in-place': 'auto',
    interrupting: 'approve',
    roll: 'auto',
    upgrade: 'approve',
    'replace-stateful': 'deny',
    'delete-stateful': 'deny',
    delete: 'deny',
  },
  drift: { mode: 'report', every: '6h', ignore: [] },
} as const;

/** A specification in which everything that has a default is there. */
export type WithDefaults<Spec, Defaults> = Defaults extends readonly unknown[]
  ? DeepReadonly<NonNullable<Spec>>
  : Defaults extends object
    ? { readonly [Key in keyof Spec as Key extends keyof Defaults ? never : Key]: DeepReadonly<Spec[Key]> } & {
        readonly [Key in keyof Spec as Key extends keyof Defaults ? Key : never]-?: Key extends keyof Defaults
          ? WithDefaults<NonNullable<Spec[Key]>, Defaults[Key]>
          : never;
      }
    : NonNullable<Spec>;

export type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
