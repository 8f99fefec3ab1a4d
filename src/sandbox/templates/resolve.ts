import { attributeOf, intrinsicOf } from '../../cfn/intrinsics.js';
import { cutBlocks } from './cidr-blocks.js';
import { refusalOf } from './function-forms.js';
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
  if (name !== undefined && Object.hasOwn(functions, name)) {
    const result = functions[name]?.(argument, scope);
    scope.spend(sizeOf(result));
    return result;
  }
  const members = Object.entries(value).map(([key, member]) => [key, resolve(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 1);
  return typeof value === 'string' ? value.length : 1;
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
  'Fn::Cidr': (argument, scope) => {
    const [source, count, bits] = list(resolve(argument, scope), 'Fn::Cidr');
    return source === knownAfterApply ? knownAfterApply : cutBlocks(String(source), Number(count), Number(bits ?? 8));
  },
  'Fn::Contains': (argument, scope) => {
    const [items, wanted] = list(resolve(argument, scope), 'Fn::Contains');
    return texts(items).includes(String(wanted));
  },
  'Fn::EachMemberEquals': (argument, scope) => {
    const [items, wanted] = list(resolve(argument, scope), 'Fn::EachMemberEquals');
    return texts(items).every(item => item === String(wanted));
  },
  'Fn::EachMemberIn': (argument, scope) => {
    const [items, wanted] = list(resolve(argument, scope), 'Fn::EachMemberIn');
    return texts(items).every(item => texts(wanted).includes(item));
  },
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
    const [name = '', attribute] = attributeOf(argument) ?? [];
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
  'Fn::Select': (argument, scope) => select(list(argument, 'Fn::Select'), scope),
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, 'Fn::Split');
    const text = textOf(resolve(source, scope), 'Fn::Split');
    return unknown(text) ? knownAfterApply : text.split(textOf(separator, 'Fn::Split'));
  },
  'Fn::Sub': (argument, scope) => substituted(argument, scope),
};

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  return scope.parameter(name) ?? scope.physicalId(name);
}

function substituted(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  const own = (resolve(variables, scope) ?? {}) as Readonly<Record<string, unknown>>;
  return textOf(text, 'Fn::Sub').replace(/\$\{(!?)([^{}]*)\}/g, (_, escaped: string, body: string) => {
    if (escaped === '!') return `\${${body}}`;
    const name = body.trim();
    const value = Object.hasOwn(own, name) ? own[name] : variable(name, scope);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw validationError(`Template error: variable ${name} in Fn::Sub expression does not resolve to a string`);
    }
    const substitute = String(value);
    // Told here, since all of these together become one text before its size is known.
    scope.spend(substitute.length);
    return substitute;
  });
}

function variable(name: string, scope: Scope): unknown {
  const dot = name.indexOf('.');
  return dot < 0 ? reference(name, scope) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}

function findInMap(keys: readonly unknown[], { template }: Scope): unknown {
  const value = keys.reduce<unknown>((member, key) => ownMember(member, String(key)), template.Mappings);
  if (value !== undefined) return value;
  throw validationError(`Template error: Unable to get mapping for ${keys.map(String).join('::')}`);
}

function ownMember(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function select([index, items]: readonly unknown[], scope: Scope): unknown {
  const at = String(resolve(index, scope));
  const values = resolve(items, scope);
  if (values === knownAfterApply || at === knownAfterApply) return knownAfterApply;
  if (!/^\d+$/.test(at) || !Array.isArray(values)) throw validationError(refusalOf('Fn::Select'));
  const value = (values as unknown[])[Number(at)];
  if (value !== undefined) return value;
  // AWS words it differently for a list that the template writes out.
  if (Array.isArray(items)) throw validationError(refusalOf('Fn::Select'));
  throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${at}`);
}

function list(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === knownAfterApply) return [knownAfterApply];
  throw validationError(refusalOf(name));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(refusalOf(name));
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
