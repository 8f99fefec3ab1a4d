import { AppError } from '../../errors.js';
import { secretsGenerations } from '../../model/bookkeeping.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { type Generations, parseGenerations, type RotatingName, trustedGenerations } from '../../model/secrets.js';
import { outputsOf } from '../../observe/outputs.js';
import type { StackReader } from '../../observe/ports.js';
import type { Issued } from '../../pki/issue.js';
import { readIssue, type StorePorts } from './issue-store.js';

/** What the masters of a cluster have; undefined before there are any. */
export async function mastersGenerations(
  fleet: Fleet,
  cluster: Cluster,
  { stacks, signal }: { readonly stacks: StackReader; readonly signal: AbortSignal },
): Promise<Generations | undefined> {
  const stack = {
    target: cluster,
    name: names.stack(fleet, cluster, 'tccpn'),
    owner: names.owner(fleet, cluster),
  };
  const text = (await outputsOf(stack, stacks, signal))?.[secretsGenerations];
  return text === undefined ? undefined : parseGenerations(text);
}

/** The same, for what makes no sense without masters. Throws AppError `no-masters`. */
export async function requireGenerations(
  fleet: Fleet,
  cluster: Cluster,
  access: { readonly stacks: StackReader; readonly signal: AbortSignal },
): Promise<Generations> {
  const generations = await mastersGenerations(fleet, cluster, access);
  if (generations !== undefined) return generations;
  throw new AppError('no-masters', `${cluster.name} has no masters that have certificates of ours`, {
    hint: `clusterwright apply ${cluster.name} brings them up`,
  });
}

/** Every trusted generation of an authority or key, in order, as the store keeps it. */
export function trustedKeys(
  { cluster, generations, name }: { cluster: string; generations: Generations; name: RotatingName },
  store: StorePorts,
  signal: AbortSignal,
): Promise<readonly Issued[]> {
  return Promise.all(
    trustedGenerations(generations, name).map(generation =>
      keptKey({ cluster, name, generation: String(generation) }, store, signal),
    ),
  );
}

/** One that nodes have. Throws AppError `certificate-lost` if the store has it no more. */
export async function keptKey(
  what: { readonly cluster: string; readonly name: RotatingName; readonly generation: string },
  store: StorePorts,
  signal: AbortSignal,
): Promise<Issued> {
  const kept = await readIssue(what, store, signal);
  if (kept !== undefined) return kept;
  const { cluster, name, generation } = what;
  throw new AppError('certificate-lost', `${name} ${generation} of ${cluster} is not in the fleet's store`, {
    hint: 'restore the object, or the whole store; docs/secrets.md says how',
  });
}
