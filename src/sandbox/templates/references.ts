import { circularResources, dependsOn } from '../../cfn/dependencies.js';
import type { Reference } from '../../cfn/intrinsics.js';
import { intrinsicOf, referencesOf } from '../../cfn/intrinsics.js';
import type { ResourceSpecification } from '../../cfn/specification.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { own } from '../../model/own.js';
import { isBooleanFunction } from './function-forms.js';
import { validationError } from './template-error.js';

/** Throws ValidationError for conditions that are none, need resources or each other, or refer to nothing. */
export function checkConditions(template: CfnTemplate): void {
  const conditions = Object.entries(template.Conditions ?? {});
  for (const [name, condition] of conditions) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(name)) {
      throw validationError(`Template format error: Condition name ${name} is non alphanumeric.`);
    }
    if (!isBooleanFunction(condition)) {
      throw validationError(
        'Template format error: Conditions can only be boolean operations on parameters and other conditions',
      );
    }
    checkParametersOnly(condition, template, 'Conditions');
  }
  for (const rule of Object.values(template.Rules ?? {})) checkParametersOnly(rule, template, 'Rules');
  const needs = conditions.map(([name, condition]) => {
    const needed = referencesOf(condition).filter(({ kind }) => kind === 'condition');
    return [name, new Set(needed.map(({ name: other }) => other ?? ''))] as const;
  });
  const circle = circularResources(new Map(needs));
  if (circle.length > 0) {
    throw validationError(`Template error: Found circular condition dependency: [${circle.join(', ')}]`);
  }
}

/** Before anything exists there are only parameters. */
function checkParametersOnly(value: unknown, template: CfnTemplate, section: string): void {
  const { Parameters = {} } = template;
  for (const reference of referencesOf(value)) {
    const { kind, name = '' } = reference;
    if (kind === 'attribute' || (kind === 'ref' && !Object.hasOwn(Parameters, name))) {
      throw validationError(
        `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the ${section} block of the template`,
      );
    }
    if (kind === 'condition' && !Object.hasOwn(template.Conditions ?? {}, name)) {
      throw unresolvedCondition(name, section);
    }
    if (kind === 'mapping') checkMapping(name, template);
  }
}

/** Throws ValidationError for references to nothing. */
export function checkReferences(template: CfnTemplate, specification: ResourceSpecification): void {
  const { Resources, Parameters = {} } = template;
  const common = Object.keys(Resources).filter(name => Object.hasOwn(Parameters, name));
  if (common.length > 0) {
    throw validationError(
      `Template error: all resources and parameters must have unique names. Common name(s):[${common.join(', ')}]`,
    );
  }
  for (const section of ['Resources', 'Outputs'] as const) {
    const entries = Object.values(template[section] ?? {}) as Readonly<Record<string, unknown>>[];
    const missing = entries.flatMap(entry => checkEntry(entry, section, { template, specification }));
    if (missing.length === 0) continue;
    throw validationError(
      `Template format error: Unresolved resource dependencies [${[...new Set(missing)].join(', ')}] in the ${section} block of the template`,
    );
  }
}

interface Checking {
  readonly template: CfnTemplate;
  readonly specification: ResourceSpecification;
}

/** Names that a resource or an output refers to and that nothing has. */
function checkEntry(entry: Readonly<Record<string, unknown>>, section: string, checking: Checking): readonly string[] {
  const { Resources, Parameters = {}, Conditions = {} } = checking.template;
  const { Condition: condition, ...rest } = entry;
  if (typeof condition === 'string' && !Object.hasOwn(Conditions as object, condition)) {
    throw unresolvedCondition(condition, section);
  }
  checkDependencies(section === 'Outputs' ? entry.Export : undefined, Resources, 'the Name of an Export');
  checkImports(rest, Resources);
  const missing = dependsOn(rest as never).filter(name => !Object.hasOwn(Resources, name));
  for (const reference of referencesOf(rest)) {
    const { name = '' } = reference;
    if (reference.kind === 'ref' && !Object.hasOwn(Parameters, name) && !Object.hasOwn(Resources, name)) {
      missing.push(name);
    }
    if (reference.kind === 'attribute') checkAttribute(reference, checking);
    if (reference.kind === 'mapping' && reference.name !== undefined) checkMapping(name, checking.template);
    if (reference.kind === 'condition' && !Object.hasOwn(Conditions as object, name)) {
      throw validationError(`Template error: unresolved condition dependency ${name} in Fn::If`);
    }
  }
  return missing;
}

function checkImports(value: unknown, resources: CfnTemplate['Resources']): void {
  if (typeof value !== 'object' || value === null) return;
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Fn::ImportValue') checkDependencies(argument, resources, 'the attribute in Fn::ImportValue');
  for (const member of Object.values(value)) checkImports(member, resources);
}

/** Names of exports are needed before any resource exists. */
function checkDependencies(value: unknown, resources: CfnTemplate['Resources'], what: string): void {
  const dependent = referencesOf(value).some(({ name = '' }) => Object.hasOwn(resources, name));
  if (!dependent && !/"Fn::(?:ImportValue|GetAZs)"/.test(JSON.stringify(value) ?? '')) return;
  throw validationError(`Template error: ${what} must not depend on any resources, imported values, or Fn::GetAZs`);
}

function checkAttribute(
  { name, attribute, function: used }: Extract<Reference, { kind: 'attribute' }>,
  { template, specification }: Checking,
): void {
  const resource = own(template.Resources, name);
  if (!resource) {
    throw validationError(
      used === 'Fn::Sub'
        ? `Template error: instance of Fn::Sub references invalid resource attribute ${name}.${attribute}`
        : `Template error: instance of Fn::GetAtt references undefined resource ${name}`,
    );
  }
  const type = specification.resourceType(resource.Type);
  if (!type || attribute === undefined || Object.hasOwn(type.attributes, attribute)) return;
  throw validationError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
}

function checkMapping(name: string, template: CfnTemplate): void {
  if (Object.hasOwn(template.Mappings ?? {}, name)) return;
  throw validationError(
    `Template error: Mapping named '${name}' is not present in the 'Mappings' section of template.`,
  );
}

function unresolvedCondition(name: string, section: string): Error {
  return validationError(
    `Template format error: Unresolved condition dependency ${name} in the ${section} block of the template`,
  );
}
