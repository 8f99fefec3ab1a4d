import type { CfnTemplate } from '../model/artifact.js';
import { circularResources, dependenciesOf, dependsOn } from './dependencies.js';
import type { Reference } from './intrinsics.js';
import { referencesOf } from './intrinsics.js';
import { pointerTo } from './pointer.js';
import type { ResourceSpecification } from './specification.js';
import { mistake, type TemplateFinding } from './template-finding.js';

/** Finds references to nothing, circular dependencies, and parameters and conditions that nothing uses. */
export function checkReferences(
  template: CfnTemplate,
  specification: ResourceSpecification,
): readonly TemplateFinding[] {
  const references = allReferences(template);
  return [
    ...references.flatMap(reference => checkReference(reference, template, specification)),
    ...checkDependsOn(template),
    ...checkConditions(template),
    ...circularResources(dependenciesOf(template)).map(logicalId =>
      mistake('CW3008', pointerTo('/Resources', logicalId), `${logicalId} depends, directly or indirectly, on itself`),
    ),
    ...unusedParameters(template, references),
    ...unusedConditions(template, references),
  ];
}

/** Sections in which functions are resolved. */
const resolved = ['Resources', 'Outputs', 'Conditions', 'Rules', 'Hooks'];

function allReferences(template: CfnTemplate): readonly Reference[] {
  return resolved.flatMap(section => referencesOf(template[section], `/${section}`));
}

function checkReference(
  reference: Reference,
  template: CfnTemplate,
  specification: ResourceSpecification,
): readonly TemplateFinding[] {
  const { pointer, name } = reference;
  const { Resources, Parameters = {} } = template;
  if (name === undefined) return [];
  switch (reference.kind) {
    case 'ref': {
      // A condition is evaluated before any resource exists.
      const inCondition = pointer.startsWith('/Conditions/');
      if (Object.hasOwn(Parameters, name) || (Object.hasOwn(Resources, name) && !inCondition)) return [];
      return [mistake('CW3006', pointer, `there is no parameter${inCondition ? '' : ' or resource'} ${name}`)];
    }
    case 'attribute':
      if (!Object.hasOwn(Resources, name)) return [mistake('CW3006', pointer, `there is no resource ${name}`)];
      return checkAttribute(reference, Resources[name]?.Type ?? '', specification);
    case 'condition':
      return checkName(template, 'Conditions', reference);
    default:
      return checkName(template, 'Mappings', reference);
  }
}

function checkAttribute(
  { pointer, attribute }: Extract<Reference, { kind: 'attribute' }>,
  type: string,
  specification: ResourceSpecification,
): readonly TemplateFinding[] {
  const resourceType = specification.resourceType(type);
  if (!resourceType || attribute === undefined || Object.hasOwn(resourceType.attributes, attribute)) return [];
  return [mistake('CW3007', pointer, `${type} has no attribute ${attribute}`)];
}

function checkName(template: CfnTemplate, section: string, reference: Reference): readonly TemplateFinding[] {
  const { name = '', kind, pointer } = reference;
  return Object.hasOwn(template[section] ?? {}, name)
    ? []
    : [mistake('CW3006', pointer, `there is no ${kind} ${name}`)];
}

function checkDependsOn({ Resources }: CfnTemplate): readonly TemplateFinding[] {
  return Object.entries(Resources).flatMap(([logicalId, resource]) =>
    dependsOn(resource)
      .filter(name => !Object.hasOwn(Resources, name))
      .map(name => mistake('CW3006', pointerTo('/Resources', logicalId, 'DependsOn'), `there is no resource ${name}`)),
  );
}

function checkConditions(template: CfnTemplate): readonly TemplateFinding[] {
  return ['Resources', 'Outputs'].flatMap(section =>
    Object.entries(template[section] ?? {}).flatMap(([name, entry]) => {
      const condition = (entry as { readonly Condition?: unknown } | null)?.Condition;
      const pointer = pointerTo('', section, name, 'Condition');
      return typeof condition === 'string'
        ? checkName(template, 'Conditions', { kind: 'condition', name: condition, pointer })
        : [];
    }),
  );
}

function unusedParameters(template: CfnTemplate, references: readonly Reference[]): readonly TemplateFinding[] {
  const used = new Set(references.map(({ name }) => name));
  return Object.keys(template.Parameters ?? {})
    .filter(name => !used.has(name))
    .map(name => mistake('CW3009', pointerTo('/Parameters', name), `nothing uses the parameter ${name}`));
}

function unusedConditions(template: CfnTemplate, references: readonly Reference[]): readonly TemplateFinding[] {
  const used = new Set(references.filter(({ kind }) => kind === 'condition').map(({ name }) => name));
  for (const section of ['Resources', 'Outputs']) {
    for (const entry of Object.values(template[section] ?? {})) {
      const condition = (entry as { readonly Condition?: unknown } | null)?.Condition;
      if (typeof condition === 'string') used.add(condition);
    }
  }
  return Object.keys(template.Conditions ?? {})
    .filter(name => !used.has(name))
    .map(name => mistake('CW3009', pointerTo('/Conditions', name), `nothing uses the condition ${name}`));
}
