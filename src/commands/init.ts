import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError, exitCodes } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { insideRepository } from '../git/inside-repository.js';
import { nextLines, type WrittenPlace } from '../report/file-changes.js';
import { changedFiles, type FileChange } from '../scaffold/file-change.js';
import { accountText } from '../scaffold/texts/account.js';
import { fleetText } from '../scaffold/texts/fleet.js';
import { repositoryTexts } from '../scaffold/texts/repository.js';
import type { CommandContext } from './context.js';
import { deliver } from './deliver.js';
import { firstCluster } from './first-cluster.js';
import { type InitAnswers, type InitFlags, initAnswers } from './init-answers.js';
import { packageRoot } from './version.js';

export interface InitOptions extends InitFlags {
  /** Folder of the new repository. */
  readonly target: string;
  readonly dryRun: boolean;
}

/** Makes a fleet repository in an empty folder. */
export async function init(context: CommandContext, options: InitOptions): Promise<number> {
  const directory = resolve(context.cwd, options.target);
  await requireEmpty(directory);
  const answers = await initAnswers(context, options);
  const release = await shippedRelease();
  const base = baseChanges(answers, release, await editorSchemas());
  const cluster = await firstCluster(context, { directory, files: changedFiles(noFiles, base) }, answers);
  const changes = [...base, ...cluster.changes];
  await deliver(context, {
    directory,
    files: noFiles,
    known: [],
    changes,
    places: [...changes.filter(isSpec).map(placeOf), { file: 'README.md', line: undefined, what: ['what comes next'] }],
    next: nextLines([
      ...(options.target === '.' ? [] : [[`cd ${options.target}`]]),
      ...((await insideRepository(directory))
        ? []
        : [['git init', 'makes it a repository: plan and apply read commits']]),
      ['clusterwright images', 'takes the images that Flatcar publishes: those of the Release are examples'],
      ...(cluster.changes.length > 0 ? [] : [['clusterwright new cluster', 'asks what it needs to know']]),
      ['clusterwright validate', 'checks the whole fleet'],
    ]),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

/** A repository that Git has made already is empty too. */
async function requireEmpty(directory: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    const message =
      error.code === 'ENOTDIR' ? `${directory} is a file, or in one` : `cannot read ${directory}: ${error.code}`;
    throw new AppError('no-such-folder', message, { hint: 'name a new or an empty folder', cause: error });
  });
  const found = entries.filter(entry => entry !== '.git').toSorted();
  if (found.length === 0) return;
  const named = found.slice(0, 3).join(', ') + (found.length > 3 ? ` and ${found.length - 3} more` : '');
  throw new AppError('folder-not-empty', `${directory} is not empty: it holds ${named}`, {
    hint: 'name a new or an empty folder; new and allocate extend a fleet repository that is there',
  });
}

const noFiles: FleetFiles = {
  list: async () => [],
  read: path => Promise.reject(new Error(`${path} is not there`)),
};

interface ShippedRelease {
  readonly name: string;
  readonly text: string;
}

/** The newest Release of the example fleet, which is the one that is tested with this version of clusterwright. */
async function shippedRelease(): Promise<ShippedRelease> {
  const folder = join(packageRoot, 'examples/fleet/releases');
  const files = (await readdir(folder)).filter(file => file.endsWith('.yaml'));
  const [newest] = files.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  if (newest === undefined) throw new Error(`${folder} holds no Release`);
  return { name: newest.replace(/\.yaml$/, ''), text: await readFile(join(folder, newest), 'utf8') };
}

/** The schemas that editors need, by file name. */
async function editorSchemas(): Promise<ReadonlyMap<string, string>> {
  const names = ['clusterwright', 'common', 'fleet', 'account', 'release', 'cluster', 'control-plane', 'node-pool'];
  const files = names.map(name => `${name}.schema.json`);
  const texts = await Promise.all(files.map(file => readFile(join(packageRoot, 'schemas', file), 'utf8')));
  return new Map(files.map((file, index) => [file, texts[index] ?? '']));
}

function baseChanges(
  answers: InitAnswers,
  release: ShippedRelease,
  schemas: ReadonlyMap<string, string>,
): FileChange[] {
  const { account } = answers;
  const texts = new Map([
    ['fleet.yaml', fleetText({ ...answers, account: account.name, release: release.name })],
    [`accounts/${account.name}.yaml`, accountText(account)],
    [`releases/${release.name}.yaml`, release.text],
    ...repositoryTexts({ name: answers.name, schemas }),
  ]);
  return [...texts].map(([path, after]) => ({ path, before: undefined, after }));
}

function isSpec({ path }: FileChange): boolean {
  return path.endsWith('.yaml');
}

function placeOf({ path, after }: FileChange): WrittenPlace {
  const kinds = [...after.matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind);
  return { file: path, line: undefined, what: [kinds.join(', ')] };
}
