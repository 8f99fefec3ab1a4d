import { valueDifferences } from '../cfn/value-differences.js';

/** One value that differs, at a path below the property that CloudFormation told. */
export interface ValueChange {
  /** With dots; empty for the value itself. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What differs between two values as CloudFormation tells them: text, or JSON for maps and lists, of which only the
 * parts that differ are named.
 */
export function valueChanges(before: string | undefined, after: string | undefined): ValueChange[] {
  const [old, fresh] = [structure(before), structure(after)];
  if (old === undefined || fresh === undefined) return [{ path: '', before, after }];
  return valueDifferences(old, fresh).map(({ path, ...values }) => ({
    path: path.join('.'),
    before: valueText(values.before),
    after: valueText(values.after),
  }));
}

/** A value as CloudFormation tells it. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function structure(text: string | undefined): object | undefined {
  if (text === undefined || !/^[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
