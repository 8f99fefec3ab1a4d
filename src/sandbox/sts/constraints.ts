import { AwsFault } from '../fault.js';

export interface TextConstraint {
  readonly minimum: number;
  readonly maximum: number;
  /** As AWS prints it. */
  readonly pattern: string;
}

/** Checks one text parameter as AWS's request validation does; throws ValidationError with its wording. */
export function checkText(name: string, value: string | undefined, constraint: TextConstraint): void {
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  if (value === undefined)
    throw violation(`Value null at '${field}' failed to satisfy constraint: Member must not be null`);
  if (value.length < constraint.minimum) {
    throw violation(`${at(field, value)} Member must have length greater than or equal to ${constraint.minimum}`);
  }
  if (value.length > constraint.maximum) {
    throw violation(`${at(field, value)} Member must have length less than or equal to ${constraint.maximum}`);
  }
  if (!new RegExp(`^${constraint.pattern}$`, 'u').test(value)) {
    throw violation(`${at(field, value)} Member must satisfy regular expression pattern: ${constraint.pattern}`);
  }
}

/** A number of seconds within AWS's bounds, or the default if it is not given. */
export function durationSeconds(
  text: string | undefined,
  bounds: { from: number; to: number; default: number },
): number {
  if (text === undefined) return bounds.default;
  if (!/^-?\d{1,9}$/.test(text)) throw new AwsFault('MalformedInput', `Invalid integer: ${text}`);
  const seconds = Number(text);
  const value = at('durationSeconds', text);
  if (seconds < bounds.from) throw violation(`${value} Member must have value greater than or equal to ${bounds.from}`);
  if (seconds > bounds.to) throw violation(`${value} Member must have value less than or equal to ${bounds.to}`);
  return seconds;
}

function at(field: string, value: string): string {
  return `Value '${value}' at '${field}' failed to satisfy constraint:`;
}

function violation(text: string): AwsFault {
  return new AwsFault('ValidationError', `1 validation error detected: ${text}`);
}
