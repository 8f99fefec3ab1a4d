import type { StackArtifact, StackInput } from '../model/artifact.js';
import { secretsBookkeeping } from '../model/bookkeeping.js';
import type { Fleet } from '../model/fleet.js';
import { firstGenerations, type Generations, parseGenerations } from '../model/secrets.js';
import { secretsRevision } from '../pki/revision.js';
import type { DecidedSecrets } from './desired.js';
import type { StackIndex } from './stack-index.js';

/** Output of a cluster's tcs stack, and of the fleet's store: ARN of its KMS key. */
export const keyArnOutput = 'KeyArn';

/** Outputs that live stacks of ours have now, by the stack's id; undefined if there is no such output. */
export type OutputOf = (stackId: string, name: string) => string | undefined;

export type ResolvedInputs =
  | { readonly values: Readonly<Record<string, string>>; readonly secrets: DecidedSecrets | undefined }
  /** `missing` names an output that is not there: `prod-a/tccp VpcId`. */
  | { readonly values: undefined; readonly missing: string };

/** Ids of the stacks whose outputs decide a stack's parameters. */
export function inputStacks(stack: StackArtifact, index: StackIndex): readonly string[] {
  const ids = Object.values(stack.inputs).flatMap(input => (input.from === 'output' ? [input.stack] : []));
  const keyStack = stack.secretsRole === undefined ? undefined : index.ofCluster(stack.cluster, 'tcs')?.id;
  return [...new Set(keyStack === undefined ? ids : [...ids, keyStack])];
}

/** Ids of all stacks that a stack waits for. Its bundle is encrypted from what lies in the fleet's store. */
export function upstreamStacks(stack: StackArtifact, index: StackIndex): readonly string[] {
  const secrets = stack.secretsRole === undefined || index.store === undefined ? [] : [index.store.id];
  return [...new Set([...inputStacks(stack, index), ...stack.after, ...secrets])];
}

export interface InputContext {
  readonly fleet: Fleet;
  readonly index: StackIndex;
  readonly outputOf: OutputOf;
}

/** Resolves what the outputs of now allow. */
export function resolveInputs(stack: StackArtifact, { fleet, index, outputOf }: InputContext): ResolvedInputs {
  const secrets = decideSecrets(stack, { fleet, index, outputOf });
  if (stack.secretsRole !== undefined && secrets === undefined) {
    return { values: undefined, missing: `${stack.cluster}/tcs ${keyArnOutput}` };
  }
  const values: Record<string, string> = {};
  for (const [name, input] of Object.entries(stack.inputs)) {
    const value = resolved(input, { outputOf, secrets });
    if (value === undefined) return { values: undefined, missing: describeInput(input) };
    values[name] = value;
  }
  return { values, secrets };
}

function resolved(
  input: StackInput,
  { outputOf, secrets }: { outputOf: OutputOf; secrets: DecidedSecrets | undefined },
): string | undefined {
  switch (input.from) {
    case 'literal':
      return input.value;
    case 'output':
      return outputOf(input.stack, input.name);
    case 'revision':
      return secrets?.role === input.role ? secrets.revision : undefined;
  }
}

function describeInput(input: StackInput): string {
  if (input.from === 'output') return `${input.stack} ${input.name}`;
  return input.from === 'revision' ? `the secrets revision of ${input.role}` : 'a literal';
}

/**
 * A role's generations are those its stack was applied with, so that issuing stays a step of its own; a new stack joins
 * the masters'.
 */
function decideSecrets(stack: StackArtifact, { fleet, index, outputOf }: InputContext): DecidedSecrets | undefined {
  const role = stack.secretsRole;
  const cluster = fleet.clusters.find(({ name }) => name === stack.cluster);
  const keyStack = index.ofCluster(stack.cluster, 'tcs');
  const keyArn = keyStack === undefined ? undefined : outputOf(keyStack.id, keyArnOutput);
  if (role === undefined || cluster === undefined || keyArn === undefined) return undefined;
  const masters = index.ofCluster(stack.cluster, 'tccpn');
  const generations =
    liveGenerations(stack.id, outputOf) ??
    (masters === undefined ? undefined : liveGenerations(masters.id, outputOf)) ??
    firstGenerations;
  return { role, generations, keyArn, revision: secretsRevision({ fleet, cluster, role, generations, keyArn }) };
}

function liveGenerations(stackId: string, outputOf: OutputOf): Generations | undefined {
  const text = outputOf(stackId, secretsBookkeeping.generations);
  return text === undefined ? undefined : parseGenerations(text);
}
