import type { CfnTemplate } from '../../model/artifact.js';
import { own } from '../../model/own.js';
import { referenceOf } from '../resources/physical-ids.js';
import { declaredParameters, parameterValue } from './parameters.js';
import { resolve } from './resolve.js';
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

/** The scope of a template, given the values of its parameters and pseudo parameters. */
export function templateScope(
  template: CfnTemplate,
  region: string,
  values: Readonly<Record<string, Value>>,
  resources: Resources,
): Scope {
  const declared = declaredParameters(template);
  const conditions = new Map<string, boolean>();
  const scope: Scope = {
    template,
    region,
    spend: budget(),
    imported: resources.imported,
    physicalId: logicalId =>
      referenceOf(template.Resources[logicalId]?.Type ?? '', resources.physicalId(existing(logicalId, scope))),
    attribute: (logicalId, name) => resources.attribute(existing(logicalId, scope), name),
    parameter(name) {
      const value = own(values, name);
      return typeof value === 'string' ? parameterValue(own(declared, name), value) : value;
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const value = String(resolve((template.Conditions as Record<string, unknown>)[name], scope)) === 'true';
      conditions.set(name, value);
      return value;
    },
  };
  return scope;
}

/** Where a condition leaves a resource out, nothing that is evaluated may refer to it. */
function existing(logicalId: string, scope: Scope): string {
  if (isActive(logicalId, scope)) return logicalId;
  throw validationError(
    `Template format error: Unresolved resource dependencies [${logicalId}] in the Resources block of the template`,
  );
}

/** Logical ids of the resources whose condition holds. */
export function activeResources(scope: Scope): readonly string[] {
  return Object.keys(scope.template.Resources).filter(logicalId => isActive(logicalId, scope));
}

function isActive(logicalId: string, scope: Scope): boolean {
  const condition = scope.template.Resources[logicalId]?.Condition;
  return typeof condition !== 'string' || scope.condition(condition);
}

/** Functions within each other can double a value with every level, so all of a template's values together are bounded. */
function budget(characters = 32 * 1024 * 1024): Scope['spend'] {
  let left = characters;
  return spent => {
    left -= spent;
    if (left < 0) throw validationError('Template error: the values of the template are too large.');
  };
}
