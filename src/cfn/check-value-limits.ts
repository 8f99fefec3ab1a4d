import type { CfnTemplate } from '../model/artifact.js';
import { own } from '../model/own.js';
import { pointerTo } from './pointer.js';
import { mistake, type TemplateFinding } from './template-finding.js';
import { type ValueLimit, valueLimits } from './value-limits.js';

/** Finds literal values that are too long, out of range or of the wrong form; of functions only AWS knows the result. */
export function checkValueLimits({ Resources }: CfnTemplate): readonly TemplateFinding[] {
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties = {} }]) =>
    Object.entries(own(valueLimits, Type) ?? {}).flatMap(([path, limit]) =>
      valuesAt(Properties, path.split('/'), pointerTo('/Resources', logicalId, 'Properties')).flatMap(
        ({ value, pointer }) => problems(value, limit).map(message => mistake('CW3012', pointer, message)),
      ),
    ),
  );
}

interface Found {
  readonly value: unknown;
  readonly pointer: string;
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[], pointer: string): readonly Found[] {
  if (key === undefined) return [{ value, pointer }];
  if (typeof value !== 'object' || value === null) return [];
  const members = value as Readonly<Record<string, unknown>>;
  const keys = key === '*' ? Object.keys(members) : Object.hasOwn(members, key) ? [key] : [];
  return keys.flatMap(name => valuesAt(members[name], rest, pointerTo(pointer, name)));
}

function problems(value: unknown, { maxCharacters, pattern, form, min, max }: ValueLimit): readonly string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const text = String(value);
  // What it stands for is known to AWS alone.
  if (text.includes('{{resolve:')) return [];
  if (maxCharacters !== undefined && text.length > maxCharacters) {
    return [`has ${text.length} characters, ${maxCharacters} are the most`];
  }
  if (pattern !== undefined && !pattern.test(text))
    return [`must be ${form}, not ${JSON.stringify(text.slice(0, 60))}`];
  if (min !== undefined && Number(value) < min) return [`is ${text}, ${min} is the least`];
  if (max !== undefined && Number(value) > max) return [`is ${text}, ${max} is the most`];
  return [];
}
