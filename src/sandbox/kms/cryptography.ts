import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import {
  onlyValue,
  optionalInteger,
  optionalText,
  refuseOptions,
  requiredBytes,
  requiredText,
  textMap,
  violation,
} from '../json-input.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { decryptWith, encryptWith, keyArnOf } from './cipher.js';
import type { KeyAccess } from './key-lookup.js';
import { accessibleKey, requireUsable } from './key-lookup.js';
import type { Key } from './state.js';

const notImplemented = ['GrantTokens', 'Recipient', 'DryRunModifiers', 'CustomKeyStoreId'];
const algorithm = 'SYMMETRIC_DEFAULT';

/** What is done with a key rather than to it, and random bytes. */
export function cryptography(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const accessTo = (
    action: string,
    input: JsonInput,
    { caller, region }: SandboxRequest,
    contextMember = 'EncryptionContext',
  ): CryptographicAccess => {
    refuseOptions(input, notImplemented);
    return { world, now, caller, region, action, encryptionContext: textMap(input, contextMember) };
  };
  return {
    Encrypt(input, request) {
      const plaintext = requiredBytes(input, 'Plaintext', 4096);
      onlyValue(input, 'EncryptionAlgorithm', algorithm);
      const access = accessTo('Encrypt', input, request);
      const sealed = seal(requiredText(input, 'KeyId'), plaintext, access);
      return done(input, { ...sealedMembers(sealed), EncryptionAlgorithm: algorithm });
    },
    Decrypt(input, request) {
      const ciphertext = requiredBytes(input, 'CiphertextBlob', 6144);
      onlyValue(input, 'EncryptionAlgorithm', algorithm);
      const access = accessTo('Decrypt', input, request);
      const { key, plaintext } = open(ciphertext, optionalText(input, 'KeyId'), access);
      return done(input, {
        KeyId: key.arn,
        Plaintext: plaintext.toString('base64'),
        EncryptionAlgorithm: algorithm,
      });
    },
    ReEncrypt(input, request) {
      const ciphertext = requiredBytes(input, 'CiphertextBlob', 6144);
      onlyValue(input, 'SourceEncryptionAlgorithm', algorithm);
      onlyValue(input, 'DestinationEncryptionAlgorithm', algorithm);
      const from = accessTo('ReEncryptFrom', input, request, 'SourceEncryptionContext');
      const to = accessTo('ReEncryptTo', input, request, 'DestinationEncryptionContext');
      const destination = requiredText(input, 'DestinationKeyId');
      const { key, plaintext } = open(ciphertext, optionalText(input, 'SourceKeyId'), from);
      return done(input, {
        ...sealedMembers(seal(destination, plaintext, to)),
        SourceKeyId: key.arn,
        SourceEncryptionAlgorithm: algorithm,
        DestinationEncryptionAlgorithm: algorithm,
      });
    },
    GenerateDataKey(input, request) {
      const dataKey = randomBytes(dataKeyLength(input));
      const sealed = seal(requiredText(input, 'KeyId'), dataKey, accessTo('GenerateDataKey', input, request));
      return done(input, { ...sealedMembers(sealed), Plaintext: dataKey.toString('base64') });
    },
    GenerateDataKeyWithoutPlaintext(input, request) {
      const access = accessTo('GenerateDataKeyWithoutPlaintext', input, request);
      const sealed = seal(requiredText(input, 'KeyId'), randomBytes(dataKeyLength(input)), access);
      return done(input, sealedMembers(sealed));
    },
    GenerateRandom(input) {
      refuseOptions(input, notImplemented);
      const bytes = optionalInteger(input, 'NumberOfBytes', { from: 1, to: 1024 });
      if (bytes === undefined) throw new AwsFault('ValidationException', 'NumberOfBytes is required.');
      return { Plaintext: randomBytes(bytes).toString('base64') };
    },
  };
}

type CryptographicAccess = KeyAccess & Required<Pick<KeyAccess, 'encryptionContext'>>;

/** A dry run has passed every check by now, and tells so by this fault. */
function done(input: JsonInput, output: object): object {
  if (input.DryRun !== true) return output;
  throw new AwsFault('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.', {
    status: 412,
  });
}

interface Sealed {
  readonly key: Key;
  readonly ciphertext: Buffer;
}

function sealedMembers({ key, ciphertext }: Sealed) {
  return { CiphertextBlob: ciphertext.toString('base64'), KeyId: key.arn };
}

function seal(keyId: string, plaintext: Buffer, access: CryptographicAccess): Sealed {
  const key = accessibleKey(keyId, access);
  requireUsable(key);
  return { key, ciphertext: encryptWith(key, plaintext, access.encryptionContext) };
}

function open(
  ciphertext: Buffer,
  keyId: string | undefined,
  access: CryptographicAccess,
): { key: Key; plaintext: Buffer } {
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
  return { key, plaintext };
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
  throw violation(
    `Value '${String(spec)}' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]`,
  );
}
