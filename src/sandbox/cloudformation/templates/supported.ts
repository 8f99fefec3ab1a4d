import { templateLimits } from '../../../cfn/check-limits.js';
import { circularResources, dependenciesOf, dependsOn } from '../../../cfn/dependencies.js';
import { referencesOf } from '../../../cfn/intrinsics.js';
import type { ResourceSpecification } from '../../../cfn/specification.js';
import type { CfnTemplate } from '../../../model/artifact.js';
import { checkDeclarations } from './parameters.js';
import { validationError } from './template-error.js';

/** Throws ValidationError for what CloudFormation refuses at once, and for what the sandbox does not simulate. */
export function checkSupported(template: CfnTemplate, specification: ResourceSpecification): void {
  refuseUnsimulated(template);
  checkCounts(template);
  checkSections(template);
  const unknown = Object.values(template.Resources).filter(({ Type }) => !specification.resourceType(Type));
  if (unknown.length > 0) {
    const types = [...new Set(unknown.map(({ Type }) => Type))];
    throw validationError(`Template format error: Unrecognized resource types: [${types.join(', ')}]`);
  }
  checkDeclarations(template);
  checkResolvable(template);
  checkAttributes(template, specification);
  const circle = circularResources(dependenciesOf(template));
  if (circle.length > 0) {
    throw validationError(`Circular dependency between resources: [${circle.join(', ')}]`);
  }
}

function refuseUnsimulated(template: CfnTemplate): void {
  if (template.Transform !== undefined || JSON.stringify(template).includes('"Fn::Transform"')) {
    throw validationError('The sandbox does not simulate macros and transforms.');
  }
  if (JSON.stringify(template).includes('{{resolve:')) {
    throw validationError('The sandbox does not simulate dynamic references.');
  }
  for (const section of ['Rules', 'Hooks']) {
    if (template[section] !== undefined) throw validationError(`The sandbox does not simulate the section ${section}.`);
  }
  for (const [logicalId, { Type }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::CloudFormation::Stack') {
      throw validationError(`The sandbox does not simulate nested stacks (resource ${logicalId}).`);
    }
    if (Type.startsWith('Custom::') || /^AWS::CloudFormation::(CustomResource|WaitCondition|Macro)/.test(Type)) {
      throw validationError(`The sandbox does not simulate resources of type ${Type} (resource ${logicalId}).`);
    }
  }
}

function checkCounts(template: CfnTemplate): void {
  const count = (section: string) => Object.keys(template[section] ?? {}).length;
  for (const [section, word] of [
    ['Resources', 'resources'],
    ['Parameters', 'parameters'],
    ['Outputs', 'outputs'],
  ] as const) {
    const limit = templateLimits[word];
    if (count(section) > limit) {
      throw validationError(
        `Template format error: Number of ${word}, ${count(section)}, is greater than maximum allowed, ${limit}`,
      );
    }
  }
  const description = template.Description;
  if (description === undefined) return;
  if (typeof description !== 'string') throw validationError('Template format error: Description must be a string.');
  if (Buffer.byteLength(description) > templateLimits.descriptionBytes) {
    throw validationError(
      `Template format error: Description must be a string with maximum length ${templateLimits.descriptionBytes}`,
    );
  }
}

const known = new Set(
  'AWSTemplateFormatVersion Conditions Description Mappings Metadata Outputs Parameters Resources'.split(' '),
);
const resourceAttributes = new Set(
  'Type Properties Metadata DependsOn Condition CreationPolicy UpdatePolicy DeletionPolicy UpdateReplacePolicy'.split(
    ' ',
  ),
);

function checkSections(template: CfnTemplate): void {
  const sections = Object.keys(template).filter(section => !known.has(section));
  if (sections.length > 0) {
    throw validationError(`Invalid template property or properties [${sections.join(', ')}]`);
  }
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
      throw validationError(`Template format error: Resource name ${logicalId} is non alphanumeric.`);
    }
    const wrong = Object.keys(resource).filter(attribute => !resourceAttributes.has(attribute));
    if (wrong.length > 0) throw validationError(`Invalid template resource property '${wrong[0]}'`);
    const pointer = nullIn(resource.Properties, `/Resources/${logicalId}/Properties`);
    if (pointer !== undefined) throw validationError(`[${pointer}] 'null' values are not allowed in templates`);
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if ((output as { readonly Value?: unknown } | null)?.Value === undefined) {
      throw validationError(`Template format error: Every Outputs member must contain a Value object (output ${name})`);
    }
  }
}

function nullIn(value: unknown, pointer: string): string | undefined {
  if (value === null) return pointer;
  if (typeof value !== 'object') return undefined;
  for (const [key, member] of Object.entries(value ?? {})) {
    const found = nullIn(member, `${pointer}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkResolvable(template: CfnTemplate): void {
  const { Resources, Parameters = {} } = template;
  const Conditions = (template.Conditions ?? {}) as Readonly<Record<string, unknown>>;
  const names = { ...Resources, ...Parameters };
  for (const section of ['Resources', 'Outputs'] as const) {
    const entries = Object.entries(template[section] ?? {}) as unknown as [string, Readonly<Record<string, unknown>>][];
    const references = entries.flatMap(([, entry]) => referencesOf({ ...entry, Condition: undefined }));
    const unresolved = references
      .filter(({ kind }) => kind === 'ref' || kind === 'attribute')
      .filter(({ kind, name = '' }) => !Object.hasOwn(kind === 'ref' ? names : Resources, name));
    const missing = new Set(unresolved.map(({ name }) => name));
    for (const [, entry] of entries) {
      for (const name of dependsOn(entry as never)) if (!Object.hasOwn(Resources, name)) missing.add(name);
      const { Condition: condition } = entry;
      if (typeof condition === 'string' && !Object.hasOwn(Conditions, condition)) {
        throw validationError(`Template format error: Unresolved condition ${condition}`);
      }
    }
    if (missing.size > 0) {
      throw validationError(
        `Template format error: Unresolved resource dependencies [${[...missing].join(', ')}] in the ${section} block of the template`,
      );
    }
    const condition = references.find(
      ({ kind, name = '' }) => kind === 'condition' && !Object.hasOwn(Conditions, name),
    );
    if (condition) throw validationError(`Template format error: Unresolved condition ${condition.name}`);
  }
}

function checkAttributes(template: CfnTemplate, specification: ResourceSpecification): void {
  for (const reference of [...referencesOf(template.Resources), ...referencesOf(template.Outputs)]) {
    if (reference.kind !== 'attribute' || reference.attribute === undefined) continue;
    const type = specification.resourceType(template.Resources[reference.name]?.Type ?? '');
    if (type && !Object.hasOwn(type.attributes, reference.attribute)) {
      throw validationError(
        `Template error: resource ${reference.name} does not support attribute type ${reference.attribute} in Fn::GetAtt`,
      );
    }
  }
}
