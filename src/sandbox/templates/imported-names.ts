import { resolve } from './resolve.js';
import type { Scope } from './scope.js';

/** Names of the exports that a template reads. */
export function importedNames(scope: Scope): readonly string[] {
  return namesIn(scope.template, scope);
}

function namesIn(value: unknown, scope: Scope): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'Fn::ImportValue' ? [String(resolve(member, scope))] : namesIn(member, scope),
  );
}
