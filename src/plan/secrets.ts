import { stackPhase } from '../cfn/stack-status.js';
import type { StackArtifact } from '../model/artifact.js';
import { secretsGenerations } from '../model/bookkeeping.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { formatGenerations, type Generations, parseGenerations } from '../model/secrets.js';
import type { SeenSources } from '../observe/sources.js';
import { decideGenerations } from '../pki/decide-generations.js';
import { certificateInventory } from '../pki/inventory.js';
import { secretsRevision } from '../pki/revision.js';
import { dependenceOf, secretsPlan } from '../pki/secrets-plan.js';
import type { LiveStacks, OutputOf } from './live.js';
import type { Problem } from './plan.js';
import { decideSources } from './sources.js';

/** Output of a cluster's tcs stack, and of the fleet's store: ARN of its KMS key. */
export const keyArnOutput = 'KeyArn';

/** Outputs of a tccp stack: names of the API's load balancers. */
export const loadBalancerOutputs = { internal: 'InternalApiDnsName', public: 'PublicApiDnsName' } as const;

/** What the nodes of a stack find in their bundles. */
export interface DecidedSecrets {
  readonly generations: Generations;
  /** Those that matter to these nodes, as the stack tells them. */
  readonly generationsText: string;
  /** Of the cluster's key. */
  readonly keyArn: string;
  /** `InventoryContext`. */
  readonly loadBalancers: readonly string[];
  /** Versions of what the nodes take from outside of the specs and the store, by `sourcesOf`. */
  readonly sources: Readonly<Record<string, string>>;
  /** Of each node's bundle. */
  readonly revisions: Readonly<Record<string, string>>;
}

export interface SecretsContext extends LiveStacks {
  readonly fleet: Fleet;
  /** Names of clusters of which every node was seen to run what its stack says. */
  readonly uniform: ReadonlySet<string>;
  /** UTC day: `2026-11-21`. */
  readonly today: string;
  readonly seen: SeenSources;
  /** What a plan showed, by the cluster's name. */
  readonly shown: ReadonlyMap<string, Generations>;
}

export type SecretsDecided =
  | { readonly secrets: DecidedSecrets | undefined }
  /** `missing` names an output that is not there: `prod-a/tcs KeyArn`. */
  | { readonly secrets: undefined; readonly missing: string }
  /** A source does not give what nodes need. */
  | { readonly secrets: undefined; readonly problem: Problem };

/** Decides about the bundles of a stack's nodes; none for a stack without nodes. */
export function decideSecrets(stack: StackArtifact, context: SecretsContext): SecretsDecided {
  const { fleet, outputOf } = context;
  const cluster = fleet.clusters.find(({ name }) => name === stack.cluster);
  if (stack.secretsNodes.length === 0 || cluster === undefined) return { secrets: undefined };
  const nameOf = (output: string) => outputOf(`${cluster.name}/tccp`, output);
  const loadBalancers = loadBalancerNames(cluster, outputOf);
  // First of all, so that the first plan tells it, not the one that is made when the stacks before are there.
  const { sources, problem } = decideSources(stack, { cluster, loadBalancers }, context);
  if (problem !== undefined) return { secrets: undefined, problem };
  const keyArn = outputOf(`${cluster.name}/tcs`, keyArnOutput);
  if (keyArn === undefined) return { secrets: undefined, missing: `${cluster.name}/tcs ${keyArnOutput}` };
  const nameless = loadBalancersOf(cluster).find(output => nameOf(output) === undefined);
  if (nameless !== undefined) return { secrets: undefined, missing: `${cluster.name}/tccp ${nameless}` };
  const generations = generationsOf(cluster, context);
  const revisions = stack.secretsNodes.map(node => {
    return [node, secretsRevision({ fleet, cluster, node, generations, keyArn, loadBalancers, sources })] as const;
  });
  return {
    secrets: {
      generations,
      generationsText: generationsText(stack, cluster, { generations, fleet }),
      keyArn,
      loadBalancers,
      sources,
      revisions: Object.fromEntries(revisions),
    },
  };
}

function generationsOf(cluster: Cluster, context: SecretsContext): Generations {
  const { index, outputOf, shown, today } = context;
  const masters = index.ofCluster(cluster.name, 'tccpn');
  const applied = masters && appliedGenerations(masters, outputOf);
  const goal = shown.get(cluster.name);
  // The step that was shown is done, or was none: the next one, which may be due by now, is for the next plan to show.
  if (applied && goal && formatGenerations(applied) === formatGenerations(goal)) return applied;
  const everywhere = applied !== undefined && isEverywhere(cluster, applied, context);
  return decideGenerations({ cluster, applied, everywhere, today });
}

/** Names of the API's load balancers that its certificate holds, as far as they are known. */
export function loadBalancerNames(cluster: Cluster, outputOf: OutputOf): readonly string[] {
  return loadBalancersOf(cluster).flatMap(output => outputOf(`${cluster.name}/tccp`, output) ?? []);
}

/** Without Route 53 the API has no other names. */
function loadBalancersOf({ dns, api }: Cluster): readonly string[] {
  if (dns.route53) return [];
  return [loadBalancerOutputs.internal, ...(api.public === undefined ? [] : [loadBalancerOutputs.public])];
}

/** What a stack tells of its nodes; undefined if there is no such stack, or if it tells nothing that can be read. */
export function appliedGenerations({ id }: StackArtifact, outputOf: OutputOf): Generations | undefined {
  const text = outputOf(id, secretsGenerations);
  return text === undefined ? undefined : parseGenerations(text);
}

/**
 * Whether the next step of a rotation may be taken: every stack with nodes has settled with what the masters have, and
 * every node was seen to run it.
 */
function isEverywhere(cluster: Cluster, applied: Generations, context: SecretsContext): boolean {
  return context.uniform.has(cluster.name) && stacksBehind(cluster, applied, context).length === 0;
}

/** Stacks with nodes that have not settled with what the masters have. */
export function stacksBehind(
  cluster: Cluster,
  applied: Generations,
  { fleet, index, liveOf }: LiveStacks & Pick<SecretsContext, 'fleet'>,
): readonly StackArtifact[] {
  const stacks = index.allOfCluster(cluster.name).filter(({ secretsNodes }) => secretsNodes.length > 0);
  return stacks.filter(stack => {
    const live = liveOf(stack);
    if (live === undefined) return false;
    const expected = generationsText(stack, cluster, { generations: applied, fleet });
    return stackPhase(live.status) !== 'settled' || live.outputs[secretsGenerations] !== expected;
  });
}

/** What a stack says of the generations of its nodes: masters of all, since they keep count; pools of what they have. */
function generationsText(
  stack: StackArtifact,
  cluster: Cluster,
  { generations, fleet }: { readonly generations: Generations; readonly fleet: Fleet },
): string {
  const [node = ''] = stack.secretsNodes;
  if (stack.kind === 'tccpn') return formatGenerations(generations);
  const inventory = certificateInventory(fleet, cluster, { loadBalancers: [] });
  return formatGenerations(generations, dependenceOf(secretsPlan(cluster, node), inventory));
}
