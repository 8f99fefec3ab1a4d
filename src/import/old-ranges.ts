import { parseCidr } from '../model/cidr.js';
import type { Finding } from '../model/finding.js';
import { type Resource, trouble, valueAt } from './resource.js';

/** A block of an old cluster, which the new ones must stay clear of. */
export interface OldRange {
  readonly name: string;
  readonly cidr: string;
}

/** Where old blocks stand, by kind. */
const places: Readonly<Partial<Record<Resource['kind'], readonly (readonly string[])[]>>> = {
  AWSCluster: [['status', 'provider', 'network', 'cidr']],
  AWSMachineDeployment: [
    ['metadata', 'annotations', 'machine-deployment.giantswarm.io/subnet'],
    ['metadata', 'labels', 'machine-deployment.giantswarm.io/subnet'],
  ],
  NetworkPool: [['spec', 'cidrBlock']],
  AWSConfig: [
    ['status', 'cluster', 'network', 'cidr'],
    ['spec', 'aws', 'vpc', 'cidr'],
  ],
};

/** The blocks that old clusters have, each once, in the order of their names, and what is no block. */
export function oldRanges(resources: readonly Resource[]): {
  readonly ranges: readonly OldRange[];
  readonly findings: readonly Finding[];
} {
  const ranges = new Map<string, OldRange>();
  const findings: Finding[] = [];
  for (const resource of resources) {
    for (const keys of places[resource.kind] ?? []) {
      const value = valueAt(resource, ...keys);
      if (value === undefined || value === '' || value === null) continue;
      const cidr = typeof value === 'string' ? blockText(value) : undefined;
      if (cidr === undefined) {
        const message = `${JSON.stringify(value)} is no IPv4 block`;
        findings.push(
          trouble('CW2006', { resource, keys }, { message, hint: 'write it as the old cluster has it: 10.1.0.0/24' }),
        );
      } else if (!ranges.has(cidr)) ranges.set(cidr, { name: rangeName(resource), cidr });
    }
  }
  return { ranges: [...ranges.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), findings };
}

/** Labels hold no slash: the older form has a hyphen or underscore in its place. */
function blockText(value: string): string | undefined {
  const text = value.replace(/[-_](\d+)$/, '/$1');
  return parseCidr(text) === undefined ? undefined : text;
}

const nouns: Readonly<Partial<Record<Resource['kind'], string>>> = {
  NetworkPool: 'network-pool',
  AWSMachineDeployment: 'pool',
};

function rangeName({ kind, name }: Resource): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return `old-${nouns[kind] ?? 'cluster'}-${plain}`.slice(0, 40);
}
