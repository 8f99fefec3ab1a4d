import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** A secret, by what it would be seen by: every text and every run of bytes that nobody may write without knowing it. */
export interface Canary {
  readonly name: string;
  readonly traces: readonly Buffer[];
}

/** What gives a private key away: lines of its PEM, and the numbers that are private. What the public key tells is none. */
export function keyCanary(name: string, pem: string): Canary {
  const key = createPrivateKey(pem);
  const open = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const lines = pem.split('\n').filter(line => line.length >= 40 && !line.startsWith('-----'));
  const closed = lines.filter(line => !open.includes(Buffer.from(line, 'base64').subarray(3, -3)));
  return { name, traces: [...closed.map(line => Buffer.from(line)), ...privateNumbers(key).flatMap(tracesOf)] };
}

/** Of a secret that is text or bytes. */
export function textCanary(name: string, content: string | Buffer): Canary {
  return { name, traces: tracesOf(Buffer.from(content)) };
}

function privateNumbers(key: KeyObject): readonly Buffer[] {
  const { d, p, q } = key.export({ format: 'jwk' });
  return [d, p, q].flatMap(number => (number === undefined ? [] : [Buffer.from(number, 'base64url')]));
}

/** The beginning and the end: who has written the whole has written both. */
function tracesOf(bytes: Buffer): readonly Buffer[] {
  return bytes.length <= 32 ? [bytes] : [bytes.subarray(0, 24), bytes.subarray(-24)];
}

/** Names of the secrets that can be read from what was written, however it is wrapped. */
export function leaks(canaries: readonly Canary[], written: Buffer): readonly string[] {
  const found = new Set<string>();
  for (const layer of layersOf(written)) {
    for (const { name, traces } of canaries) if (traces.some(trace => layer.includes(trace))) found.add(name);
  }
  return [...found];
}

const deepest = 4;

/** What was written, and what it holds in base64, hexadecimal, compressed or escaped: each of them again, once. */
function* layersOf(bytes: Buffer, depth = 0, seen = new Set<string>()): Generator<Buffer> {
  const text = bytes.toString('latin1');
  if (seen.has(text)) return;
  seen.add(text);
  yield bytes;
  if (depth === deepest) return;
  for (const inner of [...compressed(bytes), ...encoded(text)]) yield* layersOf(inner, depth + 1, seen);
}

function compressed(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(gzipBegins); at >= 0; at = bytes.indexOf(gzipBegins, at + 1)) {
    found.push(...unpacked(bytes.subarray(at), gunzipSync));
  }
  return [...found, ...unpacked(bytes, inflateSync), ...unpacked(bytes, inflateRawSync)];
}

const gzipBegins = Buffer.from([0x1f, 0x8b, 0x08]);

function unpacked(bytes: Buffer, unpack: (bytes: Buffer) => Buffer): readonly Buffer[] {
  try {
    return [unpack(bytes)];
  } catch {
    return [];
  }
}

function encoded(text: string): readonly Buffer[] {
  const found: Buffer[] = [];
  // Base64 of a part may begin anywhere in what looks like base64, so each of the four beginnings counts.
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{32,}/g)) {
    for (const skipped of [0, 1, 2, 3]) found.push(Buffer.from(run.slice(skipped), 'base64'));
  }
  for (const [run] of text.matchAll(/[0-9A-Fa-f]{32,}/g)) {
    for (const skipped of [0, 1]) found.push(Buffer.from(run.slice(skipped), 'hex'));
  }
  for (const [list] of text.matchAll(/(?:\d{1,3},\s*){16,}\d{1,3}/g))
    found.push(Buffer.from(list.split(',').map(Number)));
  const plain = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (plain !== text) found.push(Buffer.from(plain, 'latin1'));
  const unescaped = text.replace(/\\u00([0-9A-Fa-f]{2})|\\([nr/"\\])/g, (_, hex?: string, character?: string) =>
    hex === undefined ? (escapes[character ?? ''] ?? character ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (unescaped !== text) found.push(Buffer.from(unescaped, 'latin1'));
  // Base64 that is broken into lines.
  const joined = text.replace(/(?<=[A-Za-z0-9+/]{40})\r?\n\s*(?=[A-Za-z0-9+/=])/g, '');
  if (joined !== text) found.push(Buffer.from(joined, 'latin1'));
  return found;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
