import { requiredCapabilities } from '../../templates/capabilities.js';
import { declaredParameters, isNoEcho } from '../../templates/parameters.js';
import { parsedTemplate } from '../../templates/parsed-template.js';
import { checkSupported } from '../../templates/supported.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { requireChangeSet } from '../change-sets/change-sets.js';
import { oneOf } from '../query-lists.js';
import { members } from '../shapes.js';
import { findStack, requireStack } from '../stacks.js';
import { templateBody } from '../template-body.js';

/** Without transforms the processed template is the original one. */
export function getTemplate(call: Call): XmlValue {
  oneOf(call.parameters, 'TemplateStage', ['Original', 'Processed']);
  const TemplateBody = storedTemplate(call);
  return { TemplateBody, StagesAvailable: members(['Original', 'Processed']) };
}

export async function getTemplateSummary(call: Call): Promise<XmlValue> {
  const text = call.parameters.get('StackName') === undefined ? await sentTemplate(call) : summarizedTemplate(call);
  const template = parsedTemplate(text);
  const declared = Object.entries(declaredParameters(template)).map(([key, declaration]) => ({
    ParameterKey: key,
    DefaultValue: defaultOf(declaration.Default),
    ParameterType: declaration.Type,
    NoEcho: isNoEcho(declaration),
    Description: declaration.Description,
    ParameterConstraints: { AllowedValues: members((declaration.AllowedValues ?? []).map(String)) },
  }));
  return {
    Parameters: members(declared),
    Description: textOf(template.Description),
    ...capabilityFields(text),
    ResourceTypes: members(Object.values(template.Resources).map(({ Type }) => Type)),
    Version: textOf(template.AWSTemplateFormatVersion),
    Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
    DeclaredTransforms: members([]),
  };
}

export async function validateTemplate(call: Call): Promise<XmlValue> {
  const text = await sentTemplate(call);
  const template = parsedTemplate(text);
  checkSupported(template, call.context.specification);
  const declared = Object.entries(declaredParameters(template)).map(([key, declaration]) => ({
    ParameterKey: key,
    DefaultValue: defaultOf(declaration.Default),
    NoEcho: isNoEcho(declaration),
    Description: declaration.Description,
  }));
  return { Parameters: members(declared), Description: textOf(template.Description), ...capabilityFields(text) };
}

/** The template of a stack that has one. */
function summarizedTemplate(call: Call): string {
  const { context, parameters, place } = call;
  if (findStack(context.world, place, parameters.get('StackName') ?? '')?.status === 'REVIEW_IN_PROGRESS') {
    throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
  }
  return storedTemplate(call);
}

function storedTemplate({ context, parameters, place }: Call): string {
  if (parameters.get('ChangeSetName') !== undefined) {
    return requireChangeSet(context, place, parameters).changeSet.deployment.template;
  }
  const name = parameters.get('StackName');
  if (name === undefined) throw validationError('StackName is required if ChangeSetName is not specified.');
  const { deployment } = requireStack(context.world, place, name, `with id ${name} does not exist`);
  if (!deployment) throw validationError(`Template is not available for stack ${name}, which has no resources yet`);
  return deployment.template;
}

function sentTemplate({ context: { templates }, parameters, request }: Call): Promise<string> {
  return templateBody(parameters, { templates, request, stack: undefined });
}

function capabilityFields(text: string) {
  const { capability, types } = requiredCapabilities(parsedTemplate(text));
  if (capability === undefined) return {};
  return {
    Capabilities: members([capability]),
    CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

function defaultOf(value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
