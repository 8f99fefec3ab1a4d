import { fileText, noted, scalar } from '../scaffold/texts/lines.js';
import type { OldRange } from './old-ranges.js';

export interface NewFleet {
  readonly name: string;
  readonly domain: string;
  readonly store: { readonly account: string; readonly region: string };
  readonly addressPool: { readonly cidr: string; readonly clusterPrefix: number };
  readonly ranges: readonly OldRange[];
}

export function fleetText({ name, domain, store, addressPool, ranges }: NewFleet): string {
  return fileText([
    '# What all clusters share. Imported from aws-operator.',
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Fleet',
    'metadata:',
    noted(`  name: ${scalar(name)}`, 'first part of every stack name; cannot change'),
    'spec:',
    noted(`  domain: ${scalar(domain)}`, 'a cluster answers on api.<cluster>.k8s.<domain>'),
    '',
    '  # Where the fleet keeps its private keys. Nodes and tenant accounts cannot reach it.',
    `  store: { account: ${scalar(store.account)}, region: ${scalar(store.region)} }`,
    '',
    '  # The VPC of the management cluster is in no resource that was imported. Describe it, then set connect: main in the',
    '  # clusters that it shall reach:',
    '  # managementNetworks:',
    '  #   - name: main',
    '  #     account: ACCOUNT',
    '  #     region: REGION',
    '  #     vpc: { id: VPC-ID, cidr: CIDR }',
    '  #     routeTables: [ROUTE-TABLE-ID]',
    '  #     hostedZone: ZONE-ID          # zone of k8s.<domain>; clusters are delegated from it',
    '',
    ...(ranges.length === 0
      ? []
      : [
          '  # Blocks of the old clusters: new ones stay clear of them. Remove each when its cluster is gone.',
          '  routedRanges:',
          ...ranges.map(range => `    - { name: ${range.name}, cidr: ${range.cidr} }`),
          '',
        ]),
    '  # Ranges that cluster CIDRs are taken from.',
    '  addressPools:',
    `    - { name: default, cidr: ${addressPool.cidr}, clusterPrefix: ${addressPool.clusterPrefix} }`,
  ]);
}
