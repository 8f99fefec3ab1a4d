import { fileText, flowList, flowScalar, noted, scalar } from './lines.js';

export interface NewFleet {
  readonly name: string;
  readonly domain: string;
  /** Name of the Account that holds the store and, if there is one, the management network. */
  readonly account: string;
  readonly region: string;
  readonly release: string;
  readonly pool: { readonly cidr: string; readonly clusterPrefix: number };
  readonly management:
    | { readonly vpc: string; readonly cidr: string; readonly routeTables: readonly string[] }
    | undefined;
}

/** The document of a fleet, with what a team decides first; everything else has a default. */
export function fleetText({ name, domain, account, region, release, pool, management }: NewFleet): string {
  return fileText([
    '# The installation: what all clusters of this repository share.',
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Fleet',
    'metadata:',
    noted(`  name: ${scalar(name)}`, 'first part of every stack name; cannot change once clusters exist'),
    'spec:',
    noted(`  domain: ${scalar(domain)}`, `a cluster answers on api.<cluster>.k8s.${domain}`),
    '',
    '  # Where the fleet keeps its private keys. Nodes and tenant accounts cannot reach it.',
    `  store: { account: ${flowScalar(account)}, region: ${region} }`,
    '',
    ...managementLines(management, account, region),
    '',
    '  # Ranges that clusters and pools get their blocks from: `new` and `allocate` take the next free ones.',
    '  addressPools:',
    `    - { name: default, cidr: ${pool.cidr}, clusterPrefix: ${pool.clusterPrefix} }`,
    '',
    '  # What a Cluster does not say itself. Maps are merged, lists are replaced.',
    '  defaults:',
    '    cluster:',
    `      release: ${scalar(release)}`,
    `      region: ${region}`,
    noted(`      connect: ${management === undefined ? 'none' : 'main'}`, 'a management network, or none'),
    '      tags: { managed-by: clusterwright }',
  ]);
}

function managementLines(management: NewFleet['management'], account: string, region: string): string[] {
  const intro = '  # Existing VPCs that clusters are peered with. A cluster names one in spec.connect.';
  if (management === undefined) {
    return [
      intro,
      '  # managementNetworks:',
      '  #   - name: main',
      `  #     account: ${account}`,
      `  #     region: ${region}`,
      '  #     vpc: { id: vpc-0a1b2c3d4e5f60718, cidr: 10.0.0.0/16 }',
      '  #     routeTables: [rtb-0a1b2c3d4e5f60718]   # get a route back to every cluster',
    ];
  }
  const { vpc, cidr, routeTables } = management;
  return [
    intro,
    '  managementNetworks:',
    '    - name: main',
    `      account: ${scalar(account)}`,
    `      region: ${region}`,
    `      vpc: { id: ${vpc}, cidr: ${cidr} }`,
    noted(`      routeTables: ${flowList(routeTables)}`, 'get a route back to every cluster'),
  ];
}
