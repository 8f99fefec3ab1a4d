import { AwsFault } from './fault.js';
import type { QueryParameters } from './query-protocol.js';

/** Texts of `Name.member.1`, `Name.member.2` and so on. */
export function textList(parameters: QueryParameters, name: string): readonly string[] {
  return structureList(parameters, name).map(member => member.get('') ?? '');
}

/** Structures of `Name.member.1.Field`: for each its fields by name. */
export function structureList(parameters: QueryParameters, name: string): readonly QueryParameters[] {
  const members = new Map<number, Map<string, string>>();
  const prefix = `${name}.member.`;
  for (const [key, value] of parameters) {
    const match = key.startsWith(prefix) ? /^(\d+)(?:\.(.+))?$/.exec(key.slice(prefix.length)) : null;
    if (!match) continue;
    const index = Number(match[1]);
    const member = members.get(index) ?? new Map<string, string>();
    members.set(index, member.set(match[2] ?? '', value));
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** Throws ValidationError unless the parameter is given and, if a pattern is, matches it. */
export function required(parameters: QueryParameters, name: string, pattern?: RegExp): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') throw violation(name, undefined, 'Member must not be null');
  if (!pattern || pattern.test(value)) return value;
  const shown = pattern.source.replace(/^\^|\$$/g, '');
  throw violation(name, value, `Member must satisfy regular expression pattern: ${shown}`);
}

export function flag(parameters: QueryParameters, name: string): boolean {
  return parameters.get(name) === 'true';
}

/** Only what AWS lists; throws ValidationError otherwise. */
export function oneOf<Choice extends string>(
  parameters: QueryParameters,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = parameters.get(name);
  const choice = choices.find(candidate => candidate === value);
  if (value === undefined || choice !== undefined) return choice;
  throw violation(name, value, `Member must satisfy enum value set: [${choices.join(', ')}]`);
}

/** A list of only what AWS lists; throws ValidationError otherwise. */
export function someOf(parameters: QueryParameters, name: string, choices: readonly string[]): readonly string[] {
  const values = textList(parameters, name);
  if (values.every(value => choices.includes(value))) return values;
  const constraint = `Member must satisfy enum value set: [${choices.join(', ')}]`;
  throw violation(name, `[${values.join(', ')}]`, `Member must satisfy constraint: [${constraint}]`);
}

/** A whole number from 1 to the greatest that AWS takes; throws ValidationError for another. */
export function count(parameters: QueryParameters, name: string, greatest: number): number | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= greatest) return number;
  throw violation(name, value, `Member must have value between 1 and ${greatest}`);
}

/** The refusal of a parameter, in the words of AWS's own check of requests. */
export function violation(name: string, value: string | undefined, constraint: string): AwsFault {
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  const subject = value === undefined ? 'Value null' : `Value '${value}'`;
  return new AwsFault(
    'ValidationError',
    `1 validation error detected: ${subject} at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}
