import { attributeOf, intrinsicOf } from '../../../cfn/intrinsics.js';
import { addressAt, parseCidr } from '../../resources/cidr.js';
import type { Scope } from './scope.js';
import { validationError } from './template-error.js';

/** Stands in a change set for what is known only once the change set is executed. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/**
 * The value with all functions evaluated; undefined for AWS::NoValue, which removes what it stands for. A text that is
 * known after apply makes everything unknown that cannot simply contain it.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map(item => resolve(item, scope)).filter(item => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name !== undefined && Object.hasOwn(functions, name)) return functions[name]?.(argument, scope);
  if (name?.startsWith('Fn::')) throw validationError(`Template error: the sandbox does not simulate ${name}`);
  const members = Object.entries(value).map(([key, member]) => [key, resolve(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

type Evaluation = (argument: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Evaluation>> = {
  Ref: (argument, scope) => reference(String(argument), scope),
  // Within a policy document `Condition` is an ordinary key, and never names a condition of the template.
  Condition: (argument, scope) =>
    typeof argument === 'string' ? scope.condition(argument) : { Condition: resolve(argument, scope) },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every(item => isTrue(resolve(item, scope))),
  'Fn::Base64': (argument, scope) => {
    const text = textOf(resolve(argument, scope), 'Fn::Base64');
    return unknown(text) ? knownAfterApply : Buffer.from(text).toString('base64');
  },
  'Fn::Cidr': (argument, scope) => cidrs(list(resolve(argument, scope), 'Fn::Cidr')),
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(resolve(argument, scope), 'Fn::Equals');
    return JSON.stringify(scalars(a)) === JSON.stringify(scalars(b));
  },
  'Fn::FindInMap': (argument, scope) => findInMap(list(resolve(argument, scope), 'Fn::FindInMap'), scope),
  'Fn::GetAZs': (argument, scope) => {
    const given = textOf(resolve(argument, scope), 'Fn::GetAZs');
    return ['a', 'b', 'c'].map(zone => `${given === '' ? scope.region : given}${zone}`);
  },
  'Fn::GetAtt': (argument, scope) => {
    const [name, attribute] = attributeOf(argument) ?? [];
    if (name === undefined)
      throw validationError(
        'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
      );
    return scope.attribute(name, textOf(resolve(attribute, scope), 'Fn::GetAtt'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument, 'Fn::If');
    return resolve(scope.condition(String(condition)) ? yes : no, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(textOf(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::Join': (argument, scope) => {
    const [separator, items] = list(argument, 'Fn::Join');
    const parts = list(resolve(items, scope), 'Fn::Join');
    return parts.map(part => textOf(part, 'Fn::Join')).join(textOf(separator, 'Fn::Join'));
  },
  'Fn::Not': (argument, scope) => !isTrue(resolve(list(argument, 'Fn::Not')[0], scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some(item => isTrue(resolve(item, scope))),
  'Fn::Select': (argument, scope) => select(list(resolve(argument, scope), 'Fn::Select')),
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(resolve(argument, scope), 'Fn::Split');
    const text = textOf(source, 'Fn::Split');
    return unknown(text) ? knownAfterApply : text.split(textOf(separator, 'Fn::Split'));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
};

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  return scope.parameter(name) ?? scope.physicalId(name);
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  const own = (resolve(variables, scope) ?? {}) as Readonly<Record<string, unknown>>;
  return textOf(text, 'Fn::Sub').replace(/\$\{(!?)([^}]*)\}/g, (_, escaped: string, body: string) => {
    if (escaped === '!') return `\${${body}}`;
    const name = body.trim();
    if (Object.hasOwn(own, name)) return textOf(own[name], 'Fn::Sub');
    const dot = name.indexOf('.');
    return textOf(
      dot < 0 ? reference(name, scope) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)),
      'Fn::Sub',
    );
  });
}

function findInMap([map, first, second]: readonly unknown[], { template }: Scope): unknown {
  const mappings = (template.Mappings ?? {}) as Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  const value = mappings[String(map)]?.[String(first)]?.[String(second)];
  if (value !== undefined) return value;
  throw validationError(
    `Template error: Unable to get mapping for ${String(map)}::${String(first)}::${String(second)}`,
  );
}

function select([index, items]: readonly unknown[]): unknown {
  if (items === knownAfterApply) return knownAfterApply;
  const value = Array.isArray(items) ? (items as unknown[])[Number(index)] : undefined;
  if (value !== undefined) return value;
  throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`);
}

function cidrs([source, count, bits]: readonly unknown[]): unknown {
  if (source === knownAfterApply) return knownAfterApply;
  const block = parseCidr(String(source));
  const prefix = 32 - Number(bits ?? 8);
  const size = 2 ** (32 - prefix);
  if (!block || Number(count) > 256 || size * Number(count) > block.size) {
    throw validationError(`Template error: Fn::Cidr cannot cut ${String(count)} blocks out of ${String(source)}`);
  }
  return Array.from({ length: Number(count) }, (_, index) => `${addressAt(block, index * size)}/${prefix}`);
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === knownAfterApply) return [knownAfterApply];
  throw validationError(`Template error: every ${name} object requires a list argument.`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(`Template error: ${name} requires string values, got ${JSON.stringify(value) ?? 'nothing'}`);
}

function unknown(text: string): boolean {
  return text.includes(knownAfterApply);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Equals compares text, so `1` and `"1"` are equal. */
function scalars(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
