import pc from 'picocolors';
import { AppError, exitCodes } from '../../errors.js';
import { writeFiles } from '../../git/write-files.js';
import { type ImportOutcome, makeImport } from '../../import/make-import.js';
import { kubectlExport, oldClusters } from '../../import/old-cluster.js';
import { oldRanges } from '../../import/old-ranges.js';
import { readResources } from '../../import/read-resources.js';
import { type ImportScope, importDocument, importMarkdown, importText } from '../../report/import.js';
import { changedFiles } from '../../scaffold/file-change.js';
import type { CommandContext } from '../context.js';
import { readFleetFolder } from '../fleet-folder.js';
import { version } from '../version.js';
import { type ImportFlags, importAnswers } from './answers.js';
import { inputFiles } from './input-files.js';
import { answeredFiles, releaseFiles } from './new-files.js';
import { type Destination, destination } from './repository.js';
import { importSettings, type SettingFlags } from './settings.js';

export interface ImportOptions extends ImportFlags, SettingFlags {
  readonly inputs: readonly string[];
  readonly out: string;
  readonly releaseFile: readonly string[];
  readonly kubeletSha256: Readonly<Record<string, string>>;
  readonly ami: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly detailedExitcode: boolean;
  readonly format: 'text' | 'json' | 'markdown';
}

/** Makes specs of resources of aws-operator. Everything is checked before anything is written; all is written, or nothing. */
export async function importResources(context: CommandContext, options: ImportOptions): Promise<number> {
  const files = await inputFiles(context, options.inputs);
  const input = readInput(files);
  const outcome = input.clusters.length === 0 ? nothingOf(input) : await imported(context, options, input);
  const failed = outcome.findings.some(({ severity }) => severity === 'error');
  const isWritten = !failed && !options.dryRun;
  if (isWritten) await writeFiles(outcome.directory, outcome.changes);
  report(context, options.format, outcome, { isWritten, fileCount: files.length });
  if (failed) return exitCodes.failed;
  const doubtful = outcome.findings.length > 0 || outcome.fields.some(({ fate }) => fate === 'unknown');
  return doubtful && options.detailedExitcode ? exitCodes.changes : exitCodes.done;
}

type Input = ReturnType<typeof readInput>;

function readInput(files: Parameters<typeof readResources>[0]) {
  const { resources, accountIds, findings } = readResources(files);
  const grouped = oldClusters(resources);
  const old = oldRanges(resources);
  return {
    resources,
    accountIds,
    clusters: grouped.clusters,
    ranges: old.ranges,
    findings: [...findings, ...grouped.findings, ...old.findings],
  };
}

type Outcome = ImportOutcome & { readonly directory: string };

/** Nothing to go on with: what was found says why, if anything was. */
function nothingOf({ findings }: Input): Outcome {
  if (findings.some(({ severity }) => severity === 'error'))
    return { directory: '', changes: [], clusters: [], fields: [], findings };
  throw new AppError('nothing-to-import', 'there is no AWSCluster and no AWSConfig in the input', {
    hint: `export the clusters: ${kubectlExport}`,
  });
}

async function imported(context: CommandContext, options: ImportOptions, input: Input): Promise<Outcome> {
  const target = await destination(context, options.out);
  const { repository, accounts, extra } = await prepared(context, options, { target, input });
  const { resources, clusters, ranges } = input;
  const outcome = await makeImport({
    resources,
    clusters,
    ranges,
    settings: await importSettings(context, options, { repository, clusters, resources }),
    releases: {
      releases: options.release,
      kubelets: options.kubeletSha256,
      images: options.ami,
      known: repository.all('Release').map(({ metadata }) => metadata.name),
    },
    accounts,
    repository: {
      files: repository.files,
      book: repository.book,
      fleet: target.folder === undefined ? undefined : fleetOf(target.folder),
      known: target.folder?.loaded.findings ?? [],
      version: version(),
    },
  });
  const changes = [...extra, ...outcome.changes];
  return { ...outcome, directory: target.directory, changes, findings: [...input.findings, ...outcome.findings] };
}

/** The repository with what it needs besides clusters: its Fleet, accounts, Releases that were given. */
async function prepared(
  context: CommandContext,
  options: ImportOptions,
  { target, input }: { readonly target: Destination; readonly input: Input },
) {
  const { directory, files, folder } = target;
  const names = folder?.all('Account').map(({ metadata }) => metadata.name) ?? [];
  const known = { names, ids: input.accountIds };
  const { clusters, ranges } = input;
  const given = await releaseFiles(context, options.releaseFile, target);
  const answers = await importAnswers(context, options, { clusters, known, hasFleet: folder !== undefined });
  const extra = [...given, ...answeredFiles(answers, ranges)];
  const repository = await readFleetFolder(context, { directory, files: changedFiles(files, extra) });
  return { repository, accounts: answers.accounts, extra };
}

/** Where the Fleet stands that gets the ranges of the old clusters. */
function fleetOf({ loaded }: NonNullable<Destination['folder']>) {
  const found = loaded.documents.find(({ kind }) => kind === 'Fleet');
  if (found === undefined) throw new Error('a repository without a Fleet was read');
  return { file: found.source.file, name: (found.value as { metadata: { name: string } }).metadata.name };
}

function report(
  context: CommandContext,
  format: ImportOptions['format'],
  outcome: ImportOutcome,
  scope: ImportScope,
): void {
  const text = {
    text: () => importText(outcome, scope, pc.createColors(context.colour)),
    markdown: () => importMarkdown(outcome, scope),
    json: () => `${JSON.stringify(importDocument(outcome, scope), null, 2)}\n`,
  }[format]();
  context.stdout.write(text);
}
