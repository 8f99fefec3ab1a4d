import { isUtf8 } from 'node:buffer';
import type { Finding } from '../model/finding.js';

/**
 * The text of a file with LF line ends, without a byte order mark; a finding instead if it is not UTF-8 text of
 * reasonable size.
 */
export function decodeText(file: string, content: Uint8Array, limit = maxFileBytes): string | Finding {
  if (content.length > limit) {
    return unreadable(file, { line: 1, column: 1 }, `the file has ${content.length} bytes; ${limit} are the limit`);
  }
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length >= 2 && (bytes.readUInt16BE(0) === 0xfffe || bytes.readUInt16BE(0) === 0xfeff)) {
    return unreadable(file, { line: 1, column: 1 }, 'the file is UTF-16', 'save it as UTF-8');
  }
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    const bad = firstDifference(bytes, Buffer.from(text));
    return unreadable(file, placeOf(bytes, bad), 'the file is not UTF-8 from here on', 'save it as UTF-8');
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) return unreadable(file, placeOf(bytes, bytes.indexOf(0)), 'the file holds a NUL character');
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** A fleet of 1,000 clusters in one file stays below; more is not a spec. */
export const maxFileBytes = 4 * 1024 * 1024;

/** Decoding replaces invalid bytes, so the first byte that does not survive the round trip is the first invalid one. */
function firstDifference(bytes: Buffer, roundTrip: Buffer): number {
  const length = Math.min(bytes.length, roundTrip.length);
  for (let index = 0; index < length; index += 1) if (bytes[index] !== roundTrip[index]) return index;
  return length;
}

function placeOf(bytes: Buffer, offset: number): { line: number; column: number } {
  const before = bytes.subarray(0, offset).toString('utf8');
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function unreadable(file: string, at: { line: number; column: number }, message: string, hint?: string): Finding {
  return {
    code: 'CW1001',
    severity: 'error',
    at: { file, ...at },
    path: '',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
