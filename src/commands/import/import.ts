import { basename } from 'node:path';
import pc from 'picocolors';
import { AppError, exitCodes } from '../../errors.js';
import { parseYamlFile } from '../../fleet/yaml.js';
import { writeFiles } from '../../git/write-files.js';
import { accountText, fleetText } from '../../import/fleet-text.js';
import { type ImportOutcome, makeImport } from '../../import/make-import.js';
import type { AlikeTable } from '../../import/mapping/conversions.js';
import { componentsOf } from '../../import/new-release.js';
import { type OldCluster, oldClusters } from '../../import/old-cluster.js';
import { oldRanges } from '../../import/old-ranges.js';
import { type ReadResources, readResources } from '../../import/read-resources.js';
import type { Resource } from '../../import/resource.js';
import type { Finding } from '../../model/finding.js';
import type { ReleaseDocument } from '../../model/spec/release.generated.js';
import { importDocument, importMarkdown, importText } from '../../report/import.js';
import { changedFiles, type FileChange } from '../../scaffold/file-change.js';
import type { CommandContext } from '../context.js';
import { readFleetFolder } from '../fleet-folder.js';
import { wrongFlag } from '../form.js';
import { version } from '../version.js';
import { type ImportAnswers, type ImportFlags, importAnswers } from './answers.js';
import { inputFile, inputFiles } from './input-files.js';
import { type Destination, destination } from './repository.js';

export interface ImportOptions extends ImportFlags {
  readonly inputs: readonly string[];
  readonly out: string;
  readonly rename: Readonly<Record<string, string>>;
  readonly release: Readonly<Record<string, string>>;
  readonly releaseFile: readonly string[];
  readonly kubeletSha256: Readonly<Record<string, string>>;
  readonly ami: Readonly<Record<string, string>>;
  readonly alike: string | undefined;
  readonly connect: string | undefined;
  readonly publicApi: readonly string[];
  readonly dryRun: boolean;
  readonly detailedExitcode: boolean;
  readonly format: 'text' | 'json' | 'markdown';
}

/** Makes specs of resources of aws-operator. Everything is checked before anything is written; all is written, or nothing. */
export async function importResources(context: CommandContext, options: ImportOptions): Promise<number> {
  const files = await inputFiles(context.cwd, options.inputs);
  const read = readResources(files);
  const grouped = oldClusters(read.resources);
  const old = oldRanges(read.resources);
  const found = [...read.findings, ...grouped.findings, ...old.findings];
  if (grouped.clusters.length === 0) return refused(context, options, found, files.length);
  const target = await destination(context, options.out);
  const { repository, answers, extra } = await prepare(context, {
    options,
    target,
    read,
    clusters: grouped.clusters,
    ranges: old.ranges,
  });
  requireRenamed(options.rename, grouped.clusters);
  const known = repository.all('Release');
  const outcome = await makeImport({
    resources: read.resources,
    clusters: grouped.clusters,
    ranges: old.ranges,
    settings: {
      renames: options.rename,
      domain: repository.fleet.domain,
      takenNames: repository.all('Cluster').map(({ metadata }) => metadata.name),
      hasIssuer: repository.fleet.workloadIdentity !== undefined,
      alike: options.alike === undefined ? undefined : await alikeTable(context, options.alike),
      publicApi: options.publicApi,
      connect: connectOf(options, repository.fleet),
      flatcarOf: version => flatcarOf(version, { options, known, resources: read.resources }),
    },
    releases: {
      releases: options.release,
      kubelets: options.kubeletSha256,
      images: options.ami,
      known: known.map(({ metadata }) => metadata.name),
    },
    accounts: answers.accounts,
    repository: {
      files: repository.files,
      book: repository.book,
      fleet: target.folder === undefined ? undefined : fleetOf(repository),
      known: target.folder === undefined ? [] : target.folder.loaded.findings,
      version: version(),
    },
  });
  const findings = [...found, ...outcome.findings];
  const failed = findings.some(({ severity }) => severity === 'error');
  const changes = [...extra, ...outcome.changes];
  if (!failed && !options.dryRun) await writeFiles(target.directory, changes);
  report(
    context,
    options,
    { ...outcome, findings, changes: failed ? [] : changes },
    { isWritten: !failed && !options.dryRun, fileCount: files.length },
  );
  if (failed) return exitCodes.failed;
  const doubtful = findings.length > 0 || outcome.fields.some(({ fate }) => fate === 'unknown');
  return doubtful && options.detailedExitcode ? exitCodes.changes : exitCodes.done;
}

/** Nothing to go on with: what was found says why. */
function refused(
  context: CommandContext,
  options: ImportOptions,
  found: readonly Finding[],
  fileCount: number,
): number {
  if (!found.some(({ severity }) => severity === 'error')) {
    throw new AppError('nothing-to-import', 'there is no AWSCluster and no AWSConfig in the input', {
      hint: 'export the clusters: kubectl get awsclusters,awscontrolplanes,g8scontrolplanes,awsmachinedeployments,clusters,machinedeployments,releases -A -o yaml',
    });
  }
  report(context, options, { changes: [], clusters: [], fields: [], findings: found }, { isWritten: false, fileCount });
  return exitCodes.failed;
}

interface Preparation {
  readonly options: ImportOptions;
  readonly target: Destination;
  readonly read: ReadResources;
  readonly clusters: readonly OldCluster[];
  readonly ranges: readonly { readonly name: string; readonly cidr: string }[];
}

