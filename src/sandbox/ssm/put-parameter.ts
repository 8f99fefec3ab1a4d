import { AwsFault } from '../fault.js';
import { onlyValue, optionalText, refuseOptions, requiredText, violation } from '../json-input.js';
import type { JsonInput } from '../json-protocol.js';
import type { Place } from '../resources/live-resource.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { checkNewName } from './parameter-name.js';
import { encryptedValue } from './secure-string.js';
import type { Parameter, ParameterType, ParameterVersion } from './state.js';
import { ownParameter, parameterOfStack, saveSsm, ssmState } from './state.js';

/** Makes a parameter, or with `Overwrite` a further version of it. */
export async function putParameter(
  input: JsonInput,
  request: SandboxRequest,
  { world, now }: { readonly world: World; readonly now: () => Date },
): Promise<object> {
  refuseOptions(input, ['AllowedPattern', 'Policies', 'Tags']);
  onlyValue(input, 'DataType', 'text', ['aws:ec2:image', 'aws:ssm:integration']);
  const name = requiredText(input, 'Name');
  const plaintext = requiredText(input, 'Value');
  const description = optionalText(input, 'Description', { maximum: 1024 });
  checkNewName(name);
  const place = { accountId: request.caller.accountId, region: request.region };
  const before = overwritable(name, input, { world, place });
  const type = typeOf(input, before);
  const tier = tierOf(input, plaintext, before);
  const keyId = keyOf(input, type);
  const kept =
    type === 'SecureString'
      ? await encryptedValue(plaintext, { keyId, advanced: tier === 'Advanced' }, { world, now, request, name })
      : { value: plaintext };
  // Asked again: while a key was made, another call may have made the parameter.
  const parameter = overwritable(name, input, { world, place }) ?? { name, type, tier, versions: [] };
  const number = (parameter.versions.at(-1)?.number ?? 0) + 1;
  addVersion(parameter, { number, at: now().getTime(), byArn: request.caller.arn, ...kept });
  parameter.tier = tier;
  if (description !== undefined) parameter.description = description;
  ssmState(world, place).parameters[name] = parameter;
  await saveSsm(world, place);
  return { Version: number, Tier: tier };
}

/** The parameter as it is; undefined if there is none. Throws unless it may be overwritten. */
function overwritable(
  name: string,
  { Overwrite: overwrite }: JsonInput,
  { world, place }: { readonly world: World; readonly place: Place },
): Parameter | undefined {
  const parameter = ownParameter(world, place, name);
  const ofStack = parameterOfStack(world, place, name) !== undefined;
  if ((parameter !== undefined || ofStack) && overwrite !== true) {
    throw new AwsFault(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (parameter !== undefined || !ofStack) return parameter;
  throw new AwsFault('UnsupportedOperationException', `The sandbox leaves ${name} to the stack that made it.`);
}

const types: readonly ParameterType[] = ['String', 'StringList', 'SecureString'];

function typeOf(input: JsonInput, before: Parameter | undefined): ParameterType {
  const given = optionalText(input, 'Type');
  const type = types.find(name => name === given);
  if (given !== undefined && type === undefined) throw notOneOf('Type', given, types);
  if (before === undefined && type === undefined) {
    throw new AwsFault('ValidationException', 'A parameter type is required when you create a parameter.');
  }
  if (before !== undefined && type !== undefined && type !== before.type) {
    throw new AwsFault(
      'HierarchyTypeMismatch',
      "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
    );
  }
  return type ?? before?.type ?? 'String';
}

const tiers: readonly string[] = ['Standard', 'Advanced', 'Intelligent-Tiering'];
const sizes = { Standard: 4096, Advanced: 8192 } as const;

function tierOf(input: JsonInput, value: string, before: Parameter | undefined): Parameter['tier'] {
  const given = optionalText(input, 'Tier');
  if (given !== undefined && !tiers.includes(given)) throw notOneOf('Tier', given, tiers);
  if (given === 'Standard' && before?.tier === 'Advanced') {
    throw new AwsFault(
      'ValidationException',
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  }
  const grows = given === 'Intelligent-Tiering' && value.length > sizes.Standard;
  const tier = given === 'Advanced' || grows ? 'Advanced' : (before?.tier ?? 'Standard');
  if (value.length <= sizes[tier]) return tier;
  throw new AwsFault(
    'ValidationException',
    `${tier} tier parameters support a maximum parameter value of ${sizes[tier]} characters.${tier === 'Standard' ? largerTier : ''}`,
  );
}

const largerTier =
  ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';

function keyOf(input: JsonInput, type: ParameterType): string | undefined {
  const keyId = optionalText(input, 'KeyId', { maximum: 256 });
  if (keyId === undefined || type === 'SecureString') return keyId;
  throw new AwsFault('ValidationException', 'KeyId is required for SecureString type parameter only.');
}

const keptVersions = 100;

function addVersion({ versions }: Parameter, version: ParameterVersion): void {
  versions.push(version);
  versions.splice(0, versions.length - keptVersions);
}

function notOneOf(member: string, value: string, allowed: readonly string[]): AwsFault {
  const at = member.toLowerCase();
  return violation(
    `Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
}
