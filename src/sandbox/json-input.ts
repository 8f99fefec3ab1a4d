import { AwsFault } from './fault.js';
import type { JsonInput } from './json-protocol.js';

/** AWS's request validation, with its wording. */
export function violation(text: string): AwsFault {
  return new AwsFault('ValidationException', `1 validation error detected: ${text}`);
}

export function optionalText(
  input: JsonInput,
  name: string,
  { maximum = Infinity }: { maximum?: number } = {},
): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return value;
  if (typeof value !== 'string')
    throw new AwsFault('SerializationException', 'class java.lang.String can not be converted to a String');
  if (value.length > maximum) throw tooLong(name, maximum);
  return value;
}

export function requiredText(input: JsonInput, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined) throw isNull(name);
  if (value === '') throw tooShort(name);
  return value;
}

/** Bytes that travel as Base64, between 1 and `maximum` of them. */
export function requiredBytes(input: JsonInput, name: string, maximum: number): Buffer {
  const text = optionalText(input, name);
  if (text === undefined) throw isNull(name);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) throw tooShort(name);
  if (bytes.length > maximum) throw tooLong(name, maximum);
  return bytes;
}

export function requiredTexts(input: JsonInput, name: string): readonly string[] {
  const value = input[name] ?? undefined;
  if (value === undefined) throw isNull(name);
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
  throw new AwsFault('SerializationException', '');
}

export function optionalInteger(
  input: JsonInput,
  name: string,
  bounds: { from: number; to: number },
): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new AwsFault('SerializationException', '');
  const at = `Value '${value}' at '${fieldOf(name)}' failed to satisfy constraint: Member must have value`;
  if (value < bounds.from) throw violation(`${at} greater than or equal to ${bounds.from}`);
  if (value > bounds.to) throw violation(`${at} less than or equal to ${bounds.to}`);
  return value;
}

/** A map of strings such as an encryption context. */
export function textMap(input: JsonInput, name: string): Readonly<Record<string, string>> {
  const value = input[name] ?? {};
  if (
    typeof value !== 'object' ||
    Array.isArray(value) ||
    !Object.values(value).every(item => typeof item === 'string')
  ) {
    throw new AwsFault('SerializationException', '');
  }
  return value as Record<string, string>;
}

/** Refuses options whose effect the sandbox would leave out. */
export function refuseOptions(input: JsonInput, names: readonly string[]): void {
  const given = names.find(name => {
    const value = input[name] ?? false;
    return value !== false && !(Array.isArray(value) && value.length === 0);
  });
  if (given === undefined) return;
  throw new AwsFault('UnsupportedOperationException', `The sandbox does not implement the parameter ${given}.`);
}

/** Refuses any but the one value that the sandbox implements; `others` are those that AWS has besides. */
export function onlyValue(input: JsonInput, name: string, value: string, others: readonly string[] = []): void {
  const given = optionalText(input, name);
  if (given === undefined || given === value) return;
  if (others.length > 0 && !others.includes(given)) {
    const all = [value, ...others].join(', ');
    throw violation(
      `Value '${given}' at '${fieldOf(name)}' failed to satisfy constraint: Member must satisfy enum value set: [${all}]`,
    );
  }
  throw new AwsFault('UnsupportedOperationException', `The sandbox implements ${name} ${value} only.`);
}

function isNull(name: string): AwsFault {
  return violation(`Value null at '${fieldOf(name)}' failed to satisfy constraint: Member must not be null`);
}

function tooShort(name: string): AwsFault {
  return violation(
    `Value at '${fieldOf(name)}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
}

function tooLong(name: string, maximum: number): AwsFault {
  return violation(
    `Value at '${fieldOf(name)}' failed to satisfy constraint: Member must have length less than or equal to ${maximum}`,
  );
}

function fieldOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
