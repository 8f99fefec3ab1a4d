import { AwsFault } from '../fault.js';
import { encryptionRequestHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import type { Tags } from './state.js';
import { objectTagsOfHeader } from './tags.js';

type Headers = Readonly<Record<string, string>>;

const harmless = new Set([
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
  'x-amz-storage-class',
  'x-amz-tagging',
  ...encryptionRequestHeaders,
]);

/** Options that change what is stored or who may read it must not be swallowed. `also` names what an action takes besides. */
export function refuseHeaders(headers: Headers, also: readonly string[] = []): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-') || harmless.has(name) || also.includes(name)) continue;
    if (name.startsWith('x-amz-meta-') || name.startsWith('x-amz-checksum-')) continue;
    if (name === 'x-amz-acl' && (value === 'bucket-owner-full-control' || value === 'private')) continue;
    if (name === 'x-amz-acl' || name.startsWith('x-amz-grant-')) throw s3Faults.noAcls();
    throw s3Faults.headerNotImplemented(name);
  }
}

/** Undefined for STANDARD. Archives, whose objects cannot be read at once, are left out. */
export function storageClassOf(headers: Headers): string | undefined {
  const given = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (given === 'STANDARD') return undefined;
  if (atHand.includes(given)) return given;
  if (/^(GLACIER|DEEP_ARCHIVE|OUTPOSTS|SNOW|EXPRESS_ONEZONE|FSX_\w+)$/.test(given)) {
    throw s3Faults.headerNotImplemented('x-amz-storage-class');
  }
  throw new AwsFault('InvalidStorageClass', 'The storage class you specified is not valid', {
    details: { StorageClassRequested: given },
  });
}

const atHand = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'REDUCED_REDUNDANCY'];

export function tagsOfHeaders(headers: Headers): Tags | undefined {
  const header = headers['x-amz-tagging'];
  return header === undefined || header === '' ? undefined : objectTagsOfHeader(header);
}

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** What a read answers with later. */
export function storedHeaders(headers: Headers): Record<string, string> {
  const encoding = withoutAwsChunked(headers['content-encoding']);
  const entries = Object.entries(headers)
    .filter(([name]) => name !== 'content-encoding' && (kept.includes(name) || name.startsWith('x-amz-meta-')))
    .concat(encoding === '' ? [] : [['content-encoding', encoding]]);
  const metadata = entries.filter(([name]) => name.startsWith('x-amz-meta-'));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - 'x-amz-meta-'.length + value.length, 0);
  if (bytes > 2048) {
    throw new AwsFault('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(entries) };
}

function withoutAwsChunked(encoding = ''): string {
  const encodings = encoding.split(',').map(part => part.trim());
  return encodings.filter(part => part !== 'aws-chunked' && part !== '').join(',');
}
