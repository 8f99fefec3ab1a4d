import { inspect } from 'node:util';

/** Bytes that must never show: whatever prints, serialises or logs it gets `[redacted]`. */
export interface Secret {
  /** A copy of the bytes, for the one place that encrypts or uses them. */
  reveal(): Buffer;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}

const redact = () => '[redacted]';

/** The value lives in a closure: no property, visible or hidden, holds it. */
export function secret(value: string | Uint8Array): Secret {
  const bytes = Buffer.from(value);
  return Object.freeze({
    reveal: () => Buffer.from(bytes),
    toString: redact,
    toJSON: redact,
    [inspect.custom]: redact,
  });
}
