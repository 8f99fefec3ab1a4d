import { circularResources, dependenciesOf } from '../../cfn/dependencies.js';
import type { ResourceSpecification } from '../../cfn/specification.js';
import type { CfnTemplate } from '../../model/artifact.js';
import { checkDynamicReferences } from './dynamic-references.js';
import { checkFunctions } from './function-forms.js';
import { checkDeclarations } from './parameters.js';
import { checkPolicies } from './policies.js';
import { checkConditions, checkReferences } from './references.js';
import { checkSections } from './sections.js';
import { validationError } from './template-error.js';

const checked = new WeakSet<CfnTemplate>();

/** Throws ValidationError for what CloudFormation refuses at once, and for what the sandbox does not simulate. */
export function checkSupported(template: CfnTemplate, specification: ResourceSpecification): void {
  // A parsed template never changes, and the same one is asked about with every change set.
  if (checked.has(template)) return;
  refuseUnsimulated(template);
  checkSections(template);
  checkTypes(template, specification);
  checkDeclarations(template);
  for (const section of ['Conditions', 'Rules', 'Resources', 'Outputs']) checkFunctions(template[section], section);
  checkConditions(template);
  checkReferences(template, specification);
  checkPolicies(template);
  checkDynamicReferences(template);
  const circle = circularResources(dependenciesOf(template));
  if (circle.length > 0) {
    throw validationError(`Circular dependency between resources: [${circle.join(', ')}]`);
  }
  checked.add(template);
}

/** What would change the meaning of everything else, and must therefore not be taken for something else. */
function refuseUnsimulated(template: CfnTemplate): void {
  if (template.Transform !== undefined || hasTransform(template)) {
    throw validationError('The sandbox does not simulate macros and transforms.');
  }
  if (template.Hooks !== undefined) throw validationError('The sandbox does not simulate the section Hooks.');
  for (const [logicalId, { Type }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::CloudFormation::Stack') {
      throw validationError(`The sandbox does not simulate nested stacks (resource ${logicalId}).`);
    }
    if (
      /^Custom::|::MODULE$|^AWS::CloudFormation::(?:CustomResource|WaitCondition|WaitConditionHandle|Macro)$/.test(Type)
    ) {
      throw validationError(`The sandbox does not simulate resources of type ${Type} (resource ${logicalId}).`);
    }
  }
}

function hasTransform(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => key === 'Fn::Transform' || hasTransform(member));
}

function checkTypes({ Resources }: CfnTemplate, specification: ResourceSpecification): void {
  const unknown = Object.values(Resources).filter(({ Type }) => !specification.resourceType(Type));
  if (unknown.length === 0) return;
  const types = [...new Set(unknown.map(({ Type }) => Type))];
  throw validationError(`Template format error: Unrecognized resource types: [${types.join(', ')}]`);
}
