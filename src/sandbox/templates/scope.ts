import type { CfnTemplate } from '../../model/artifact.js';
import { validationError } from './template-error.js';

export type Value = string | readonly string[];

/** Where the functions of a template get their values from. */
export interface Scope {
  readonly template: CfnTemplate;
  /** Value of a parameter or pseudo parameter; undefined if there is none. */
  parameter(name: string): Value | undefined;
  condition(name: string): boolean;
  /** What Ref of a resource returns. */
  physicalId(logicalId: string): string;
  attribute(logicalId: string, name: string): Value;
  /** Value of an export of another stack; throws if there is none. */
  imported(name: string): string;
  readonly region: string;
  /** Told the size of every value that a function returns; throws once they are more than any template needs. */
  spend(characters: number): void;
}

export type Resources = Pick<Scope, 'physicalId' | 'attribute' | 'imported'>;

/** Logical ids of the resources whose condition holds. */
export function activeResources(scope: Scope): readonly string[] {
  return Object.keys(scope.template.Resources).filter(logicalId => isActive(logicalId, scope));
}

export function isActive(logicalId: string, scope: Scope): boolean {
  const condition = scope.template.Resources[logicalId]?.Condition;
  return typeof condition !== 'string' || scope.condition(condition);
}

/** Functions within each other can double a value with every level, so all of a template's values together are bounded. */
export function budget(characters = 32 * 1024 * 1024): Scope['spend'] {
  let left = characters;
  return spent => {
    left -= spent;
    if (left < 0) throw validationError('Template error: the values of the template are too large.');
  };
}
