import type { StackArtifact } from '../model/artifact.js';
import type { Account, Cluster, Fleet, NodePool, Target } from '../model/fleet.js';
import { clusterTag, names } from '../model/names.js';
import type { DocumentSource } from '../model/source.js';
import { locate } from '../model/source.js';
import type { StackKind } from '../model/stack-kind.js';
import { type Located, located } from '../template/located.js';

/** A stack before its template is rendered. */
export interface StackDefinition extends Omit<StackArtifact, 'body' | 'template' | 'policy' | 'sources' | 'extension'> {
  /** What its template gets. */
  readonly view: object;
  /** The document that the stack is of: its pool's, the control plane's, the cluster's, or the Fleet's. */
  readonly spec: DocumentSource;
  readonly subject: Subject;
}

/** What a stack is of. */
export interface Subject {
  readonly fleet: Fleet;
  /** Undefined for the fleet's store. */
  readonly cluster: Cluster | undefined;
  readonly pool: NodePool | undefined;
}

type Common = Omit<StackDefinition, 'view' | 'target'>;

/** What all stacks of a cluster have in common; a definition adds its view and target, and what differs. */
export function clusterStack(fleet: Fleet, cluster: Cluster, kind: StackKind, pool?: NodePool): Common {
  const file = pool ? `${kind}-${pool.name}` : kind;
  return {
    id: names.stackId(cluster, kind, pool),
    cluster: cluster.name,
    kind,
    pool: pool?.name,
    stackName: names.stack(fleet, cluster, kind, pool),
    owner: names.owner(fleet, cluster),
    path: `${cluster.name}/stacks/${file}.yaml`,
    tags: cluster.tags,
    spec: specOf(cluster, kind, pool),
    subject: { fleet, cluster, pool },
    ...plain,
  };
}

/** The same for the fleet's own stack. */
export function storeStack(fleet: Fleet): Common {
  return {
    id: 'store',
    cluster: undefined,
    kind: 'store',
    pool: undefined,
    stackName: names.storeStack(fleet),
    owner: names.owner(fleet),
    path: 'store.yaml',
    tags: {},
    spec: fleet.source,
    subject: { fleet, cluster: undefined, pool: undefined },
    ...plain,
  };
}

function specOf(cluster: Cluster, kind: StackKind, pool: NodePool | undefined): DocumentSource {
  return pool?.source ?? (kind === 'tccpn' ? cluster.controlPlane.source : cluster.source);
}

const plain = { inputs: {}, capabilities: [], after: [], nodeConfigs: [], secretsNodes: [] } as const;

/** Where the cluster's nodes live. */
export function targetOf({ account, region }: Cluster): Target {
  return { account, region };
}

/** A value of the view with its place in the specs; plans point there. */
export function fromSpec<Value>(value: Value, source: DocumentSource, pointer: string): Located<Value> {
  return located(value, locate(source, pointer));
}

/** A value that is made of a document's name. */
export function fromName<Value>(value: Value, { source }: { readonly source: DocumentSource }): Located<Value> {
  return fromSpec(value, source, '/metadata/name');
}

/** The cluster's bucket and its folder there, which its name decides, or the spec that it shares one. */
export function bucketView(fleet: Fleet, cluster: Cluster) {
  const pointer = cluster.storage.sharedBucket === undefined ? '/metadata/name' : '/spec/storage/sharedBucket';
  return {
    bucket: fromSpec(names.bucket(fleet, cluster), cluster.source, pointer),
    folder: fromSpec(names.folder(cluster), cluster.source, pointer),
  };
}

/** The policy that bounds every role of the account's stacks; null if there is none. */
export function permissionsBoundary({ permissionsBoundary: arn, source }: Account) {
  return arn === undefined ? null : { arn: fromSpec(arn, source, '/spec/permissionsBoundary') };
}

/** Masters or a pool: tags of their own come before the cluster's. */
type TaggedGroup = Pick<NodePool, 'tags' | 'source'>;

/** Tags of a stack with nodes, and so of its resources. */
export function nodeStackTags(cluster: Cluster, group: TaggedGroup): Readonly<Record<string, string>> {
  return { ...cluster.tags, ...group.tags };
}

/** User tags for instances, which get them as their group launches them. Those that templates set themselves stay out. */
export function instanceTags(cluster: Cluster, group: TaggedGroup) {
  const all = nodeStackTags(cluster, group);
  return Object.keys(all)
    .filter(name => name !== 'Name' && name !== clusterTag(cluster))
    .sort()
    .map(name => {
      const { source } = Object.hasOwn(group.tags, name) ? group : cluster;
      const pointer = `/spec/tags/${escaped(name)}`;
      return { name: fromSpec(name, source, pointer), value: fromSpec(all[name] ?? '', source, pointer) };
    });
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
