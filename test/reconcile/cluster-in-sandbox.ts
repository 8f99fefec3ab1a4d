import type { ExecutionContext } from 'ava';
import type { SecretsBundle } from '../../src/apply/secrets/bundle.js';
import { type Connection, connect } from '../../src/aws/connect.js';
import type { StackArtifact } from '../../src/model/artifact.js';
import { secretsGenerations, secretsRevision } from '../../src/model/bookkeeping.js';
import type { Cluster, Fleet } from '../../src/model/fleet.js';
import { names } from '../../src/model/names.js';
import { secretsPlan } from '../../src/pki/secrets-plan.js';
import type { Plan } from '../../src/plan/plan.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import type { Outcome } from '../../src/reconcile/outcome.js';
import { settle } from '../../src/reconcile/settle.js';
import { surroundings } from '../../src/reconcile/surroundings.js';
import type { World } from '../../src/reconcile/world.js';
import { render } from '../../src/render/render.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { type FleetEdit, tellingFleet } from '../fleets.js';
import { memorySources } from '../observe/memory-sources.js';
import { localSandbox } from '../sandbox/local-sandbox.js';
import { mistrust } from './trust.js';

/** The small fleet's cluster, of one account, as an applier has it: commits come and go, and so do days. */
export interface ClusterInSandbox {
  readonly sandbox: Sandbox;
  readonly at: Applier;
  /** Another machine: with connections of its own. */
  readonly another: () => Applier;
}

/** The cluster's specs with these edits, seen at this moment. */
export type Applier = (moment: string, edits?: readonly FleetEdit[]) => Promise<At>;

