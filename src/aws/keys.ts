import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { EncryptionContext, KeyService } from '../apply/secrets/ports.js';
import { AppError } from '../errors.js';
import { secret } from '../model/secret.js';

/** A KMS key behind the secrets' KeyService port. `keyArn` is the key's own ARN, not that of an alias. */
export function kmsKey(client: KMSClient, keyArn: string): KeyService {
  return {
    async encrypt(plaintext, context, signal) {
      const command = new EncryptCommand({
        KeyId: keyArn,
        Plaintext: plaintext.reveal(),
        EncryptionContext: { ...context },
      });
      try {
        const { CiphertextBlob } = await client.send(command, { abortSignal: signal });
        return bytesOf(CiphertextBlob);
      } catch (error) {
        throw explain(error, { verb: 'encrypt with', keyArn, context }, signal);
      }
    },
    async decrypt(ciphertext, context, signal) {
      const command = new DecryptCommand({
        KeyId: keyArn,
        CiphertextBlob: ciphertext,
        EncryptionContext: { ...context },
      });
      try {
        const { Plaintext } = await client.send(command, { abortSignal: signal });
        return secret(bytesOf(Plaintext));
      } catch (error) {
        throw explain(error, { verb: 'decrypt with', keyArn, context }, signal);
      }
    },
  };
}

function bytesOf(blob: Uint8Array | undefined): Uint8Array {
  if (blob === undefined) throw new Error('the answer holds no bytes');
  return blob;
}

/** An SDK error without its message says little: KMS answers a wrong context with an empty one. */
function explain(
  error: unknown,
  { verb, keyArn, context }: { verb: string; keyArn: string; context: EncryptionContext },
  signal: AbortSignal,
): unknown {
  if (signal.aborted || !(error instanceof Error)) return error;
  const message = `cannot ${verb} ${keyArn} for ${JSON.stringify(context)}: ${error.name}: ${error.message}`;
  return new AppError('key-service', message, {
    hint:
      error.name === 'InvalidCiphertextException'
        ? 'the ciphertext was made with another key or for another purpose; restore the object it was read from'
        : 'check the key’s state and the permissions of the account’s apply role on it',
    kind: faultOf(error),
    cause: error,
  });
}

/** The SDK has already tried again, so what is AWS's fault may pass and everything else will not. */
function faultOf(error: Error): 'transient' | 'user' {
  return '$fault' in error && error.$fault === 'server' ? 'transient' : 'user';
}
