import { members } from '../../query-page.js';
import { oneOf } from '../../query-parameters.js';
import { requiredCapabilities } from '../../templates/capabilities.js';
import type { ParameterDeclaration } from '../../templates/parameters.js';
import { declaredParameters, isNoEcho } from '../../templates/parameters.js';
import { parsedTemplate } from '../../templates/parsed-template.js';
import { checkSupported } from '../../templates/supported.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Actions, Call } from '../call.js';
import { namedStack, withId } from '../call.js';
import { requireChangeSet } from '../change-sets/change-sets.js';
import { requestedTemplate } from '../documents.js';
import { findStack } from '../stacks.js';

export const templateActions: Actions = {
  /** Without transforms the processed template is the original one. */
  GetTemplate(call) {
    oneOf(call.parameters, 'TemplateStage', ['Original', 'Processed']);
    const TemplateBody = storedTemplate(call);
    return { TemplateBody, StagesAvailable: members(['Original', 'Processed']) };
  },

  async GetTemplateSummary(call) {
    const text = call.parameters.has('StackName') ? summarizedTemplate(call) : await requestedTemplate(call);
    const template = parsedTemplate(text);
    return {
      ...summary(text, ({ Type, AllowedValues = [] }) => ({
        ParameterType: Type,
        ParameterConstraints: { AllowedValues: members(AllowedValues.map(String)) },
      })),
      ResourceTypes: members(Object.values(template.Resources).map(({ Type }) => Type)),
      Version: textOf(template.AWSTemplateFormatVersion),
      Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
      DeclaredTransforms: members([]),
    };
  },

  async ValidateTemplate(call) {
    const text = await requestedTemplate(call);
    checkSupported(parsedTemplate(text), call.context.specification);
    return summary(text, () => ({}));
  },
};

/** What a template asks of whoever uses it. */
function summary(text: string, more: (declaration: ParameterDeclaration) => Readonly<Record<string, XmlValue>>) {
  const template = parsedTemplate(text);
  const { capability, types } = requiredCapabilities(template);
  const declared = Object.entries(declaredParameters(template)).map(([key, declaration]) => ({
    ParameterKey: key,
    DefaultValue: declaration.Default?.toString(),
    NoEcho: isNoEcho(declaration),
    Description: declaration.Description,
    ...more(declaration),
  }));
  return {
    Parameters: members(declared),
    Description: textOf(template.Description),
    ...(capability !== undefined && {
      Capabilities: members([capability]),
      CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
    }),
  };
}

/** The template of a stack that has one. */
function summarizedTemplate(call: Call): string {
  const { context, parameters, place } = call;
  if (findStack(context.world, place, parameters.get('StackName') ?? '')?.status === 'REVIEW_IN_PROGRESS') {
    throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
  }
  return storedTemplate(call);
}

function storedTemplate(call: Call): string {
  const { parameters } = call;
  if (parameters.has('ChangeSetName')) return requireChangeSet(call).changeSet.deployment.template;
  if (!parameters.has('StackName')) throw validationError('StackName is required if ChangeSetName is not specified.');
  const { deployment, stackName } = namedStack(call, withId);
  if (deployment) return deployment.template;
  throw validationError(`Template is not available for stack ${stackName}, which has no resources yet`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
