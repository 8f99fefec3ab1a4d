import { parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Fleet } from '../../model/fleet.js';
import type { Block, BlockRole } from './blocks.js';
import type { Declared } from './declared.js';
import { mistake } from './mistake.js';

/** Prefix lengths of the largest and the smallest block. */
interface Sizes {
  readonly largest: number;
  readonly smallest: number;
  readonly why: string;
}

/** Amazon VPC user guide, "VPC CIDR blocks" and "Subnet CIDR blocks": both are between /16 and /28. */
const sizes: Partial<Record<BlockRole, Sizes>> = {
  cluster: { largest: 16, smallest: 27, why: 'a VPC has at most a /16, and a zone needs a /27' },
  zone: { largest: 16, smallest: 27, why: 'each half is a subnet, which has at least a /28' },
  pool: { largest: 16, smallest: 28, why: 'a block of a VPC is between /16 and /28' },
  'pool subnet': { largest: 16, smallest: 28, why: 'a subnet is between /16 and /28' },
  // kube-apiserver refuses more than 20 bits for --service-cluster-ip-range.
  services: { largest: 12, smallest: 28, why: 'Kubernetes takes at most a /12, and needs room for its own services' },
};

/** CW1204: a block has a size that AWS and Kubernetes take. */
export function blockSize({ cidr, role, text, place }: Block): Finding[] {
  const limits = sizes[role];
  if (limits === undefined || (cidr.prefix >= limits.largest && cidr.prefix <= limits.smallest)) return [];
  const { largest, smallest, why } = limits;
  const message = `${text} is too ${cidr.prefix < largest ? 'large' : 'small'}: ${why}`;
  return [mistake('CW1204', place, { message, hint: `take a block between /${largest} and /${smallest}` })];
}

/** CW1204: an address pool holds at least one cluster. */
export function clusterPrefixes({ source }: Fleet, { addressPools }: Declared): Finding[] {
  return addressPools.flatMap(({ cidr, clusterPrefix }, index) => {
    const prefix = parseCidr(cidr)?.prefix;
    if (prefix === undefined || clusterPrefix >= prefix) return [];
    const place = { source, pointer: `/spec/addressPools/${index}/clusterPrefix` };
    const message = `no /${clusterPrefix} fits into ${cidr}`;
    return [mistake('CW1204', place, { message, hint: `take a cluster prefix of ${prefix} or more` })];
  });
}
