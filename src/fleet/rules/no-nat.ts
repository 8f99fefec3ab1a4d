import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** What nodes and the pods that come with them call, and cannot reach over the internet. */
const required = [
  'autoscaling',
  'cloudformation',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'elasticloadbalancing',
  'kms',
  'sts',
] as const;

/** CW1404: without NAT everything a node needs to boot comes from inside. */
export function withoutNat({ network, downloads, source }: Cluster): Finding[] {
  if (network.nat !== 'none') return [];
  const missing = required.filter(service => !network.endpoints.interface.includes(service));
  return [
    ...(missing.length === 0
      ? []
      : [
          mistake(
            'CW1404',
            { source, pointer: '/spec/network/endpoints/interface' },
            {
              message: `without NAT nodes cannot reach ${missing.join(', ')}`,
              hint: `add ${missing.length === 1 ? 'it' : 'them'} to spec.network.endpoints.interface`,
            },
          ),
        ]),
    ...(network.endpoints.s3
      ? []
      : [
          mistake(
            'CW1404',
            { source, pointer: '/spec/network/endpoints/s3' },
            {
              message: 'without NAT nodes cannot reach S3, where their configs lie',
              hint: 'set it to true',
            },
          ),
        ]),
    ...(downloads.mirror === undefined
      ? [
          mistake(
            'CW1404',
            { source, pointer: '/spec/downloads/mirror' },
            {
              message: 'without NAT nodes cannot download binaries from the internet',
              hint: 'name a mirror inside: spec.downloads.mirror: s3://…',
            },
          ),
        ]
      : []),
  ];
}
