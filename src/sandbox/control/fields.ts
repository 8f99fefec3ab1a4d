import { ControlError } from './control-error.js';

/** Takes a value of JSON, or throws ControlError; `where` names it. */
export type Field = (value: unknown, where: string) => unknown;
export type Fields = Readonly<Record<string, Field>>;

/** An object with these members and no others; `required` are those that must be there. */
export function object(fields: Fields, required: readonly string[] = []): (value: unknown, where: string) => object {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, 'a JSON object');
    const unknown = Object.keys(value).find(name => !Object.hasOwn(fields, name));
    if (unknown !== undefined) {
      throw refused(
        `${inside(where, unknown)} is unknown`,
        `leave it out, or use one of ${Object.keys(fields).join(', ')}`,
      );
    }
    const missing = required.find(name => !Object.hasOwn(value, name));
    if (missing !== undefined) throw refused(`${inside(where, missing)} is missing`, `add ${inside(where, missing)}`);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, fields[name]?.(member, inside(where, name))]),
    );
  };
}

export const text: Field = (value, where) => {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(where, 'a text');
};

export const flag: Field = (value, where) => {
  if (typeof value === 'boolean') return value;
  throw wrong(where, 'true or false');
};

export function number(from: number, to: number): Field {
  return (value, where) => {
    if (typeof value === 'number' && value >= from && value <= to) return value;
    throw wrong(where, `a number from ${from} to ${to}`);
  };
}

export function wholeNumber(from: number, to: number): Field {
  return (value, where) => {
    if (Number.isInteger(value) && Number(value) >= from && Number(value) <= to) return value;
    throw wrong(where, `a whole number from ${from} to ${to}`);
  };
}

export function oneOf(...choices: readonly string[]): Field {
  return (value, where) => {
    if (choices.includes(String(value))) return value;
    throw wrong(where, choices.length === 1 ? `"${choices[0]}"` : `one of ${choices.join(', ')}`);
  };
}

function wrong(where: string, wanted: string): ControlError {
  return refused(`${where} is not ${wanted}`, `give ${where} ${wanted}`);
}

function refused(message: string, next: string): ControlError {
  return new ControlError(400, 'bad-request', { message, next });
}

function inside(where: string, name: string): string {
  return where === theBody ? name : `${where}.${name}`;
}

/** What a whole request is called. */
export const theBody = 'the body';
