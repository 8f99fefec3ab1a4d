import { AwsFault } from '../fault.js';
import { s3Faults } from './faults.js';
import type { StoredObject } from './state.js';

export interface ByteRange {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  /** Whether it was asked for as a part. */
  readonly part?: boolean;
}

/** Undefined for the whole object, which S3 also sends for several ranges or a range that it cannot read. */
export function requestedRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined;
  if (from < size && to >= from) return { from, to };
  throw new AwsFault('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    details: { RangeRequested: header ?? '', ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  });
}

/** Where a part of an object lies; an object that came in one piece is its own first part. */
export function partRange(text: string, { parts, size }: StoredObject): ByteRange | undefined {
  const number = partNumber(text);
  const sizes = parts?.map(part => part.size) ?? [size];
  const length = sizes[number - 1];
  if (length === undefined) {
    throw new AwsFault('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      details: { PartNumberRequested: text, ActualPartCount: String(sizes.length) },
    });
  }
  const from = sizes.slice(0, number - 1).reduce((sum, part) => sum + part, 0);
  return length === 0 ? undefined : { from, to: from + length - 1, part: true };
}

export function partNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_000) return Number(text);
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw s3Faults.invalidArgument(message, 'partNumber', text);
}
