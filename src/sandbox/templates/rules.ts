import { resolve } from './resolve.js';
import type { Scope } from './scope.js';
import { validationError } from './template-error.js';

interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert?: unknown; readonly AssertDescription?: string }[];
}

/** Throws ValidationError unless the parameters' values satisfy every rule of the template. */
export function checkRules(scope: Scope): void {
  for (const [name, rule] of Object.entries((scope.template.Rules ?? {}) as Readonly<Record<string, Rule>>)) {
    const { RuleCondition: condition = true, Assertions } = rule;
    if (!holds(condition, scope)) continue;
    const broken = Assertions.find(({ Assert }) => !holds(Assert, scope));
    if (broken) {
      throw validationError(`Rule ${name} failed: ${broken.AssertDescription ?? 'an assertion is not satisfied'}`);
    }
  }
}

function holds(value: unknown, scope: Scope): boolean {
  return String(resolve(value, scope)) === 'true';
}
