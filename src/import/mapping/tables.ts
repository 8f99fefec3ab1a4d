import { awsConfigRows } from './aws-config.js';
import { awsClusterRows, capiClusterRows } from './clusters.js';
import { freeLabelRows, metadataRows } from './metadata.js';
import { awsControlPlaneRows, awsMachineDeploymentRows, g8sControlPlaneRows, machineDeploymentRows } from './nodes.js';
import { networkPoolRows, releaseRows } from './others.js';
import { type MappingRow, type SourceKind, sourceKinds } from './row.js';

/** What is special to a kind. */
export const kindRows: Readonly<Record<SourceKind, readonly MappingRow[]>> = {
  AWSCluster: awsClusterRows,
  Cluster: capiClusterRows,
  G8sControlPlane: g8sControlPlaneRows,
  AWSControlPlane: awsControlPlaneRows,
  MachineDeployment: machineDeploymentRows,
  AWSMachineDeployment: awsMachineDeploymentRows,
  NetworkPool: networkPoolRows,
  Release: releaseRows,
  AWSConfig: awsConfigRows,
};

/** What every kind has. */
export const sharedRows: readonly MappingRow[] = [...metadataRows, ...freeLabelRows];

/** The row of a field, if it is known: the most exact one, and one of the kind before one of all kinds. */
export function rowOf(kind: SourceKind, path: readonly string[]): MappingRow | undefined {
  const rows = [...kindRows[kind], ...sharedRows].filter(row => matches(row.path, path));
  return rows.toSorted((a, b) => exactness(b) - exactness(a))[0];
}

/** What a field of one kind means on another; the first in the order of kinds. */
export function rowElsewhere(path: readonly string[]): SourceKind | undefined {
  return sourceKinds.find(kind => kindRows[kind].some(row => isExact(row) && matches(row.path, path)));
}

function exactness(row: MappingRow): number {
  return isExact(row) ? Number.POSITIVE_INFINITY : row.path.join('.').length;
}

function isExact({ path }: MappingRow): boolean {
  return !path.some(key => key.includes('*'));
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  const open = pattern.at(-1) === '**';
  const keys = open ? pattern.slice(0, -1) : pattern;
  if (open ? path.length < keys.length : path.length !== keys.length) return false;
  return keys.every((key, index) => keyMatches(key, path[index] ?? ''));
}

/** `tag.provider.giantswarm.io/*` stands for every key with that beginning, `*.toolkit.fluxcd.io/*` with that in it. */
function keyMatches(pattern: string, key: string): boolean {
  if (!pattern.endsWith('*')) return pattern === key;
  // Labels of operators and of Kubernetes are nobody's own; a row must name them.
  if (pattern === '*') return !/(^|[./])(giantswarm\.io|k8s\.io|x-k8s\.io|kubernetes\.io)\//.test(key);
  const part = pattern.replaceAll('*', '');
  return pattern.startsWith('*') ? key.includes(part) : key.startsWith(part);
}
