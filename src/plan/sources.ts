import { AppError } from '../errors.js';
import type { StackArtifact } from '../model/artifact.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { type OfferedName, offeredNames, sourcesOf } from '../model/secrets.js';
import type { Seen } from '../observe/seen.js';
import type { SeenSources } from '../observe/sources.js';
import { certificateInventory } from '../pki/inventory.js';
import { type Offered, offeredVersions, servingProblem, signingProblem } from '../pki/offered.js';
import { sourcedPlan } from '../pki/offered-plan.js';
import type { Problem } from './plan.js';

export interface DecidedSources {
  /** Versions by `sourcesOf`, of what the stack's nodes need and no more. */
  readonly sources: Readonly<Record<string, string>>;
  /** Why they cannot have it. */
  readonly problem: Problem | undefined;
}

/** Decides what the nodes of a stack take from outside of the specs and the store. */
export function decideSources(
  stack: StackArtifact,
  { cluster, loadBalancers }: { readonly cluster: Cluster; readonly loadBalancers: readonly string[] },
  { fleet, seen }: { readonly fleet: Fleet; readonly seen: SeenSources },
): DecidedSources {
  const known = new Map<string, Seen<string>>();
  for (const [name, version] of seen.secrets.get(cluster.name) ?? []) known.set(`secret ${name}`, version);
  for (const name of offeredNames) {
    const offered = seen.offered.get(cluster.name)?.[name];
    if (offered === undefined) continue;
    const usable = judged(name, offered, { fleet, cluster, loadBalancers, at: seen.at });
    for (const [source, version] of versionsOf(name, usable)) known.set(source, version);
  }
  const needed = stack.secretsNodes.flatMap(node =>
    sourcedPlan(fleet, cluster, node).files.flatMap(({ content }) => sourcesOf(content)),
  );
  const sources: Record<string, string> = {};
  for (const source of needed) {
    const version = known.get(source);
    if (version?.found === undefined) return { sources: {}, problem: problemOf(source, version) };
    sources[source] = version.found;
  }
  return { sources, problem: undefined };
}

interface Around {
  readonly fleet: Fleet;
  readonly cluster: Cluster;
  readonly loadBalancers: readonly string[];
  readonly at: Date;
}

/** What is offered, if it can be used for what it is for. */
function judged(name: OfferedName, offered: Seen<Offered>, around: Around): Seen<Offered> {
  if (offered.found === undefined) return offered;
  const reason = reasonAgainst(name, offered.found, around);
  if (reason === undefined) return offered;
  const problem = new AppError('unusable-certificate', `certificate ${name} of ${around.cluster.name} ${reason}`, {
    hint: 'correct its CertConfig, so that cert-operator issues it anew',
  });
  return { found: undefined, problem, waits: false };
}

function reasonAgainst(name: OfferedName, offered: Offered, around: Around): string | undefined {
  if (name === 'service-account') return signingProblem(offered);
  const { fleet, cluster, loadBalancers, at } = around;
  const entry = certificateInventory(fleet, cluster, { loadBalancers }).find(other => other.name === name);
  return entry && servingProblem(offered, entry, at);
}

function versionsOf(name: OfferedName, offered: Seen<Offered>): readonly (readonly [string, Seen<string>])[] {
  if (offered.found === undefined) return [`offered ${name}`, `authority ${name}`].map(source => [source, offered]);
  return Object.entries(offeredVersions(name, offered.found)).map(([source, version]) => [source, { found: version }]);
}

function problemOf(source: string, version: Seen<string> | undefined): Problem {
  if (version === undefined || !('problem' in version)) {
    return { code: 'source-unknown', message: `nothing is known of ${source}`, hint: undefined };
  }
  const { code, message, hint } = version.problem;
  return { code, message, hint, ...(version.waits && { waits: true }) };
}
