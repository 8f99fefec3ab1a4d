import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../model/digest.js';
import type { Key } from './state.js';

type EncryptionContext = Readonly<Record<string, string>>;

const formatVersion = 1;
const ivLength = 12;
const tagLength = 16;

/** Ciphertext that names its key, sealed with AES-256-GCM over the context. Different on every call, as on AWS. */
export function encryptWith(key: Key, plaintext: Buffer, context: EncryptionContext): Buffer {
  const header = headerOf(key.arn);
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
  cipher.setAAD(associatedData(header, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), sealed]);
}

/** Undefined if the ciphertext was changed, or was made with another key or context. */
export function decryptWith(key: Key, ciphertext: Buffer, context: EncryptionContext): Buffer | undefined {
  const header = headerOf(key.arn);
  const sealed = ciphertext.subarray(header.length);
  if (sealed.length < ivLength + tagLength) return undefined;
  try {
    const iv = sealed.subarray(0, ivLength);
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
    decipher.setAAD(associatedData(header, context));
    decipher.setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** ARN of the key that made a ciphertext; undefined for what is no ciphertext of the sandbox. */
export function keyArnOf(ciphertext: Buffer): string | undefined {
  const length = ciphertext[1] ?? 0;
  if (ciphertext[0] !== formatVersion || ciphertext.length < 2 + length) return undefined;
  const arn = ciphertext.subarray(2, 2 + length).toString('latin1');
  return /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(arn) ? arn : undefined;
}

function headerOf(arn: string): Buffer {
  return Buffer.concat([Buffer.from([formatVersion, arn.length]), Buffer.from(arn, 'latin1')]);
}

/** The order of a context's entries does not matter. */
function associatedData(header: Buffer, context: EncryptionContext): Buffer {
  return Buffer.concat([header, Buffer.from(canonicalJson(context))]);
}