/** The repository with what it needs besides clusters: its Fleet, accounts, Releases that were given. */
async function prepare(context: CommandContext, { options, target, read, clusters, ranges }: Preparation) {
  const names = target.folder?.all('Account').map(({ metadata }) => metadata.name) ?? [];
  const known = { names, ids: read.accountIds, hasFleet: target.folder !== undefined };
  const answers = await importAnswers(context, { flags: options, clusters, known });
  const extra = [...(await releaseFiles(context, options, target)), ...newFiles(answers, ranges)];
  const repository = await readFleetFolder(context, {
    directory: target.directory,
    files: changedFiles(target.files, extra),
  });
  return { repository, answers, extra };
}

function newFiles({ fleet, newAccounts }: ImportAnswers, ranges: Preparation['ranges']): FileChange[] {
  const accounts = newAccounts.map(account => made(`accounts/${account.name}.yaml`, accountText(account)));
  if (fleet === undefined) return accounts;
  const { pool, ...rest } = fleet;
  return [
    made('fleet.yaml', fleetText({ ...rest, addressPool: { cidr: pool, clusterPrefix: 20 }, ranges })),
    ...accounts,
  ];
}

function made(path: string, after: string): FileChange {
  return { path, before: undefined, after };
}

async function releaseFiles(
  context: CommandContext,
  { releaseFile }: ImportOptions,
  { files }: Destination,
): Promise<FileChange[]> {
  const there = new Set((await files.list()).map(({ path }) => path));
  const changes: FileChange[] = [];
  for (const path of releaseFile) {
    const to = `releases/${basename(path)}`;
    if (!/\.ya?ml$/i.test(to)) throw wrongFlag('--release-file', `${path} does not end in .yaml`);
    const after = Buffer.from((await inputFile(context.cwd, path)).content).toString('utf8');
    if (!there.has(to)) changes.push({ path: to, before: undefined, after });
    else if (Buffer.from(await files.read(to)).toString('utf8') !== after) {
      throw wrongFlag('--release-file', `the repository has another ${to}`);
    }
  }
  return changes;
}

function requireRenamed(renames: ImportOptions['rename'], clusters: readonly OldCluster[]): void {
  const known = clusters.flatMap(({ id, pools }) => [id, ...pools.map(pool => `${id}/${pool.id}`)]);
  const unknown = Object.keys(renames).find(name => !known.includes(name));
  if (unknown === undefined) return;
  throw wrongFlag('--rename', `there is no "${unknown}" in the input; there are ${known.join(', ')}`);
}

function connectOf(
  { connect }: ImportOptions,
  fleet: Awaited<ReturnType<typeof readFleetFolder>>['fleet'],
): string | undefined {
  const networks = (fleet.managementNetworks ?? []).map(({ name }) => name);
  if (connect !== undefined && connect !== 'none' && !networks.includes(connect)) {
    throw wrongFlag(
      '--connect',
      `the Fleet has no management network "${connect}"; there are ${networks.join(', ') || 'none'}`,
    );
  }
  return connect ?? (fleet.defaults?.cluster?.connect === undefined ? 'none' : undefined);
}

/** Flatcar of the Release that clusters of an old one get: of one that there is, or of one that is made. */
function flatcarOf(
  version: string,
  {
    options,
    known,
    resources,
  }: {
    readonly options: ImportOptions;
    readonly known: readonly ReleaseDocument[];
    readonly resources: readonly Resource[];
  },
) {
  const name = options.release[version] ?? options.release['*'] ?? `v${version}`;
  const there = known.find(({ metadata }) => metadata.name === name)?.spec.flatcar;
  if (there !== undefined) return { version: there.version, alternatives: Object.keys(there.alternatives ?? {}) };
  const old = resources.find(one => one.kind === 'Release' && one.name === name);
  const flatcar = old && componentsOf(old).get('containerlinux');
  return flatcar && { version: flatcar.version, alternatives: [] };
}

function fleetOf({ loaded }: Awaited<ReturnType<typeof readFleetFolder>>) {
  const found = loaded.documents.find(({ kind }) => kind === 'Fleet');
  if (found === undefined) throw new Error('a repository without a Fleet was read');
  return { file: found.source.file, name: (found.value as { metadata: { name: string } }).metadata.name };
}

/** `{ type: [{ InstanceType, WeightedCapacity }] }`, as the operator was given it. */
async function alikeTable(context: CommandContext, path: string): Promise<AlikeTable> {
  const { content } = await inputFile(context.cwd, path);
  const { documents, findings } = parseYamlFile(path, content);
  const table = documents[0]?.value;
  const wrong = (why: string) => wrongFlag('--alike', `${path}: ${why}`);
  if (findings[0] !== undefined) throw wrong(findings[0].message);
  if (typeof table !== 'object' || table === null) throw wrong('it is no map of instance types');
  return Object.fromEntries(
    Object.entries(table).map(([type, list]) => {
      const entries = Array.isArray(list) ? (list as unknown[]) : [];
      const read = entries.map(one => one as { readonly InstanceType?: unknown; readonly WeightedCapacity?: unknown });
      if (entries.length === 0 || read.some(({ InstanceType }) => typeof InstanceType !== 'string')) {
        throw wrong(`${type} is no list of InstanceType and WeightedCapacity`);
      }
      return [
        type,
        read.map(({ InstanceType, WeightedCapacity = 1 }) => ({
          type: String(InstanceType),
          weight: Number(WeightedCapacity),
        })),
      ];
    }),
  );
}

function report(
  context: CommandContext,
  { format }: ImportOptions,
  outcome: ImportOutcome,
  scope: { readonly isWritten: boolean; readonly fileCount: number },
): void {
  const text = {
    text: () => importText(outcome, scope, pc.createColors(context.colour)),
    markdown: () => importMarkdown(outcome, scope),
    json: () => `${JSON.stringify(importDocument(outcome, scope), null, 2)}\n`,
  }[format]();
  context.stdout.write(text);
}
