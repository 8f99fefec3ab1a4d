import type { CfnTemplate } from '../../model/artifact.js';
import { flag, structureList, textList } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import { checkCapabilities } from '../templates/capabilities.js';
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
  return {
    template,
    parameters: values,
    resolvedParameters,
    tags: says(parameters, 'Tags') ? requestedTags(parameters) : (live?.tags ?? {}),
    capabilities,
    // A service role stays with its stack: it can be changed, never taken away.
    roleArn: requestedRole(parameters) ?? live?.roleArn,
    notificationArns: says(parameters, 'NotificationARNs')
      ? textList(parameters, 'NotificationARNs')
      : (live?.notificationArns ?? []),
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

/** `ResourceTypes` lists what a template may contain: types, or patterns such as `AWS::EC2::*`. */
function checkResourceTypes({ Resources }: CfnTemplate, listed: readonly string[]): void {
  const allows = (type: string) =>
    listed.some(item => item === type || (item.endsWith('*') && type.startsWith(item.slice(0, -1))));
  const others = Object.values(Resources).filter(({ Type }) => listed.length > 0 && !allows(Type));
  if (others.length === 0) return;
  const types = [...new Set(others.map(({ Type }) => Type))];
  throw validationError(`Resource type(s) [${types.join(', ')}] are not in the list of ResourceTypes of the request`);
}

function requestedTags(parameters: QueryParameters): Readonly<Record<string, string>> {
  const tags = structureList(parameters, 'Tags').map(tag => [tag.get('Key') ?? '', tag.get('Value') ?? ''] as const);
  if (tags.length > 50) throw validationError('Too many tags: at most 50 are allowed.');
  const keys = tags.map(([key]) => key);
  if (new Set(keys).size < keys.length) throw validationError('Duplicate tag keys are not allowed.');
  for (const [key, value] of tags) checkTag(key, value);
  return Object.fromEntries(tags);
}

function checkTag(key: string, value: string): void {
  if (key.startsWith('aws:')) throw validationError('aws: prefixed tag key names are not allowed for external use.');
  if (key.length < 1 || key.length > 128 || value.length < 1 || value.length > 256) {
    throw validationError(`Tag '${key}' must have a key of 1 to 128 and a value of 1 to 256 characters`);
  }
}

function requestedRole(parameters: QueryParameters): string | undefined {
  const arn = parameters.get('RoleARN');
  if (arn === undefined || /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) return arn;
  throw validationError(`Role ${arn} is invalid or cannot be assumed`);
}
