import type { Finding } from '../model/finding.js';
import { convertFields, type FieldFate, type Targets } from './convert-fields.js';
import { type Draft, draft, setField } from './draft.js';
import { legacyParts } from './legacy-cluster.js';
import type { AlikeTable, ImportFacts } from './mapping/conversions.js';
import { newName } from './new-names.js';
import type { OldCluster, OldPool } from './old-cluster.js';
import { labelOf, listAt, type Resource, textAt, titleOf, trouble, valueAt } from './resource.js';

/** What is decided for all clusters of an import. */
export interface ImportSettings {
  /** `x7k2p` and `x7k2p/8k2ab` to new names. */
  readonly renames: Readonly<Record<string, string>>;
  readonly domain: string;
  /** Names of clusters that there are. */
  readonly takenNames: readonly string[];
  readonly hasIssuer: boolean;
  readonly alike: AlikeTable | undefined;
  /** Blocks that may reach the public API; none for clusters without one. */
  readonly publicApi: readonly string[];
  /** A management network, none, or undefined where the Fleet's defaults decide. */
  readonly connect: string | undefined;
  readonly flatcarOf: (release: string) => ImportFacts['flatcar'];
}

/** A cluster that is on its way: documents without addresses, account and release. */
export interface ConvertedCluster {
  readonly old: OldCluster;
  readonly cluster: Draft;
  readonly controlPlane: Draft;
  readonly pools: readonly Draft[];
  readonly region: string;
  /** The old release, without v; undefined if nothing says it. */
  readonly release: string | undefined;
  readonly zones: readonly string[];
  readonly fields: readonly FieldFate[];
  readonly findings: readonly Finding[];
}

export function convertCluster(old: OldCluster, settings: ImportSettings): ConvertedCluster {
  const findings: Finding[] = [];
  const { main, parts } = old;
  const release = [parts?.cluster, main].flatMap(
    one => (one && labelOf(one, 'release.giantswarm.io/version')) ?? [],
  )[0];
  const { name, findings: wrongName } = newName(clusterName(old, settings), settings.renames);
  findings.push(...wrongName);
  const cluster = draft('Cluster', name);
  const controlPlane = draft('ControlPlane', name);
  const drafts = { cluster, controlPlane };
  const taken: string[] = [];
  const pools = old.pools.map(pool => ({ pool, draft: poolDraft(pool, { old, settings, taken, findings }) }));
  const base: ImportFacts = {
    isCilium: Number(release?.split('.')[0] ?? 0) >= 19,
    isPrefixDelegated:
      valueAt(main, 'metadata', 'annotations', 'alpha.cni.aws.giantswarm.io/prefix-delegation') === 'true',
    hasIssuer: settings.hasIssuer,
    alike: settings.alike,
    flatcar: release === undefined ? undefined : settings.flatcarOf(release),
    maxNodes: undefined,
    usesAlike: false,
  };
  const poolTargets = pools.map(one => ({ draft: one.draft, facts: { ...base, ...poolFacts(one.pool) } }));
  const legacy = parts === undefined ? legacyParts(old, controlPlane, findings) : undefined;
  if (legacy !== undefined) poolTargets.push({ draft: legacy, facts: base });
  const fields: FieldFate[] = [];
  const take = (resource: Resource, targets: Targets) => {
    const converted = convertFields(resource, targets);
    fields.push(...converted.fields);
    findings.push(...converted.findings);
  };
  const shared: Targets = kind => {
    if (kind === 'NodePool') return poolTargets;
    return kind === 'ControlPlane' ? [{ draft: controlPlane, facts: base }] : [{ draft: cluster, facts: base }];
  };
  for (const [index, { pool }] of pools.entries()) {
    const own: Targets = kind => (kind === 'NodePool' ? poolTargets.slice(index, index + 1) : shared(kind));
    take(pool.capi, own);
    take(pool.aws, own);
    zonesOf(pool.aws, ['spec', 'provider', 'availabilityZones'], poolTargets[index]?.draft, findings);
  }
  for (const resource of [parts?.replicas, parts?.masters, parts?.cluster, main]) if (resource) take(resource, shared);
  if (parts !== undefined) zonesOf(parts.masters, ['spec', 'availabilityZones'], controlPlane, findings);
  decide(drafts, { old, settings, facts: base });
  const all = [controlPlane, ...poolTargets.map(one => one.draft)];
  findings.push(...missing(old, { ...drafts, pools: poolTargets.map(one => one.draft), oldPools: old.pools }));
  return {
    old,
    ...drafts,
    pools: poolTargets.map(one => one.draft),
    region: textAt(cluster, 'spec', 'region') ?? '',
    release,
    zones: [...new Set(all.flatMap(one => listAt(one, 'spec', 'zones')).map(String))].toSorted(),
    fields,
    findings,
  };
}

/** The old name stays if it fits and if its API does not answer there already. */
function clusterName(old: OldCluster, { domain, takenNames }: ImportSettings) {
  const base =
    textAt(old.main, 'spec', 'cluster', 'dns', 'domain') ??
    textAt(old.main, 'spec', 'cluster', 'kubernetes', 'api', 'domain');
  const oldApi = base?.startsWith('api.') ? base : `api.${old.id}.k8s.${base}`;
  return {
    kind: 'Cluster' as const,
    old: old.id,
    resource: old.main,
    renamed: old.id,
    prefix: 'c-',
    objection: (name: string) =>
      `api.${name}.k8s.${domain}` === oldApi ? `the old cluster answers on ${oldApi}` : undefined,
    isTaken: (name: string) => takenNames.includes(name),
  };
}

