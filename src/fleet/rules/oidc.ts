import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** CW1003: a login has a provider and a client; either may come from the Fleet's defaults. */
export function oidcComplete({ oidc, source }: Cluster): Finding[] {
  if (oidc === undefined) return [];
  return (['issuerUrl', 'clientId'] as const).flatMap(field => {
    if (oidc[field] !== undefined) return [];
    const hint = `set it here, or for all in the Fleet's spec.defaults.cluster.oidc.${field}`;
    return [
      mistake('CW1003', { source, pointer: `/spec/oidc/${field}` }, { message: `missing field "${field}"`, hint }),
    ];
  });
}

/** CW1416: what tokens say becomes a name of its own, never one of Kubernetes' own. */
export function oidcPrefixes({ oidc, source }: Cluster): Finding[] {
  if (oidc === undefined) return [];
  return (['usernamePrefix', 'groupsPrefix'] as const).flatMap(field => {
    if (!oidc[field].startsWith('system:')) return [];
    const message = 'names that begin with system: are those of Kubernetes itself';
    return [mistake('CW1416', { source, pointer: `/spec/oidc/${field}` }, { message, hint: 'take another prefix' })];
  });
}
