import { AppError } from '../../errors.js';
import { type Secret, secret } from '../../model/secret.js';
import { type EncryptionContext, type KeyService, plaintextLimit } from './ports.js';

interface Plaintext {
  readonly plaintext: Secret;
  readonly context: EncryptionContext;
  /** Names the secret in the error, for example `/etc/kubernetes/pki/ca.crt of prod-a`. */
  readonly what: string;
}

/** Encrypts to base64 what KMS takes at once. */
export async function encryptSecret(key: KeyService, what: Plaintext, signal: AbortSignal): Promise<string> {
  refuseLarger(plaintextLimit, what);
  return Buffer.from(await key.encrypt(what.plaintext, what.context, signal)).toString('base64');
}

/** Parts of a file, so many that a node still fetches them quickly. */
const partsLimit = 16;

/** The same for up to 64 KiB, in parts that KMS takes; the context says which of how many each is. */
export async function encryptInParts(
  key: KeyService,
  what: Plaintext,
  signal: AbortSignal,
): Promise<readonly string[]> {
  refuseLarger(plaintextLimit * partsLimit, what);
  const bytes = what.plaintext.reveal();
  const count = Math.max(1, Math.ceil(bytes.length / plaintextLimit));
  const ciphertexts: string[] = [];
  for (let at = 0; at < count; at++) {
    const plaintext = secret(bytes.subarray(at * plaintextLimit, (at + 1) * plaintextLimit));
    const context = { ...what.context, part: `${at + 1}/${count}` };
    ciphertexts.push(await encryptSecret(key, { ...what, plaintext, context }, signal));
  }
  return ciphertexts;
}

function refuseLarger(limit: number, { plaintext, what }: Plaintext): void {
  const size = plaintext.reveal().length;
  if (size <= limit) return;
  throw new AppError('secret-too-large', `${what} is ${size} bytes, more than the ${limit} that fit`, {
    hint: 'store a shorter one, or split it',
  });
}
