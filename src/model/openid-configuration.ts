import type { Cluster } from './fleet.js';

/**
 * What the issuer of a cluster's tokens serves at `/.well-known/openid-configuration`, so that AWS finds the keys that
 * they are signed with (OpenID Connect Discovery 1.0). Undefined for a cluster whose pods get no roles. The keys
 * themselves are not here: they come with the certificates.
 */
export function openidConfiguration({ workloadIdentity }: Cluster): string | undefined {
  if (workloadIdentity === undefined) return undefined;
  const { issuerUrl } = workloadIdentity;
  const document = {
    issuer: issuerUrl,
    jwks_uri: `${issuerUrl}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    // What service accounts' tokens are signed with.
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat'],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
