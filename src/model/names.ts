import type { Cluster, Fleet, NodePool } from './fleet.js';
import type { StackKind } from './stack-kind.js';

/** The secrets role that all masters share; workers use their pool's name, which can therefore not be `master`. */
export const masterRole = 'master';

/** Of the masters, counted from 1. */
export function masterNode(number: number): string {
  return `${masterRole}-${number}`;
}

type InBucket = Pick<Cluster, 'name' | 'storage'>;

/**
 * Every name that is chosen rather than assigned by AWS, in one place. They differ from aws-operator's on purpose, so
 * that both can run side by side.
 */
export const names = {
  storeStack: (fleet: Pick<Fleet, 'name'>) => `${fleet.name}-store`,
  stack: (fleet: Pick<Fleet, 'name'>, cluster: Pick<Cluster, 'name'>, kind: StackKind, pool?: Pick<NodePool, 'name'>) =>
    [fleet.name, cluster.name, kind, ...(pool ? [pool.name] : [])].join('-'),

  /** Id of a stack within a fleet, as users see it: `store`, `prod-a/tccp`, `prod-a/tcnp-workers`. */
  stackId: (cluster: Pick<Cluster, 'name'>, kind: StackKind, pool?: Pick<NodePool, 'name'>) =>
    `${cluster.name}/${[kind, ...(pool ? [pool.name] : [])].join('-')}`,

  storeKeyAlias: (fleet: Pick<Fleet, 'name'>) => `alias/${fleet.name}-store`,
  keyAlias: (fleet: Pick<Fleet, 'name'>, cluster: Pick<Cluster, 'name'>) => `alias/${fleet.name}-${cluster.name}`,
  storeBucket: (fleet: Fleet) => `${fleet.store.account.id}-${fleet.name}-store`,
  storeAccessLogBucket: (fleet: Fleet) => `${fleet.store.account.id}-${fleet.name}-store-logs`,
  /** The cluster's own bucket, or one that it shares with others and has a folder in. */
  bucket: (fleet: Pick<Fleet, 'name'>, { account, name, storage }: Cluster) =>
    storage.sharedBucket ?? `${account.id}-${fleet.name}-${name}`,
  /** What the keys of a cluster's objects begin with. */
  folder: ({ name, storage }: InBucket) => (storage.sharedBucket === undefined ? '' : `${name}/`),
  accessLogBucket: (fleet: Pick<Fleet, 'name'>, cluster: Cluster) =>
    `${cluster.account.id}-${fleet.name}-${cluster.name}-logs`,
  /** Of a member of etcd, wherever its master runs. */
  etcdDomain: (fleet: Pick<Fleet, 'domain'>, cluster: Pick<Cluster, 'name'>, member: number) =>
    `etcd${member}.${cluster.name}.k8s.${fleet.domain}`,
  /** Of pods: service accounts are annotated with its ARN, so it is chosen. */
  workloadRole: (fleet: Pick<Fleet, 'name'>, cluster: Pick<Cluster, 'name'>, role: string) =>
    `${fleet.name}-${cluster.name}-${role}`,
  peeringRole: (fleet: Pick<Fleet, 'name'>, cluster: Pick<Cluster, 'name'>) => `${fleet.name}-${cluster.name}-peering`,

  /** What the Owner parameter and output of a stack say. A stack of another owner is never touched. */
  owner: (fleet: Pick<Fleet, 'name'>, cluster?: Pick<Cluster, 'name'>) =>
    cluster ? `${fleet.name}/${cluster.name}` : fleet.name,

  /** The cluster's DNS zone. */
  clusterDomain: (fleet: Pick<Fleet, 'domain'>, cluster: Pick<Cluster, 'name'>) =>
    `${cluster.name}.k8s.${fleet.domain}`,
  apiDomain: (fleet: Pick<Fleet, 'domain'>, cluster: Pick<Cluster, 'name'>) =>
    `api.${cluster.name}.k8s.${fleet.domain}`,
  /** Leads to the internal load balancer wherever it is asked for. */
  internalApiDomain: (fleet: Pick<Fleet, 'domain'>, cluster: Pick<Cluster, 'name'>) =>
    `internal-api.${cluster.name}.k8s.${fleet.domain}`,

  /** Where a role's node configs lie. In a bucket that clusters share, as aws-operator had it at first. */
  nodeConfigFolder: (cluster: InBucket, role: string) => {
    const isWorker = role !== masterRole && cluster.storage.sharedBucket !== undefined;
    return `${names.folder(cluster)}cloudconfig/${isWorker ? `worker/${role}` : role}/`;
  },
  nodeConfigKey: (cluster: InBucket, role: string, sha512: string) =>
    `${names.nodeConfigFolder(cluster, role)}${sha512}.json`,
  secretsFolder: (cluster: InBucket, role: string) => `${names.folder(cluster)}secrets/${role}/`,
  secretsKey: (cluster: InBucket, role: string, revision: string) =>
    `${names.secretsFolder(cluster, role)}${revision}.json`,

  /** Objects of the fleet's store: one issue of a certificate or key, and what has been issued for a cluster. */
  issueKey: (cluster: Pick<Cluster, 'name'>, name: string, generation: string) =>
    `pki/${cluster.name}/${name}/${generation}.json`,
  issueIndexKey: (cluster: Pick<Cluster, 'name'>) => `pki/${cluster.name}/index.json`,
  /** Of the fleet's store: a kubeconfig that was given to somebody. */
  accessRecordKey: (cluster: Pick<Cluster, 'name'>, issuedAt: Date, serialNumber: string) =>
    `access/${cluster.name}/${issuedAt.toISOString()}-${serialNumber}.json`,
  /** What the keys of all issues begin with, and of a cluster's. */
  issuesFolder: 'pki/',
  issueFolder: (cluster: Pick<Cluster, 'name'>) => `pki/${cluster.name}/`,
} as const;

/** The tag that Kubernetes' controllers find a cluster's resources by. */
export function clusterTag({ name }: Pick<Cluster, 'name'>): string {
  return `kubernetes.io/cluster/${name}`;
}
