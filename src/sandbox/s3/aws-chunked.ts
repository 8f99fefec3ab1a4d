import { AwsFault } from '../fault.js';

export interface DecodedBody {
  readonly body: Buffer;
  /** Headers that follow the body, such as its checksum. Names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** Undoes the content encoding `aws-chunked`: chunks with their length in hexadecimal before each, then trailers. */
export function decodeAwsChunked(encoded: Buffer): DecodedBody {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const head = line(encoded, position);
    const size = /^[\da-f]{1,8}$/i.test(head.text) ? Number.parseInt(head.text, 16) : undefined;
    if (size === undefined) throw incomplete();
    position = head.next;
    if (size === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(encoded.subarray(position)) };
    const end = position + size;
    if (encoded.toString('latin1', end, end + 2) !== '\r\n') throw incomplete();
    chunks.push(encoded.subarray(position, end));
    position = end + 2;
  }
}

function line(encoded: Buffer, from: number): { text: string; next: number } {
  const end = encoded.indexOf('\r\n', from);
  if (end === -1) throw incomplete();
  return { text: encoded.toString('latin1', from, end), next: end + 2 };
}

function readTrailers(rest: Buffer): Record<string, string> {
  const lines = rest.toString('latin1').split(/\r?\n/);
  const named = lines.map(text => /^([^:]+):(.*)$/.exec(text)).filter(match => match !== null);
  return Object.fromEntries(named.map(([, name = '', value = '']) => [name.trim().toLowerCase(), value.trim()]));
}

function incomplete(): AwsFault {
  return new AwsFault('IncompleteBody', 'The request body terminated unexpectedly');
}
