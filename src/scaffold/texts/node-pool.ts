import { fileText, flowScalar, noted, scalar } from './lines.js';
import { zoneLines } from './zone-lines.js';

export interface NewNodePool {
  readonly name: string;
  readonly cluster: string;
  /** Block of its own; undefined if its subnets lie in the cluster's. */
  readonly cidr: string | undefined;
  readonly zones: readonly { readonly name: string; readonly cidr: string }[];
  /** Undefined where the Fleet's defaults decide. */
  readonly scaling: { readonly min: number; readonly max: number } | undefined;
  readonly types: readonly string[] | undefined;
}

/** The document of a node pool. */
export function nodePoolText({ name, cluster, cidr, zones, scaling, types }: NewNodePool): string {
  const where = cidr === undefined ? "blocks in the cluster's" : "blocks in the pool's own";
  return fileText([
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: NodePool',
    noted(`metadata: { name: ${flowScalar(name)} }`, 'unique within its cluster, cannot change'),
    'spec:',
    `  cluster: ${scalar(cluster)}`,
    ...(cidr === undefined ? [] : [noted(`  cidr: ${cidr}`, 'a secondary block of the VPC, cannot change')]),
    noted('  zones:', where),
    ...zoneLines(zones, '    '),
    ...(scaling === undefined ? [] : [`  scaling: { min: ${scaling.min}, max: ${scaling.max} }`]),
    ...(types === undefined ? [] : typeLines(types)),
    '  # labels: { workload: general }       # that nodes register with',
    '  update: { maxBatch: 10%, pause: PT15M }   # nodes at a time, of max; longest wait for them',
  ]);
}

function typeLines(types: readonly string[]): string[] {
  const listed = types.map(type => `{ type: ${flowScalar(type)} }`).join(', ');
  return [
    '  instances:',
    noted(`    types: [${listed}]`, 'in order of preference'),
    noted('    onDemand: { percentageAbove: 100 }', 'the rest is spot'),
  ];
}
