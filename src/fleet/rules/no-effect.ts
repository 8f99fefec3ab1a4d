import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { doubt } from './mistake.js';

/** CW1401: what a cluster writes itself has an effect. Defaults of the Fleet may be for other clusters. */
export function withoutEffect(cluster: Cluster): Finding[] {
  const { source } = cluster;
  return idle(cluster).flatMap(({ fields, why, hint }) =>
    fields
      .map(field => ({ source, pointer: `/spec/${field}` }))
      .filter(({ pointer }) => source.values.has(pointer))
      .map(place => doubt('CW1401', place, { message: `this has no effect: ${why}`, hint })),
  );
}

interface Idle {
  readonly fields: readonly string[];
  readonly why: string;
  readonly hint: string;
}

function idle({ network, dns, connect, storage, workloadIdentity }: Cluster): Idle[] {
  const { cni } = network;
  const cases: readonly (readonly [applies: boolean, idle: Idle])[] = [
    [
      cni.plugin !== 'aws-vpc',
      {
        fields: ['externalSnat', 'prefixDelegation', 'warmIpTarget', 'minimumIpTarget', 'warmPrefixTarget'].map(
          name => `network/cni/${name}`,
        ),
        why: `the pod network is ${cni.plugin}`,
        hint: 'remove it, or set plugin: aws-vpc',
      },
    ],
    [
      cni.plugin !== 'cilium',
      { fields: ['network/cni/mode'], why: 'the pod network is aws-vpc', hint: 'remove it, or set plugin: cilium' },
    ],
    [
      cni.prefixDelegation,
      {
        fields: ['network/cni/warmIpTarget', 'network/cni/minimumIpTarget'],
        why: 'nodes take whole blocks of addresses',
        hint: 'set warmPrefixTarget instead',
      },
    ],
    [
      !cni.prefixDelegation,
      {
        fields: ['network/cni/warmPrefixTarget'],
        why: 'nodes take single addresses',
        hint: 'set prefixDelegation: true',
      },
    ],
    [
      !dns.route53,
      { fields: ['dns/ingressWildcard', 'dns/delegatedByHand'], why: 'Route 53 is off', hint: 'remove it' },
    ],
    [
      connect === undefined,
      {
        fields: ['network/managementAccess'],
        why: 'the cluster is not connected to a management network',
        hint: 'remove it, or set spec.connect',
      },
    ],
    [
      storage.sharedBucket !== undefined,
      { fields: ['storage/accessLogs'], why: "the bucket is not the cluster's own", hint: 'remove it' },
    ],
    [
      workloadIdentity === undefined,
      {
        fields: ['workloadIdentity/roles', 'workloadIdentity/addons'],
        why: 'the cluster has no workload identity',
        hint: 'set spec.workloadIdentity.issuerUrl in the Fleet, and enabled here',
      },
    ],
  ];
  return cases.flatMap(([applies, one]) => (applies ? [one] : []));
}
