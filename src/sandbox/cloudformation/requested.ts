import { flag, structureList, textList } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import { checkCapabilities, checkResourceTypes } from '../templates/capabilities.js';
import { parameterValues } from '../templates/parameters.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import { storedParameters } from '../templates/stored-parameters.js';
import { checkSupported } from '../templates/supported.js';
import { validationError } from '../templates/template-error.js';
import type { Call } from './call.js';
import { requestedTemplate } from './documents.js';
import type { Deployment, Stack } from './state.js';

/** What a request asks its stack to be; what it leaves out stays as it is. Throws what AWS answers to wrong requests. */
export async function requestedDeployment(call: Call, stack: Stack | undefined): Promise<Deployment> {
  const { context, parameters, place } = call;
  refuseUnsimulated(parameters);
  const live = stack?.deployment;
  const template = await requestedTemplate(call, stack);
  const parsed = parsedTemplate(template);
  checkSupported(parsed, context.specification);
  const given = structureList(parameters, 'Parameters').map(parameter => ({
    key: parameter.get('ParameterKey') ?? '',
    value: parameter.get('ParameterValue'),
    usePrevious: parameter.get('UsePreviousValue') === 'true',
  }));
  const values = parameterValues(parsed, given, live?.parameters);
  const resolvedParameters = storedParameters(parsed, values, { ...place, world: context.world });
  const capabilities = textList(parameters, 'Capabilities');
  checkCapabilities(parsed, capabilities);
  checkResourceTypes(parsed, textList(parameters, 'ResourceTypes'));
  const listedArns = textList(parameters, 'NotificationARNs');
  return {
    template,
    parameters: values,
    resolvedParameters,
    tags: says(parameters, 'Tags') ? requestedTags(parameters) : (live?.tags ?? {}),
    capabilities,
    // A service role stays with its stack: it can be changed, never taken away.
    roleArn: requestedRole(parameters) ?? live?.roleArn,
    notificationArns: (says(parameters, 'NotificationARNs') ? undefined : live?.notificationArns) ?? listedArns,
  };
}

/** Parameters of AWS's that would change what happens, and that the sandbox would otherwise ignore. */
function refuseUnsimulated(parameters: QueryParameters): void {
  const changing = [
    ...['RollbackConfiguration', 'DeploymentConfig'].filter(name => says(parameters, name)),
    ...['IncludeNestedStacks', 'DisableValidation'].filter(name => flag(parameters, name)),
  ].find(name => parameters.get(name) !== '');
  if (changing !== undefined) throw validationError(`The sandbox does not simulate the parameter ${changing}.`);
}

/** Whether a request says anything of a list or structure, be it that it is empty. */
function says(parameters: QueryParameters, name: string): boolean {
  return [...parameters.keys()].some(key => key === name || key.startsWith(`${name}.`));
}

function requestedTags(parameters: QueryParameters): Readonly<Record<string, string>> {
  const tags = structureList(parameters, 'Tags').map(tag => [tag.get('Key') ?? '', tag.get('Value') ?? ''] as const);
  if (tags.length > 50) throw validationError('Too many tags: at most 50 are allowed.');
  const keys = tags.map(([key]) => key);
  if (new Set(keys).size < keys.length) throw validationError('Duplicate tag keys are not allowed.');
  for (const [key, value] of tags) {
    if (key.startsWith('aws:')) throw validationError('aws: prefixed tag key names are not allowed for external use.');
    if (key.length < 1 || key.length > 128 || value.length < 1 || value.length > 256) {
      throw validationError(`Tag '${key}' must have a key of 1 to 128 and a value of 1 to 256 characters`);
    }
  }
  return Object.fromEntries(tags);
}

function requestedRole(parameters: QueryParameters): string | undefined {
  const arn = parameters.get('RoleARN');
  if (arn === undefined || /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) return arn;
  throw validationError(`Role ${arn} is invalid or cannot be assumed`);
}
