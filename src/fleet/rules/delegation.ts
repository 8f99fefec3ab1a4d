import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { doubt } from './mistake.js';

/** CW1417: the internet finds a public name only where a parent zone leads to it. */
export function delegation({ api, dns, connect, name, source }: Cluster): Finding[] {
  if (api.public === undefined || !dns.route53 || connect?.hostedZone !== undefined) return [];
  const message = `nothing on the internet leads to the public zone of cluster ${name}`;
  const hint =
    connect === undefined
      ? 'delegate it from your own zone to the name servers in the outputs of tccp, or set spec.connect'
      : `set hostedZone of management network ${connect.name}, or delegate it from your own zone`;
  return [doubt('CW1417', { source, pointer: '/spec/api/public' }, { message, hint })];
}
