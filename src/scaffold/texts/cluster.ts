import { fileText, flowList, flowScalar, noted, scalar } from './lines.js';
import { zoneLines } from './zone-lines.js';

export interface NewCluster {
  readonly name: string;
  /** Fields that the Fleet's defaults do not decide. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly release: string | undefined;
  readonly connect: string | undefined;
  readonly cidr: string;
  readonly zones: readonly { readonly name: string; readonly cidr: string }[];
  readonly masters: 1 | 3;
  /** Undefined where the Fleet's defaults decide it. */
  readonly masterType: string | undefined;
}

/** The documents of a cluster and its masters. */
export function clusterText(cluster: NewCluster): string {
  return fileText([...clusterLines(cluster), '---', ...controlPlaneLines(cluster)]);
}

function clusterLines({ name, account, region, release, connect, cidr, zones }: NewCluster): string[] {
  const fields = { account, region, release, connect };
  const written = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [noted(`  ${key}: ${scalar(value)}`, notes[key] ?? '')],
  );
  const inherited = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [key] : []));
  const hint = inherited.length === 0 ? [] : [`  # ${inherited.join(', ')}: as the Fleet's defaults say`];
  return [
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Cluster',
    'metadata:',
    noted(`  name: ${scalar(name)}`, 'cannot change'),
    'spec:',
    ...written,
    ...hint,
    '  network:',
    noted(`    cidr: ${cidr}`, 'cannot change'),
    noted('    zones:', 'each block: half public, half private'),
    ...zoneLines(zones, '      '),
    '  # Who may reach the API besides the VPC and the management network:',
    '  # api: { public: { allow: [203.0.113.0/24] } }',
    '  # Tags on every resource, for example to tell whom it belongs to:',
    '  # tags: { team: payments }',
  ];
}

const notes: Readonly<Record<string, string>> = {
  account: 'an Account of this repository',
  region: 'cannot change',
  release: 'versions that its nodes run',
  connect: 'the management network it is peered with, or none',
};

function controlPlaneLines({ name, zones, masters, masterType }: NewCluster): string[] {
  const names = zones.slice(0, masters).map(zone => zone.name);
  return [
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: ControlPlane',
    `metadata: { name: ${flowScalar(name)} }`,
    'spec:',
    `  cluster: ${scalar(name)}`,
    noted(`  replicas: ${masters}`, '1, or 3 for a cluster that survives a zone'),
    noted(`  zones: ${flowList(names)}`, 'master N lives in zone N'),
    ...(masterType === undefined ? [] : [`  instanceType: ${scalar(masterType)}`]),
    '  etcd: { volume: { sizeGiB: 100 } }    # can grow, never shrink',
  ];
}
