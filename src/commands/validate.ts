import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { AppError, exitCodes } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { type LoadedFleet, type LoadOptions, loadFleet } from '../fleet/load.js';
import { findingsSince } from '../fleet/since.js';
import { transitionFindings } from '../fleet/transitions.js';
import { previousFiles } from '../git/previous.js';
import { repositoryFolder } from '../git/repository-folder.js';
import { openSince } from '../git/since.js';
import { workingTree } from '../git/working-tree.js';
import { byPlace, type Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import { findingsCount, findingsText } from '../report/findings.js';
import { findingsDocument } from '../report/findings-document.js';
import { githubCommands } from '../report/findings-github.js';
import { findingsSarif } from '../report/findings-sarif.js';
import type { FindingsScope } from '../report/findings-scope.js';
import { ruleCatalogue } from '../report/rule-catalogue.js';
import type { CommandContext } from './context.js';
import { packageRoot, version } from './version.js';

export interface ValidateOptions {
  readonly directory: string;
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  /** Limits the report to what was changed since this revision. */
  readonly since: string | undefined;
  /** Whether what the specs render to is checked as well. */
  readonly deep: boolean;
  readonly detailedExitcode: boolean;
}

interface Report {
  readonly findings: readonly Finding[];
  readonly scope: FindingsScope;
}

/** Reports every mistake in the specs of a working tree; fails if one is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<number> {
  const directory = resolve(context.cwd, options.directory);
  const rules: LoadOptions = { now: new Date(), version: version(), parsed: new Map() };
  const limits: Limits = { directory, revision: options.since, deep: options.deep, rules };
  const report = await limited(await inDepth(await loadFleet(workingTree(directory), rules), limits), limits);
  context.stdout.write(await printed(report, directory, { ...options, colour: context.colour }));
  return exitCodeOf(report.findings, options.detailedExitcode);
}

interface Limits {
  readonly directory: string;
  readonly revision: string | undefined;
  readonly deep: boolean;
  readonly rules: LoadOptions;
}

/** What is wrong with the tree, and with coming to it from the one before. */
async function limited({ fleet, findings, fileCount }: LoadedFleet, limits: Limits): Promise<Report> {
  const { directory, revision, rules } = limits;
  if (revision === undefined) {
    const previous = await previousFiles(directory);
    const before = previous && (await loadedOrNothing(previous, rules)).fleet;
    return { findings: withTransition(findings, before, fleet), scope: { fileCount } };
  }
  const { commit, files, changedFiles } = await openSince(directory, revision);
  const before = await inDepth(await loadedOrNothing(files, rules), limits);
  const newer = findingsSince(findings, { changedFiles, before: before.findings });
  return {
    findings: withTransition(newer.findings, before.fleet, fleet),
    scope: { fileCount, since: { revision, commit, olderFindings: newer.older } },
  };
}

/** With what is wrong with what the specs render to. The renderer is loaded only when it is wanted. */
async function inDepth<Loaded extends Pick<LoadedFleet, 'fleet' | 'findings'>>(
  loaded: Loaded,
  { deep }: Limits,
): Promise<Loaded> {
  if (!deep || loaded.fleet === undefined) return loaded;
  const { renderChecked } = await import('../render/render.js');
  const { findings } = await renderChecked(loaded.fleet);
  return { ...loaded, findings: [...loaded.findings, ...findings].toSorted(byPlace) };
}

function withTransition(
  findings: readonly Finding[],
  before: Fleet | undefined,
  after: Fleet | undefined,
): readonly Finding[] {
  if (before === undefined || after === undefined) return findings;
  return [...findings, ...transitionFindings(before, after)].toSorted(byPlace);
}

/** A commit from before there was a fleet had no findings. */
async function loadedOrNothing(
  files: FleetFiles,
  rules: LoadOptions,
): Promise<Pick<LoadedFleet, 'fleet' | 'findings'>> {
  try {
    return await loadFleet(files, rules);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-a-fleet-repository') return { fleet: undefined, findings: [] };
    throw error;
  }
}

async function printed(
  { findings, scope }: Report,
  directory: string,
  { format, colour }: { format: ValidateOptions['format']; colour: boolean },
): Promise<string> {
  switch (format) {
    case 'text':
      return findingsText(findings, scope, pc.createColors(colour));
    case 'json':
      return json(findingsDocument(findings, scope, version()));
    case 'sarif': {
      const rules = ruleCatalogue(readFileSync(join(packageRoot, 'docs/rules.md'), 'utf8'));
      const folder = await repositoryFolder(directory);
      return json(findingsSarif(findings, { ...scope, rules, folder, toolVersion: version() }));
    }
    case 'github':
      return `${githubCommands(findings, await repositoryFolder(directory))}${findingsCount(findings, scope)}\n`;
  }
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function exitCodeOf(findings: readonly Finding[], detailed: boolean): number {
  if (findings.some(({ severity }) => severity === 'error')) return exitCodes.failed;
  return detailed && findings.length > 0 ? exitCodes.changes : exitCodes.done;
}
