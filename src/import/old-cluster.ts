import type { Finding } from '../model/finding.js';
import type { SourceKind } from './mapping/row.js';
import { labelOf, type Resource, textAt, titleOf, trouble } from './resource.js';

/** The resources that together are one cluster of aws-operator. */
export interface OldCluster {
  readonly id: string;
  /** AWSCluster, or AWSConfig in the years before node pools. */
  readonly main: Resource;
  /** Undefined in the years before node pools. */
  readonly parts: { readonly cluster: Resource; readonly replicas: Resource; readonly masters: Resource } | undefined;
  readonly pools: readonly OldPool[];
}

export interface OldPool {
  readonly id: string;
  readonly aws: Resource;
  readonly capi: Resource;
}

/** How somebody gets all that an import reads. */
export const kubectlExport =
  'kubectl get awsclusters,awscontrolplanes,g8scontrolplanes,awsmachinedeployments,clusters.cluster.x-k8s.io,machinedeployments.cluster.x-k8s.io,networkpools,releases -A -o yaml';

/** Puts resources together by the cluster that their labels name. What lacks its counterpart is a finding. */
export function oldClusters(resources: readonly Resource[]): {
  readonly clusters: readonly OldCluster[];
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const byId = new Map<string, Resource[]>();
  for (const resource of resources.filter(({ kind }) => kind !== 'Release' && kind !== 'NetworkPool')) {
    const id = clusterIdOf(resource);
    if (id === undefined) {
      const message = `${titleOf(resource)} does not say which cluster it belongs to`;
      const hint = 'add the label giantswarm.io/cluster';
      findings.push(trouble('CW2004', { resource, keys: ['metadata', 'labels'] }, { message, hint }));
    } else byId.set(id, [...(byId.get(id) ?? []), resource]);
  }
  const sorted = [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { clusters: sorted.flatMap(([id, parts]) => assembled(id, parts, findings)), findings };
}

/** `namespace/name` of the Secret with the role in the tenant account. */
export function secretOf({ main }: OldCluster): string {
  const group = main.kind === 'AWSConfig' ? 'aws' : 'provider';
  const at = (key: string) => textAt(main, 'spec', group, 'credentialSecret', key);
  return `${at('namespace') ?? 'giantswarm'}/${at('name') ?? 'credential-default'}`;
}

/** Empty if nothing says it. */
export function regionOf({ main }: OldCluster): string {
  return textAt(main, 'spec', main.kind === 'AWSConfig' ? 'aws' : 'provider', 'region') ?? '';
}

/** The base domain of its names. */
export function domainOf({ main }: OldCluster): string | undefined {
  const legacy = textAt(main, 'spec', 'cluster', 'kubernetes', 'api', 'domain');
  return textAt(main, 'spec', 'cluster', 'dns', 'domain') ?? /^api\.[^.]+\.k8s\.(.+)$/.exec(legacy ?? '')?.[1];
}

function clusterIdOf(resource: Resource): string | undefined {
  const label = labelOf(resource, 'giantswarm.io/cluster') ?? labelOf(resource, 'cluster.x-k8s.io/cluster-name');
  if (label !== undefined) return label;
  const { kind, value, name } = resource;
  const { spec } = value as {
    readonly spec?: { readonly clusterName?: unknown; readonly cluster?: { readonly id?: unknown } };
  };
  if (kind === 'AWSConfig') return typeof spec?.cluster?.id === 'string' ? spec.cluster.id : name;
  if (kind === 'AWSCluster' || kind === 'Cluster') return name;
  return typeof spec?.clusterName === 'string' ? spec.clusterName : undefined;
}

function assembled(id: string, parts: readonly Resource[], findings: Finding[]): OldCluster[] {
  const legacy = parts.filter(({ kind }) => kind === 'AWSConfig');
  const only = (kind: SourceKind) => one(id, kind, parts, findings);
  if (legacy.length > 0) {
    const main = only('AWSConfig');
    for (const resource of parts.filter(({ kind }) => kind !== 'AWSConfig')) {
      const message = `cluster ${id} has an AWSConfig, so ${titleOf(resource)} cannot belong to it too`;
      findings.push(
        trouble('CW2004', { resource, keys: ['kind'] }, { message, hint: 'import one of the two clusters' }),
      );
    }
    return main === undefined ? [] : [{ id, main, parts: undefined, pools: [] }];
  }
  const [main, cluster, replicas, masters] = [
    only('AWSCluster'),
    only('Cluster'),
    only('G8sControlPlane'),
    only('AWSControlPlane'),
  ];
  const pools = poolsOf(id, parts, findings);
  if (!main || !cluster || !replicas || !masters) return [];
  return [{ id, main, parts: { cluster, replicas, masters }, pools }];
}

function one(id: string, kind: SourceKind, parts: readonly Resource[], findings: Finding[]): Resource | undefined {
  const [first, second] = parts.filter(resource => resource.kind === kind);
  const [witness] = parts;
  if (first === undefined && witness !== undefined) {
    const message = `cluster ${id} has no ${kind}`;
    findings.push(
      trouble(
        'CW2004',
        { resource: witness, keys: ['metadata', 'name'] },
        { message, hint: `export it too: ${kubectlExport}` },
      ),
    );
  }
  if (second !== undefined) {
    const message = `cluster ${id} has another ${kind}, ${first?.name}`;
    findings.push(
      trouble('CW2004', { resource: second, keys: ['metadata', 'name'] }, { message, hint: 'remove one of them' }),
    );
  }
  return second === undefined ? first : undefined;
}

function poolsOf(id: string, parts: readonly Resource[], findings: Finding[]): OldPool[] {
  const of = (kind: SourceKind) =>
    new Map(parts.filter(part => part.kind === kind).map(part => [poolIdOf(part), part]));
  const [aws, capi] = [of('AWSMachineDeployment'), of('MachineDeployment')];
  const lonely = [
    ...[...aws].filter(([name]) => !capi.has(name)).map(([, part]) => ({ part, lacks: 'MachineDeployment' })),
    ...[...capi].filter(([name]) => !aws.has(name)).map(([, part]) => ({ part, lacks: 'AWSMachineDeployment' })),
  ];
  for (const { part, lacks } of lonely) {
    const message = `node pool ${poolIdOf(part)} of cluster ${id} has no ${lacks}`;
    findings.push(
      trouble(
        'CW2004',
        { resource: part, keys: ['metadata', 'name'] },
        { message, hint: `export it too: ${kubectlExport}` },
      ),
    );
  }
  const sorted = [...aws].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([name, part]) => {
    const other = capi.get(name);
    return other === undefined ? [] : [{ id: name, aws: part, capi: other }];
  });
}

function poolIdOf(resource: Resource): string {
  return labelOf(resource, 'giantswarm.io/machine-deployment') ?? resource.name;
}
