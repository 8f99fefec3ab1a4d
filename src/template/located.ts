import type { Position } from '../model/source.js';

const mark: unique symbol = Symbol('located');

/** A value of a template's context that knows which place in the specs it comes from. */
export interface Located<Value> {
  readonly [mark]: true;
  readonly value: Value;
  readonly position: Position;
}

export function located<Value>(value: Value, position: Position): Located<Value> {
  return { [mark]: true, value, position };
}

export function isLocated(value: unknown): value is Located<unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}

/** The value itself, whether or not its place is known. */
export function bare(value: unknown): unknown {
  return isLocated(value) ? value.value : value;
}
