import { resolve } from '../templates/resolve.js';
import type { Scope } from '../templates/scope.js';
import { validationError } from '../templates/template-error.js';
import type { StackOutput } from './state.js';

interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: unknown;
  readonly Export?: { readonly Name?: unknown };
  readonly Condition?: string;
}

/** The outputs of a template whose resources all exist; throws ValidationError where one is not text. */
export function outputsOf(scope: Scope): readonly StackOutput[] {
  const declared = Object.entries((scope.template.Outputs ?? {}) as Readonly<Record<string, OutputDeclaration>>);
  return declared
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([key, { Value, Description, Export }]) => {
      const exportName = resolve(Export?.Name, scope);
      return {
        key,
        value: textOf(resolve(Value, scope), key),
        description: typeof Description === 'string' ? Description : undefined,
        exportName: typeof exportName === 'string' ? exportName : undefined,
      };
    });
}

function textOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(
    `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
  );
}
