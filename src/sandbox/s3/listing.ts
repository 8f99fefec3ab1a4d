import { percentEncode } from '../signature-v4.js';
import { s3Faults } from './faults.js';

export interface ListingOptions {
  readonly prefix: string;
  /** Empty: keys are not grouped. */
  readonly delimiter: string;
  readonly limit: number;
  /** Only what sorts after it; a common prefix leaves out all keys that it stands for. */
  readonly after: string;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** To go on after, if there is more. */
  readonly next: string | undefined;
}

/** One page of keys in the order of their UTF-8 bytes, grouped at the delimiter. */
export function listKeys(all: readonly string[], { prefix, delimiter, limit, after }: ListingOptions): Listing {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of inByteOrder(all.filter(candidate => candidate.startsWith(prefix)))) {
    const group = groupOf(key, prefix, delimiter);
    const entry = group ?? key;
    if (after !== '' && compareBytes(entry, after) <= 0) continue;
    if (group !== undefined && group === commonPrefixes.at(-1)) continue;
    if (keys.length + commonPrefixes.length === limit) return { keys, commonPrefixes, next: last };
    (group === undefined ? keys : commonPrefixes).push(entry);
    last = entry;
  }
  return { keys, commonPrefixes, next: undefined };
}

export function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}

export function inByteOrder(keys: readonly string[]): string[] {
  return [...keys].sort(compareBytes);
}

/** JavaScript orders text by UTF-16 units, S3 by UTF-8 bytes; they differ for characters beyond the first plane. */
export function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** `max-keys` and the like, at most 1000. */
export function pageLimit(query: ReadonlyMap<string, string>, name = 'max-keys'): number {
  return Math.min(numberOf(query.get(name) ?? '1000', name), 1000);
}

/** A number that counts something; throws InvalidArgument for what is none. */
export function numberOf(text: string, name: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= 0x7fffffff) return Number(text);
  throw s3Faults.invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
}

/** Clients ask for URL encoding since XML cannot write every key. */
export function keyEncoder(query: ReadonlyMap<string, string>): (key: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === undefined) return key => key;
  if (encoding !== 'url')
    throw s3Faults.invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return key => percentEncode(key).replaceAll('%2F', '/');
}
