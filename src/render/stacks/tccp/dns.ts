import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import { fromName } from '../../stack-definition.js';
import { apiIds } from './api-load-balancers.js';

/** The cluster's zones and records; null without Route 53. */
export function dnsView(fleet: Fleet, cluster: Cluster) {
  if (!cluster.dns.route53) return null;
  const domain = names.clusterDomain(fleet, cluster);
  return {
    domain: fromName(domain, cluster),
    api: fromName(names.apiDomain(fleet, cluster), cluster),
    internalApi: fromName(names.internalApiDomain(fleet, cluster), cluster),
    // Who is outside and has a way in, by a VPN for example, finds the internal one.
    outside: apiIds(cluster.api.public === undefined ? 'Internal' : 'Public').loadBalancer,
    inside: apiIds('Internal').loadBalancer,
    ingress: cluster.dns.ingressWildcard
      ? { wildcard: fromName(`*.${domain}`, cluster), target: fromName(`ingress.${domain}`, cluster) }
      : null,
  };
}
