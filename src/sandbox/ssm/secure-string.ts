import { AwsFault } from '../fault.js';
import { decryptWith, encryptWith, keyArnOf } from '../kms/cipher.js';
import { accessibleKey, requireUsable } from '../kms/key-lookup.js';
import { managedKeyAlias } from '../kms/managed-key.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { parameterArn } from './state.js';

export interface SecureStrings {
  readonly world: World;
  readonly now: () => Date;
  readonly request: SandboxRequest;
  /** Name of the parameter. */
  readonly name: string;
}

/** Asks KMS as the caller to encrypt a value, with the account's `alias/aws/ssm` unless a key is named. */
export async function encryptedValue(
  plaintext: string,
  { keyId, advanced }: { readonly keyId: string | undefined; readonly advanced: boolean },
  use: SecureStrings,
): Promise<{ readonly value: string; readonly keyId: string }> {
  const { caller, region } = use.request;
  const named = keyId ?? (await managedKeyAlias(use.world, { accountId: caller.accountId, region }, 'ssm'));
  const key = usableKey(named, advanced ? 'GenerateDataKey' : 'Encrypt', use);
  return { value: encryptWith(key, Buffer.from(plaintext), contextOf(use)).toString('base64'), keyId: named };
}

/** Asks KMS as the caller to decrypt a value. */
export function decryptedValue(value: string, use: SecureStrings): string {
  const ciphertext = Buffer.from(value, 'base64');
  const key = usableKey(keyArnOf(ciphertext) ?? '', 'Decrypt', use);
  return decryptWith(key, ciphertext, contextOf(use))?.toString() ?? '';
}

function usableKey(keyId: string, action: string, use: SecureStrings) {
  const { world, now, request } = use;
  const via = `ssm.${request.region}.amazonaws.com`;
  const access = {
    world,
    now,
    caller: request.caller,
    region: request.region,
    action,
    encryptionContext: contextOf(use),
    via,
  };
  try {
    const key = accessibleKey(keyId, access);
    requireUsable(key);
    return key;
  } catch (error) {
    throw error instanceof AwsFault ? passedOn(error, request.requestId) : error;
  }
}

/** What KMS refuses, Systems Manager refuses with KMS's words; a missing right under the same code, the rest as a bad key. */
function passedOn({ code, message, status }: AwsFault, requestId: string): AwsFault {
  const text = `${message} (Service: AWSKMS; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId})`;
  return new AwsFault(code === 'AccessDeniedException' ? code : 'InvalidKeyId', text);
}

function contextOf({ request, name }: SecureStrings): Readonly<Record<string, string>> {
  return { PARAMETER_ARN: parameterArn({ accountId: request.caller.accountId, region: request.region }, name) };
}
