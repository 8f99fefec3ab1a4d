import { createHash, createPublicKey } from 'node:crypto';

/** A JSON Web Key Set (RFC 7517), as the issuer of a cluster's tokens serves it. */
export interface KeySet {
  readonly keys: readonly JsonWebKey[];
}

export interface JsonWebKey {
  readonly use: 'sig';
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly n: string;
  readonly e: string;
}

/** Public keys of service accounts, PEM, each one trusted, in the order given. */
export function keySet(publicKeys: readonly string[]): KeySet {
  return { keys: publicKeys.map(jsonWebKey) };
}

function jsonWebKey(pem: string): JsonWebKey {
  const key = createPublicKey(pem);
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  // What the API server writes into the header of each token, so that it is found here:
  // https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/serviceaccount/jwt.go (keyIDFromPublicKey)
  const spki = key.export({ type: 'spki', format: 'der' });
  const kid = createHash('sha256').update(spki).digest('base64url');
  return { use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e };
}
