import { AwsFault } from '../fault.js';
import { optionalInteger, optionalText, refuseOptions, requiredText, requiredTexts, violation } from '../json-input.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { type Selection, selectionOf } from './parameter-name.js';
import { decryptedValue } from './secure-string.js';
import type { Parameter, ParameterVersion } from './state.js';
import { ownParameters, parameterArn, parameterAt } from './state.js';

/** The actions that read. */
export function readActions(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  return {
    GetParameter(input, request) {
      const found = select(requiredText(input, 'Name'), { world, request });
      return { Parameter: shown(found, input, { world, now, request }) };
    },
    GetParameters(input, request) {
      const names = requiredTexts(input, 'Names');
      if (names.length === 0 || names.length > maximumNames) throw wrongCount(names);
      const results = [...new Set(names)].map(name => ({ name, found: selected(name, { world, request }) }));
      return {
        Parameters: results.flatMap(({ found }) => (found ? [shown(found, input, { world, now, request })] : [])),
        InvalidParameters: results.flatMap(({ name, found }) => (found ? [] : [name])),
      };
    },
    GetParametersByPath(input, request) {
      refuseOptions(input, ['ParameterFilters']);
      const path = requiredText(input, 'Path');
      if (!path.startsWith('/'))
        throw new AwsFault(
          'ValidationException',
          'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
        );
      const below = path.endsWith('/') ? path : `${path}/`;
      const inPath = ownParameters(world, placeOf(request)).filter(
        ({ name }) => name.startsWith(below) && (input.Recursive === true || !name.slice(below.length).includes('/')),
      );
      const { items, next } = page(inPath, input, 10);
      return {
        Parameters: items.map(parameter => shown(latest(parameter), input, { world, now, request })),
        ...next,
      };
    },
    DescribeParameters(input, request) {
      refuseOptions(input, ['Filters', 'ParameterFilters', 'Shared']);
      const { items, next } = page(ownParameters(world, placeOf(request)), input, 50);
      return { Parameters: items.map(parameter => described(latest(parameter), request)), ...next };
    },
  };
}

const maximumNames = 10;

interface Selected {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  readonly selector?: string;
}

interface Where {
  readonly world: World;
  readonly request: SandboxRequest;
}

function selected(given: string, where: Where): Selected | undefined {
  try {
    return select(given, where);
  } catch (error) {
    if (error instanceof AwsFault && /^Parameter(Version)?NotFound$/.test(error.code)) return undefined;
    throw error;
  }
}

function select(given: string, { world, request }: Where): Selected {
  const selection = selectionOf(given, placeOf(request));
  const [parameter] = selection.names.flatMap(name => parameterAt(world, placeOf(request), name) ?? []);
  // AWS says no more than the code.
  if (parameter === undefined) throw new AwsFault('ParameterNotFound', '');
  return { ...latest(parameter), ...versionOf(parameter, selection) };
}

function versionOf(parameter: Parameter, { selector }: Selection): Partial<Selected> {
  if (selector === undefined) return {};
  const wanted = selector.slice(1);
  const version = parameter.versions.find(({ number }) => String(number) === wanted);
  if (version !== undefined) return { version, selector };
  const kind = /^\d+$/.test(wanted) ? 'version' : 'label';
  throw new AwsFault(
    'ParameterVersionNotFound',
    `Systems Manager could not find ${kind} ${wanted} of ${parameter.name}. Verify the ${kind} and try again.`,
  );
}

function latest(parameter: Parameter): Selected {
  const version = parameter.versions.at(-1);
  if (version === undefined) throw new Error(`${parameter.name} has no version`);
  return { parameter, version };
}

function shown(
  { parameter, version, selector }: Selected,
  { WithDecryption: decryption }: JsonInput,
  { world, now, request }: Where & { readonly now: () => Date },
): object {
  const { name, type } = parameter;
  const decrypts = type === 'SecureString' && decryption === true;
  return {
    Name: name,
    Type: type,
    Value: decrypts ? decryptedValue(version.value, { world, now, request, name }) : version.value,
    Version: version.number,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: version.at / 1000,
    ARN: parameterArn(placeOf(request), name),
    DataType: 'text',
  };
}

function described({ parameter, version }: Selected, request: SandboxRequest): object {
  return {
    Name: parameter.name,
    ARN: parameterArn(placeOf(request), parameter.name),
    Type: parameter.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: version.at / 1000,
    LastModifiedUser: version.byArn,
    ...(parameter.description !== undefined && { Description: parameter.description }),
    Version: version.number,
    Tier: parameter.tier,
    Policies: [],
    DataType: 'text',
  };
}

/** One page in the order of names. The token is the last name of the page before. */
function page(
  parameters: readonly Parameter[],
  input: JsonInput,
  maximum: number,
): { readonly items: readonly Parameter[]; readonly next: { readonly NextToken?: string } } {
  const limit = optionalInteger(input, 'MaxResults', { from: 1, to: maximum }) ?? maximum;
  const token = optionalText(input, 'NextToken');
  const sorted = parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const start = token === undefined ? 0 : sorted.findIndex(({ name }) => name === token) + 1;
  if (token !== undefined && start === 0) throw new AwsFault('InvalidNextToken', 'The specified token is not valid.');
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && start + limit < sorted.length ? { NextToken: last.name } : {} };
}

function wrongCount(names: readonly string[]): AwsFault {
  const bound = names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${maximumNames}`;
  return violation(
    `Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

function placeOf({ caller, region }: SandboxRequest) {
  return { accountId: caller.accountId, region };
}
