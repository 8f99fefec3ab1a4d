import { members, shaped } from '../../query-page.js';
import { oneOf } from '../../query-parameters.js';
import { parsedTemplate } from '../../templates/parsed-template.js';
import { detailedSummary, templateSummary } from '../../templates/summary.js';
import { checkSupported } from '../../templates/supported.js';
import { validationError } from '../../templates/template-error.js';
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
    return shaped(detailedSummary(parsedTemplate(text)));
  },

  async ValidateTemplate(call) {
    const template = parsedTemplate(await requestedTemplate(call));
    checkSupported(template, call.context.specification);
    return shaped(templateSummary(template));
  },
};

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
