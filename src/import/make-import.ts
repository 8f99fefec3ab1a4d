import { documentNamed, editYaml } from '../fleet/edit-yaml.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { loadFleet } from '../fleet/load.js';
import { architectureOf } from '../model/architecture.js';
import type { Finding } from '../model/finding.js';
import type { AddressBook } from '../scaffold/address-book.js';
import { changedFiles, type FileChange } from '../scaffold/file-change.js';
import { backToSource } from './back-to-source.js';
import { type ConvertedCluster, convertCluster, type ImportSettings } from './convert-cluster.js';
import { convertFields, type FieldFate } from './convert-fields.js';
import { setField } from './draft.js';
import { type ChosenRelease, chosenRelease, newRelease, type ReleaseSettings } from './new-release.js';
import type { OldCluster } from './old-cluster.js';
import type { OldRange } from './old-ranges.js';
import { clusterFile, placeClusters, poolFile } from './place-clusters.js';
import { listAt, type Resource, textAt, valueAt } from './resource.js';
import { specText } from './spec-text.js';

export interface ImportRequest {
  readonly resources: readonly Resource[];
  readonly clusters: readonly OldCluster[];
  readonly ranges: readonly OldRange[];
  readonly settings: ImportSettings;
  readonly releases: ReleaseSettings;
  /** Account of each cluster, by its old id. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly repository: {
    /** With the Fleet, new or old, and files that are written anyway. */
    readonly files: FleetFiles;
    readonly book: AddressBook;
    /** Of an existing Fleet, which gets the old ranges. */
    readonly fleet: { readonly file: string; readonly name: string } | undefined;
    readonly known: readonly Finding[];
    readonly version: string;
  };
}

export interface ImportedCluster {
  readonly old: string;
  readonly name: string;
  readonly pools: readonly { readonly old: string; readonly name: string }[];
}

export interface ImportOutcome {
  readonly changes: readonly FileChange[];
  readonly clusters: readonly ImportedCluster[];
  readonly fields: readonly FieldFate[];
  /** What is wrong in the input, or would be in the repository; with an error nothing may be written. */
  readonly findings: readonly Finding[];
}

/** Everything that an import would write, and what became of every field. Writes nothing. */
export async function makeImport(request: ImportRequest): Promise<ImportOutcome> {
  const { resources, releases, settings, accounts } = request;
  const converted = request.clusters.map(old => convertCluster(old, settings));
  const others = resources.filter(({ kind }) => kind === 'Release' || kind === 'NetworkPool');
  const fields = [
    ...converted.flatMap(one => one.fields),
    ...others.flatMap(one => convertFields(one, () => []).fields),
  ];
  const findings = [...converted.flatMap(one => one.findings), ...sameNames(converted)];
  const chosen = new Map<ConvertedCluster, ChosenRelease>();
  for (const one of converted) {
    const release = chosenRelease(one.release, releases, {
      resources,
      cluster: one.old.parts?.cluster ?? one.old.main,
    });
    if ('code' in release) findings.push(release);
    else chosen.set(one, release);
  }
  for (const one of converted) {
    const account = accounts.get(one.old.id);
    if (account !== undefined) decided(one, 'account', account);
    const release = chosen.get(one)?.name;
    if (release !== undefined) decided(one, 'release', release, `was ${one.release ?? 'none'}`);
    setField(one.controlPlane, { keys: ['spec', 'cluster'], to: one.cluster.name });
    for (const pool of one.pools) setField(pool, { keys: ['spec', 'cluster'], to: one.cluster.name });
  }
  const written = newReleases(chosen, releases);
  findings.push(...written.findings);
  const clusters = converted.map(importedCluster);
  if (findings.some(({ severity }) => severity === 'error')) return { changes: [], clusters, fields, findings };
  placeClusters(converted, request.repository.book);
  const changes = [...written.changes, ...converted.flatMap(clusterFiles), ...(await fleetChange(request))];
  return { changes, clusters, fields, findings: [...findings, ...(await validated(changes, converted, request))] };
}

function decided({ cluster, old }: ConvertedCluster, field: string, to: string, comment = ''): void {
  const keys =
    field === 'release'
      ? ['metadata', 'labels', 'release.giantswarm.io/version']
      : ['spec', 'provider', 'credentialSecret'];
  setField(cluster, { keys: ['spec', field], to, origin: { resource: old.main, keys, comment } });
}

