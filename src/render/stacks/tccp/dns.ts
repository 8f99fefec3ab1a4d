import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import { apiIds } from './api-load-balancers.js';

/** The cluster's zones and records; null without Route 53. */
export function dnsView(fleet: Fleet, cluster: Cluster) {
  if (!cluster.dns.route53) return null;
  const domain = names.clusterDomain(fleet, cluster);
  return {
    domain,
    api: names.apiDomain(fleet, cluster),
    internalApi: names.internalApiDomain(fleet, cluster),
    // Who is outside and has a way in, by a VPN for example, finds the internal one.
    outside: apiIds(cluster.api.public === undefined ? 'Internal' : 'Public').loadBalancer,
    inside: apiIds('Internal').loadBalancer,
    ingress: cluster.dns.ingressWildcard ? { wildcard: `*.${domain}`, target: `ingress.${domain}` } : null,
  };
}
