import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { decryptWith, encryptWith, keyArnOf } from './cipher.js';
import {
  onlyValue,
  optionalInteger,
  optionalText,
  refuseOptions,
  requiredBytes,
  requiredText,
  textMap,
} from './input.js';
import type { KeyAccess } from './key-lookup.js';
import { accessibleKey, requireUsable } from './key-lookup.js';

const notImplemented = ['DryRun', 'GrantTokens', 'Recipient', 'DryRunModifiers'];

/** Encrypt, Decrypt and GenerateDataKey. */
export function cryptography(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const accessTo = (action: string, input: JsonInput, { caller, region }: SandboxRequest): Required<KeyAccess> => {
    refuseOptions(input, notImplemented);
    onlyValue(input, 'EncryptionAlgorithm', 'SYMMETRIC_DEFAULT');
    return { world, now, caller, region, action, encryptionContext: textMap(input, 'EncryptionContext') };
  };
  return {
    Encrypt(input, request) {
      const plaintext = requiredBytes(input, 'Plaintext', 4096);
      const access = accessTo('Encrypt', input, request);
      return { ...sealed(requiredText(input, 'KeyId'), plaintext, access), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
    Decrypt(input, request) {
      const ciphertext = requiredBytes(input, 'CiphertextBlob', 6144);
      return decrypt(ciphertext, optionalText(input, 'KeyId'), accessTo('Decrypt', input, request));
    },
    GenerateDataKey(input, request) {
      const dataKey = randomBytes(dataKeyLength(input));
      const access = accessTo('GenerateDataKey', input, request);
      return { ...sealed(requiredText(input, 'KeyId'), dataKey, access), Plaintext: dataKey.toString('base64') };
    },
  };
}

function sealed(keyId: string, plaintext: Buffer, access: Required<KeyAccess>): object {
  const key = accessibleKey(keyId, access);
  requireUsable(key);
  const ciphertext = encryptWith(key, plaintext, access.encryptionContext);
  return { CiphertextBlob: ciphertext.toString('base64'), KeyId: key.arn };
}

function decrypt(ciphertext: Buffer, keyId: string | undefined, access: Required<KeyAccess>): object {
  const arn = keyArnOf(ciphertext);
  // AWS gives this fault no message.
  if (arn === undefined) throw new AwsFault('InvalidCiphertextException', '');
  if (keyId !== undefined && accessibleKey(keyId, access).arn !== arn) {
    throw new AwsFault(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  const key = keyOfCiphertext(arn, access);
  requireUsable(key);
  const plaintext = decryptWith(key, ciphertext, access.encryptionContext);
  if (plaintext === undefined) throw new AwsFault('InvalidCiphertextException', '');
  return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

function keyOfCiphertext(arn: string, access: KeyAccess) {
  try {
    return accessibleKey(arn, access);
  } catch (error) {
    if (!(error instanceof AwsFault) || error.code !== 'NotFoundException') throw error;
    throw new AwsFault(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  }
}

function dataKeyLength(input: JsonInput): number {
  const bytes = optionalInteger(input, 'NumberOfBytes', { from: 1, to: 1024 });
  const spec = optionalText(input, 'KeySpec');
  if ((bytes === undefined) === (spec === undefined)) {
    throw new AwsFault('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  if (bytes !== undefined) return bytes;
  if (spec === 'AES_256') return 32;
  if (spec === 'AES_128') return 16;
  throw new AwsFault(
    'ValidationException',
    `1 validation error detected: Value '${String(spec)}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]`,
  );
}
