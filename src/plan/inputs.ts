import type { StackArtifact, StackInput } from '../model/artifact.js';
import type { OutputOf } from './live.js';
import type { Problem } from './plan.js';
import { type DecidedSecrets, decideSecrets, type SecretsContext } from './secrets.js';
import type { StackIndex } from './stack-index.js';

export type ResolvedInputs =
  | { readonly values: Readonly<Record<string, string>>; readonly secrets: DecidedSecrets | undefined }
  /** `missing` names an output that is not there: `prod-a/tccp VpcId`. */
  | { readonly values: undefined; readonly missing: string }
  | { readonly values: undefined; readonly problem: Problem };

/** Ids of the stacks whose outputs decide a stack's parameters. */
export function inputStacks(stack: StackArtifact, index: StackIndex): readonly string[] {
  const ids = Object.values(stack.inputs).flatMap(input => (input.from === 'output' ? [input.stack] : []));
  const keyStack = stack.secretsNodes.length === 0 ? undefined : index.ofCluster(stack.cluster, 'tcs')?.id;
  return [...new Set(keyStack === undefined ? ids : [...ids, keyStack])];
}

/** Ids of all stacks that a stack waits for. Its bundle is encrypted from what lies in the fleet's store. */
export function upstreamStacks(stack: StackArtifact, index: StackIndex): readonly string[] {
  const secrets = stack.secretsNodes.length === 0 || index.store === undefined ? [] : [index.store.id];
  return [...new Set([...inputStacks(stack, index), ...stack.after, ...secrets])];
}

/** Resolves what the outputs of now allow. */
export function resolveInputs(stack: StackArtifact, context: SecretsContext): ResolvedInputs {
  const decided = decideSecrets(stack, context);
  if ('missing' in decided) return { values: undefined, missing: decided.missing };
  if ('problem' in decided) return { values: undefined, problem: decided.problem };
  const { secrets } = decided;
  const values: Record<string, string> = {};
  for (const [name, input] of Object.entries(stack.inputs)) {
    const value = resolved(input, { outputOf: context.outputOf, secrets });
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
      return secrets?.revisions[input.node];
  }
}

function describeInput(input: StackInput): string {
  if (input.from === 'output') return `${input.stack} ${input.name}`;
  return input.from === 'revision' ? `the secrets revision of ${input.node}` : 'a literal';
}