function sameNames(converted: readonly ConvertedCluster[]): Finding[] {
  return converted.flatMap(({ cluster, old }, index) => {
    const other = converted.slice(0, index).find(one => one.cluster.name === cluster.name);
    if (other === undefined) return [];
    const at = old.main.source.values.get('/metadata/name') ?? { file: old.main.source.file, line: 1, column: 1 };
    const message = `clusters ${other.old.id} and ${old.id} would both be called ${cluster.name}`;
    return [
      {
        code: 'CW2005',
        severity: 'error',
        at,
        path: 'metadata.name',
        message,
        hint: `choose another: --rename ${old.id}=NAME`,
      },
    ];
  });
}

function newReleases(chosen: ReadonlyMap<ConvertedCluster, ChosenRelease>, settings: ReleaseSettings) {
  const users = new Map<Resource, { name: string; clusters: ConvertedCluster[] }>();
  for (const [cluster, { name, from }] of chosen) {
    if (from === undefined) continue;
    const known = users.get(from) ?? { name, clusters: [] };
    known.clusters.push(cluster);
    users.set(from, known);
  }
  const made = [...users].map(([from, { name, clusters }]) => ({
    path: `releases/${name}.yaml`,
    ...newRelease({ name, from }, clusters.flatMap(usesOf), settings),
  }));
  return {
    changes: made.map(({ path, text }): FileChange => ({ path, before: undefined, after: text })),
    findings: made.flatMap(one => one.findings),
  };
}

function usesOf({ region, controlPlane, pools }: ConvertedCluster) {
  const types = [
    textAt(controlPlane, 'spec', 'instanceType') ?? '',
    ...pools.flatMap(pool =>
      listAt(pool, 'spec', 'instances', 'types').map(type => textAt({ value: type }, 'type') ?? ''),
    ),
  ];
  return types.map(type => ({ region, architecture: architectureOf(type) }));
}

function importedCluster({ old, cluster, pools }: ConvertedCluster): ImportedCluster {
  const named = pools.map((pool, index) => ({ old: old.pools[index]?.id ?? pool.name, name: pool.name }));
  return { old: old.id, name: cluster.name, pools: named };
}

function clusterFiles({ old, cluster, controlPlane, pools, release }: ConvertedCluster): FileChange[] {
  const { name } = cluster;
  const head = [
    `# Imported from the aws-operator cluster ${old.id}${release === undefined ? '' : `, release ${release}`}. It is paused, and a cluster beside the old`,
    '# one: docs/from-aws-operator.md says how workloads move over.',
    '',
  ].join('\n');
  return [
    { path: clusterFile(name), before: undefined, after: `${head}${specText(cluster)}---\n${specText(controlPlane)}` },
    ...pools.map(pool => ({ path: poolFile(name, pool.name), before: undefined, after: specText(pool) })),
  ];
}

/** An existing Fleet keeps its lines and gets the blocks that it does not reserve yet. */
async function fleetChange({ ranges, repository: { fleet, files } }: ImportRequest): Promise<FileChange[]> {
  if (fleet === undefined) return [];
  const before = Buffer.from(await files.read(fleet.file)).toString('utf8');
  const after = editYaml(before, documents => {
    const document = documentNamed(documents, 'Fleet', fleet.name);
    const value: unknown = document.toJS();
    const known = listAt({ value }, 'spec', 'routedRanges').map(one => valueAt({ value: one }, 'cidr'));
    const fresh = ranges.filter(({ cidr }) => !known.includes(cidr));
    if (fresh.length === 0) return;
    if (known.length === 0) document.setIn(['spec', 'routedRanges'], document.createNode([], { flow: false }));
    for (const range of fresh)
      document.addIn(['spec', 'routedRanges'], document.createNode({ ...range }, { flow: true }));
  });
  return after === before ? [] : [{ path: fleet.file, before, after }];
}

/** What validate would say about the repository afterwards, without what it says now. */
async function validated(
  changes: readonly FileChange[],
  converted: readonly ConvertedCluster[],
  { repository: { files, known, version } }: ImportRequest,
): Promise<Finding[]> {
  const { findings, documents } = await loadFleet(changedFiles(files, changes), { version });
  const before = new Set(known.map(identity));
  const drafts = converted.flatMap(({ cluster, controlPlane, pools }) => [
    ...[cluster, controlPlane].map(one => ({ file: clusterFile(cluster.name), draft: one })),
    ...pools.map(one => ({ file: poolFile(cluster.name, one.name), draft: one })),
  ]);
  return findings.filter(one => !before.has(identity(one))).map(one => backToSource(one, documents, drafts));
}

/** Places move as lines are added; what is said about which field does not. */
function identity({ code, at, path, message }: Finding): string {
  return [code, at.file, path, message].join('\0');
}
