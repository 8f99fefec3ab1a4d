import { awsConfigRows } from './aws-config.js';
import { awsClusterRows, capiClusterRows } from './clusters.js';
import { freeLabelRows, metadataRows } from './metadata.js';
import { awsControlPlaneRows, awsMachineDeploymentRows, g8sControlPlaneRows, machineDeploymentRows } from './nodes.js';
import { networkPoolRows, releaseRows } from './others.js';
import type { MappingRow, SourceKind } from './row.js';

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
  return rows.find(({ path: pattern }) => !pattern.some(key => key.startsWith('*') || key.endsWith('*'))) ?? rows[0];
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  const open = pattern.at(-1) === '**';
  const keys = open ? pattern.slice(0, -1) : pattern;
  if (open ? path.length < keys.length : path.length !== keys.length) return false;
  return keys.every((key, index) => keyMatches(key, path[index] ?? ''));
}

/** `tag.provider.giantswarm.io/*` stands for every key with that beginning. */
function keyMatches(pattern: string, key: string): boolean {
  if (!pattern.endsWith('*')) return pattern === key;
  // Labels of operators and of Kubernetes are nobody's own; a row must name them.
  if (pattern === '*') return !/(^|[./])(giantswarm\.io|k8s\.io|x-k8s\.io)\//.test(key);
  return key.startsWith(pattern.replace(/\*+$/, ''));
}
