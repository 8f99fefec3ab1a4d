import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { KeyService } from '../apply/secrets/ports.js';
import { secret } from '../model/secret.js';
import { callFailure } from './call-failure.js';

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
        throw failure(error, `encrypt with ${keyArn} for ${JSON.stringify(context)}`, signal);
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
        throw failure(error, `decrypt with ${keyArn} for ${JSON.stringify(context)}`, signal);
      }
    },
  };
}

function bytesOf(blob: Uint8Array | undefined): Uint8Array {
  if (blob === undefined) throw new Error('the answer holds no bytes');
  return blob;
}

function failure(error: unknown, what: string, signal: AbortSignal): unknown {
  return callFailure(error, { code: 'key-service', what, hints }, signal);
}

const hints = {
  InvalidCiphertextException: 'restore the object it was read from: it was encrypted with another key or moved',
  NotFoundException: 'apply the stack that makes the key first',
  KMSInvalidStateException: 'cancel the deletion of the key',
  DisabledException: 'enable the key',
};