/** A commit at a moment. */
export interface At {
  readonly cluster: Cluster;
  readonly world: World;
  plan(): Promise<Plan>;
  /** What was planned, or what is planned now. */
  apply(plan?: Plan): Promise<Applied>;
  /** What nodes have now. */
  nodes(): Promise<readonly Node[]>;
  /** Names of auto scaling groups to the ids of their instances. */
  instances(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** `SecretsGenerations` of a stack, by its id. */
  generations(stackId: string): Promise<string | undefined>;
}

export interface Applied {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** What could not be brought to what was planned, in words. */
  readonly problems: readonly string[];
  /** Ids of stacks that were changed. */
  readonly changed: readonly string[];
  /** Ids of stacks of which every instance was replaced. */
  readonly rolled: readonly string[];
  /** Whom some node did not trust at some moment of the roll, in words. */
  readonly mistrust: readonly string[];
}

/** A master, or any node of a pool. */
export interface Node {
  /** `master-1`, or the pool's name. */
  readonly name: string;
  readonly isMaster: boolean;
  readonly revision: string;
  /** Its bundle as the node opens it: path below /etc/kubernetes/pki to content. */
  readonly files: ReadonlyMap<string, string>;
}

/** Three masters, as the only one cannot be rolled. */
export const threeMasters: readonly FleetEdit[] = [
  ['fleet.yaml', 'replicas: 1', 'replicas: 3'],
  ['fleet.yaml', 'zones: [eu-central-1a]', 'zones: [eu-central-1a, eu-central-1b, eu-central-1c]'],
  [
    'fleet.yaml',
    '- { name: eu-central-1a, cidr: 10.0.0.0/23 }',
    [
      '- { name: eu-central-1a, cidr: 10.0.0.0/23 }',
      '- { name: eu-central-1b, cidr: 10.0.2.0/23 }',
      '- { name: eu-central-1c, cidr: 10.0.4.0/23 }',
    ].join('\n      '),
  ],
];

/** A second pool. */
export const secondPool: FleetEdit = [
  'fleet.yaml',
  /$/,
  `---
apiVersion: clusterwright.io/v1alpha1
kind: NodePool
metadata: { name: spare }
spec:
  cluster: one
  zones:
    - { name: eu-central-1a, cidr: 10.0.9.0/24 }
  scaling: { min: 1, max: 3 }
  instances:
    types: [{ type: m6i.large }]
`,
];

/** `spec.pki` of the cluster, in YAML's short form. */
export function pki(text: string): FleetEdit {
  return ['fleet.yaml', '  connect: none\n', `  connect: none\n  pki: ${text}\n`];
}

export async function clusterInSandbox(t: ExecutionContext): Promise<ClusterInSandbox> {
  const sandbox = await localSandbox(t, { pace: { resourceMs: 2, changeSetMs: 1 } });
  const another = (): Applier => {
    const connection = connect(sandbox.env, Date.now);
    t.teardown(() => connection.close());
    const ports = { plan: connection.as('plan'), apply: connection.as('apply') };
    return async (moment, edits = []) =>
      clusterAt(await tellingFleet('small', edits, new Date(moment)), { moment, ports });
  };
  return { sandbox, at: another(), another };
}

type AwsPorts = ReturnType<Connection['as']>;

/** A fleet of one cluster at a moment. */
export async function clusterAt(
  fleet: Fleet,
  { moment, ports }: { readonly moment: string; readonly ports: { readonly plan: AwsPorts; readonly apply: AwsPorts } },
): Promise<At> {
  const { signal } = new AbortController();
  const [cluster] = fleet.clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const artifacts = await render(fleet);
  const world = (aws: AwsPorts): World => ({
    fleet,
    artifacts,
    commit: { sha: '4f2a9c1'.padEnd(40, '0'), subject: 'a commit' },
    toolVersion: '0.1.0',
    ports: {
      ...aws,
      ...surroundings,
      sources: { ...aws, kubernetes: memorySources().kubernetes },
      now: () => Date.parse(moment),
    },
  });
  const worlds = { plan: world(ports.plan), apply: world(ports.apply) };
  const outputsOf = async (stack: StackArtifact) => {
    const stacks = await ports.plan.stacks.stacks(stack.target, signal);
    return stacks.find(({ name }) => name === stack.stackName)?.outputs;
  };
  const plan = () => makePlan(worlds.plan, { signal });
  const instances = async () => {
    const groups = await ports.plan.nodes.groups(cluster, `kubernetes.io/cluster/${cluster.name}`, signal);
    return new Map(groups.map(({ name, nodes }) => [name, nodes.map(({ id }) => id)]));
  };
  const nodes = async () => {
    const found: Node[] = [];
    for (const stack of artifacts.stacks) {
      const outputs = stack.secretsNodes.length > 0 ? await outputsOf(stack) : undefined;
      for (const [index, name] of stack.secretsNodes.entries()) {
        const isMaster = stack.kind === 'tccpn';
        const revision = outputs?.[secretsRevision(isMaster ? index + 1 : undefined)];
        if (revision === undefined) continue;
        found.push({ name, isMaster, revision, files: await openedBundle(worlds.apply, { cluster, name, revision }) });
      }
    }
    return found;
  };
  return {
    cluster,
    world: worlds.apply,
    plan,
    async apply(planned) {
      const shown = planned ?? (await plan());
      const before = { instances: await instances(), nodes: await nodes() };
      const outcome = await settle(worlds.apply, { plan: shown, onProgress: () => undefined, signal });
      const after = { instances: await instances(), nodes: await nodes() };
      return {
        plan: shown,
        outcome,
        problems: outcome.stacks.flatMap(({ id, problem }) => (problem ? [`${id}: ${problem.message}`] : [])),
        changed: outcome.stacks.filter(({ result }) => result === 'applied').map(({ id }) => id),
        rolled: rolledStacks(artifacts.stacks, before.instances, after.instances),
        mistrust: mistrust([...before.nodes, ...after.nodes]),
      };
    },
    nodes,
    instances,
    async generations(stackId) {
      const stack = artifacts.stacks.find(({ id }) => id === stackId);
      return stack && (await outputsOf(stack))?.[secretsGenerations];
    },
  };
}

type Instances = ReadonlyMap<string, readonly string[]>;

/** Throws if some instances of a stack were replaced and others were not. */
function rolledStacks(stacks: readonly StackArtifact[], before: Instances, after: Instances): readonly string[] {
  return stacks.flatMap(({ id, stackName }) => {
    const groups = [...before].filter(([group]) => group.startsWith(`${stackName}-`));
    const replaced = groups.flatMap(([group, ids]) => ids.map(instance => !after.get(group)?.includes(instance)));
    if (new Set(replaced).size > 1) throw new Error(`some instances of ${id} were replaced, and some were not`);
    return replaced.includes(true) ? [id] : [];
  });
}

async function openedBundle(
  { fleet, ports }: World,
  { cluster, name, revision }: { readonly cluster: Cluster; readonly name: string; readonly revision: string },
): Promise<Map<string, string>> {
  const { signal } = new AbortController();
  const { role } = secretsPlan(cluster, name);
  const bucket = ports.storage.bucket(cluster, names.bucket(fleet, cluster));
  const object = await bucket.get(names.secretsKey(cluster, role, revision), signal);
  const bundle = JSON.parse(object?.body ?? 'null') as SecretsBundle | null;
  if (bundle === null) throw new Error(`${name} has no bundle ${revision}`);
  const key = ports.storage.key(cluster, `alias/${fleet.name}-${cluster.name}`);
  const files = new Map<string, string>();
  for (const { path, ciphertexts } of bundle.files) {
    const parts = ciphertexts.map(async (ciphertext, at) => {
      const context = { cluster: cluster.name, role, revision, file: path, part: `${at + 1}/${ciphertexts.length}` };
      return (await key.decrypt(Buffer.from(ciphertext, 'base64'), context, signal)).reveal();
    });
    files.set(path.replace('/etc/kubernetes/pki/', ''), Buffer.concat(await Promise.all(parts)).toString());
  }
  return files;
}
