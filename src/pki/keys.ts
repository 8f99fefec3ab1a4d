import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { secret } from '../model/secret.js';
import type { Issued, IssuingEnvironment } from './issue.js';

/** Signs tokens of service accounts: RSA, because every verifier of OpenID Connect tokens must know RS256. */
export async function issueServiceAccountKey(): Promise<Issued> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { public: publicKey, key: secret(privateKey) };
}

/** Encrypts Secrets in etcd: 32 bytes, for the provider secretbox (XSalsa20 and Poly1305). */
export async function issueEncryptionKey({ randomBytes }: IssuingEnvironment): Promise<Issued> {
  return { public: '', key: secret(Buffer.from(randomBytes(32)).toString('base64')) };
}

/**
 * The API server's EncryptionConfiguration, JSON. `keys` in base64 by generation, the one to write with first; the
 * others still open what they closed, and `identity` what nobody did.
 */
export function encryptionConfiguration(keys: readonly { readonly generation: number; readonly key: string }[]) {
  return JSON.stringify({
    kind: 'EncryptionConfiguration',
    apiVersion: 'apiserver.config.k8s.io/v1',
    resources: [
      {
        resources: ['secrets'],
        providers: [
          { secretbox: { keys: keys.map(({ generation, key }) => ({ name: `key${generation}`, secret: key })) } },
          { identity: {} },
        ],
      },
    ],
  });
}
