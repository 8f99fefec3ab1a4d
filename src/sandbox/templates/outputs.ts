import { resolve } from './resolve.js';
import type { Scope } from './scope.js';
import { validationError } from './template-error.js';

/** Named as AWS names its parts. */
export interface Output {
  readonly outputKey: string;
  readonly outputValue: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

interface Declaration {
  readonly Value: unknown;
  readonly Description?: unknown;
  readonly Export?: { readonly Name?: unknown };
  readonly Condition?: string;
}

/** The outputs of a template whose resources all exist; throws ValidationError where one is not text. */
export function outputsOf(scope: Scope): readonly Output[] {
  return activeOutputs(scope).map(([key, { Value, Description, Export }]) => {
    const exportName = resolve(Export?.Name, scope);
    return {
      outputKey: key,
      outputValue: textOf(resolve(Value, scope), key),
      description: typeof Description === 'string' ? Description : undefined,
      exportName: typeof exportName === 'string' ? exportName : undefined,
    };
  });
}

/** All that outputs say, as far as it is known yet. */
export function plannedOutputs(scope: Scope): unknown {
  return activeOutputs(scope).map(([key, output]) => [key, resolve({ ...output, Condition: undefined }, scope)]);
}

function activeOutputs(scope: Scope) {
  const declared = Object.entries((scope.template.Outputs ?? {}) as Readonly<Record<string, Declaration>>);
  return declared.filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition));
}

function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(
    `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
  );
}