function poolDraft(
  { id, aws }: OldPool,
  {
    old,
    settings,
    taken,
    findings,
  }: { old: OldCluster; settings: ImportSettings; taken: string[]; findings: Finding[] },
): Draft {
  const request = {
    kind: 'NodePool' as const,
    old: id,
    resource: aws,
    renamed: `${old.id}/${id}`,
    prefix: 'np-',
    objection: () => undefined,
    isTaken: (name: string) => taken.includes(name),
  };
  const named = newName(request, settings.renames);
  findings.push(...named.findings);
  taken.push(named.name);
  return draft('NodePool', named.name);
}

function poolFacts({ aws }: OldPool): Pick<ImportFacts, 'maxNodes' | 'usesAlike'> {
  const max = valueAt(aws, 'spec', 'nodePool', 'scaling', 'max');
  return {
    maxNodes: typeof max === 'number' ? max : undefined,
    usesAlike: valueAt(aws, 'spec', 'provider', 'worker', 'useAlikeInstanceTypes') === true,
  };
}

/** Names of zones, in their order. They get blocks later. */
function zonesOf(resource: Resource, keys: readonly string[], target: Draft | undefined, findings: Finding[]): void {
  const found = valueAt(resource, ...keys);
  const names = Array.isArray(found) ? found.filter(zone => typeof zone === 'string' && zone !== '') : [];
  if (!Array.isArray(found) || names.length === 0 || names.length < found.length) {
    const message = `${titleOf(resource)} names no availability zones`;
    findings.push(trouble('CW2006', { resource, keys }, { message, hint: 'write them as a list: [eu-central-1a]' }));
    return;
  }
  if (target !== undefined)
    setField(target, { keys: ['spec', 'zones'], to: names, origin: { resource, keys, comment: '' } });
}

function decide(
  { cluster }: { readonly cluster: Draft },
  {
    old,
    settings,
    facts,
  }: { readonly old: OldCluster; readonly settings: ImportSettings; readonly facts: ImportFacts },
): void {
  const region = textAt(cluster, 'spec', 'region') ?? '';
  const set = (path: string, to: unknown, comment = '') =>
    setField(cluster, { keys: ['spec', ...path.split('.')], to, origin: { resource: old.main, keys: [], comment } });
  set('network.cni.plugin', facts.isCilium ? 'cilium' : 'aws-vpc');
  if (settings.connect !== undefined)
    set('connect', settings.connect, settings.connect === 'none' ? 'or a management network of the Fleet' : '');
  if (settings.publicApi.length > 0) set('api.public.allow', settings.publicApi);
  if (region.startsWith('cn-')) set('dns.route53', false, 'as the predecessor ran in China');
  set('paused.reason', `imported from ${old.id}; remove this to create the new cluster`);
}

/** Fields that there must be, told where they should stand. */
function missing(
  { main, parts }: OldCluster,
  {
    cluster,
    controlPlane,
    pools,
    oldPools,
  }: {
    readonly cluster: Draft;
    readonly controlPlane: Draft;
    readonly pools: readonly Draft[];
    readonly oldPools: readonly OldPool[];
  },
): Finding[] {
  const masters = parts?.masters ?? main;
  return [
    ...needs(
      cluster,
      ['spec', 'region'],
      main,
      parts === undefined ? ['spec', 'aws', 'region'] : ['spec', 'provider', 'region'],
    ),
    ...(parts === undefined ? [] : needs(controlPlane, ['spec', 'replicas'], parts.replicas, ['spec', 'replicas'])),
    ...(parts === undefined ? [] : needs(controlPlane, ['spec', 'instanceType'], masters, ['spec', 'instanceType'])),
    ...oldPools.flatMap(({ aws }, index) => {
      const pool = pools[index];
      if (pool === undefined) return [];
      return [
        ...needs(pool, ['spec', 'scaling', 'min'], aws, ['spec', 'nodePool', 'scaling', 'min']),
        ...needs(pool, ['spec', 'scaling', 'max'], aws, ['spec', 'nodePool', 'scaling', 'max']),
        ...needs(pool, ['spec', 'instances', 'types'], aws, ['spec', 'provider', 'worker', 'instanceType']),
      ];
    }),
  ];
}

function needs(target: Draft, ours: readonly string[], resource: Resource, theirs: readonly string[]): Finding[] {
  const pointer = ours.map(key => `/${key}`).join('');
  if (valueAt(target, ...ours) !== undefined) return [];
  // A wrong value has been told already; what is not there at all has not.
  if (valueAt(resource, ...theirs) !== undefined && !isEmpty(valueAt(resource, ...theirs))) return [];
  const message = `missing field "${theirs.join('.')}", which becomes ${target.kind} ${target.name}: ${pointer.slice(1).replaceAll('/', '.')}`;
  return [
    trouble('CW2006', { resource, keys: theirs.slice(0, -1) }, { message, hint: 'write it as the old cluster has it' }),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}
