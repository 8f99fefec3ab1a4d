import { overlaps, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** CW1207: nodes send what is addressed to a service to its pods, so no machine they talk to may have such an address. */
export function serviceAddresses(cluster: Cluster): Finding[] {
  const { network, nodePools, connect, source } = cluster;
  const services = parseCidr(network.serviceCidr);
  if (services === undefined) return [];
  const reached = [
    { text: network.cidr, owner: 'the cluster itself' },
    ...nodePools.flatMap(pool => (pool.cidr === undefined ? [] : [{ text: pool.cidr, owner: `pool ${pool.name}` }])),
    ...(connect === undefined ? [] : [{ text: connect.vpc.cidr, owner: `management network ${connect.name}` }]),
  ];
  return reached.flatMap(({ text, owner }) => {
    const other = parseCidr(text);
    if (other === undefined || !overlaps(services, other)) return [];
    const message = `the block of services, ${network.serviceCidr}, overlaps ${text} of ${owner}`;
    const hint = 'set spec.network.serviceCidr to a block that no machine has an address in';
    return [mistake('CW1207', { source, pointer: '/spec/network/serviceCidr' }, { message, hint })];
  });
}
