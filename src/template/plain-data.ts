import { AppError } from '../errors.js';
import { isLocated } from './located.js';

/**
 * Refuses everything but scalars, lists and plain objects: Handlebars renders a getter of a class as nothing, and a
 * function is code. Throws AppError `template-context` that names the path.
 */
export function requirePlainData(value: unknown, path = 'the context', depth = 0): void {
  if (isLocated(value)) {
    requirePlainData(value.value, path, depth);
    return;
  }
  if (value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value)) return;
  if (typeof value !== 'object') throw refusal(path, `a ${typeof value}`);
  if (depth > 32) throw refusal(path, 'nested too deeply, or contains itself');
  if (!isPlain(value)) throw refusal(path, `an instance of ${value.constructor?.name ?? 'a class'}`);
  for (const [key, member] of Object.entries(value)) requirePlainData(member, `${path}.${key}`, depth + 1);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(property => property.get === undefined);
}

function refusal(path: string, what: string): AppError {
  return new AppError('template-context', `${path} is ${what}; templates take plain data only`, { kind: 'internal' });
}
