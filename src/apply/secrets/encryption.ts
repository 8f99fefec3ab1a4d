import { AppError } from '../../errors.js';
import type { Secret } from '../../model/secret.js';
import { type EncryptionContext, type KeyService, plaintextLimit } from './ports.js';

/** Encrypts to base64. `what` names the secret in the error, for example `/etc/kubernetes/pki/ca.crt of prod-a`. */
export async function encryptSecret(
  key: KeyService,
  { plaintext, context, what }: { plaintext: Secret; context: EncryptionContext; what: string },
  signal: AbortSignal,
): Promise<string> {
  const size = plaintext.reveal().length;
  if (size > plaintextLimit) {
    throw new AppError('secret-too-large', `${what} is ${size} bytes, more than the ${plaintextLimit} KMS encrypts`, {
      hint: 'split it into several secrets or store a shorter one',
    });
  }
  return Buffer.from(await key.encrypt(plaintext, context, signal)).toString('base64');
}
