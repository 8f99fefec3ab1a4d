import { posix } from 'node:path';
import { AppError } from '../errors.js';
import { byPlace, type Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import type { DocumentSource } from '../model/source.js';
import { distinct } from './distinct.js';
import { sortDocuments } from './documents.js';
import { readExtensions } from './extensions.js';
import { type FleetFile, type FleetFiles, isSkipped, isSpecFile } from './fleet-files.js';
import type { Kind } from './kinds.js';
import { resolveFleet } from './resolve.js';
import { type RuleContext, ruleFindings } from './rules.js';
import { maxFileBytes } from './text.js';
import { parseYamlFile, type YamlFile } from './yaml.js';

export interface LoadedFleet {
  /** Undefined when there is any error. */
  readonly fleet: Fleet | undefined;
  /** What could be resolved in spite of errors, for commands that help to mend them. */
  readonly readable: Fleet | undefined;
  /** Every document of a known kind, also those that do not follow their schema. */
  readonly documents: readonly LoadedDocument[];
  /** All that is wrong in the whole repository, by file and line. */
  readonly findings: readonly Finding[];
  /** YAML files that were read. */
  readonly fileCount: number;
}

export interface LoadedDocument {
  readonly kind: Kind;
  readonly value: unknown;
  readonly source: DocumentSource;
}

/** Files by path, as they were read last: two states of a repository have most of them in common. */
export type ParsedFiles = Map<string, { readonly content: Uint8Array; readonly file: YamlFile }>;

export interface LoadOptions extends Partial<RuleContext> {
  /** Given to several loads, it spares reading a file that is the same in both. */
  readonly parsed?: ParsedFiles;
}

/**
 * Reads every spec of a fleet repository: all YAML files outside `templates/`, in whatever folders they are, and what
 * `templates/extra/` adds to stacks. Throws AppError if there are no specs.
 */
export async function loadFleet(
  files: FleetFiles,
  { now = new Date(), version, parsed = new Map() }: LoadOptions = {},
): Promise<LoadedFleet> {
  const all = await files.list();
  const listed = all.filter(({ path }) => !isSkipped(path));
  const specs = listed.filter(({ path }) => isSpecFile(path));
  if (specs.length === 0) {
    throw new AppError('not-a-fleet-repository', 'there are no YAML files here, so this is no fleet repository', {
      hint: 'go to the repository, or name it with -C; clusterwright init makes a new one',
    });
  }
  const read = await Promise.all(specs.map(file => parse(file, files, parsed)));
  const sorted = sortDocuments(read.flatMap(file => file.documents));
  const unread = [...read.flatMap(file => file.unread), ...sorted.unread];
  const { extensions, findings: inExtensions } = await readExtensions(all, files);
  const resolved = resolveFleet({ ...sorted, unread });
  const fleet = resolved.fleet && { ...resolved.fleet, extensions };
  const found = [
    ...listed.flatMap(notFollowed),
    ...read.flatMap(file => file.findings),
    ...inExtensions,
    ...sorted.findings,
    ...resolved.findings,
    ...ruleFindings(fleet, resolved.declared, { now, version }),
  ];
  const findings = distinct(found).toSorted(byPlace);
  const failed = findings.some(finding => finding.severity === 'error');
  return {
    fleet: failed ? undefined : fleet,
    readable: fleet,
    documents: [...sorted.valid.map(({ document, ...rest }) => ({ ...rest, value: document })), ...sorted.wrong],
    findings,
    fileCount: specs.length,
  };
}

async function parse(file: FleetFile, files: FleetFiles, parsed: ParsedFiles): Promise<YamlFile> {
  if (file.kind !== 'file')
    return refused(file, `the file is a ${file.kind}, which is not followed`, 'commit the file itself');
  if (file.sizeBytes > maxFileBytes)
    return refused(file, `the file has ${file.sizeBytes} bytes; ${maxFileBytes} are the limit`);
  const content = await files.read(file.path);
  const known = parsed.get(file.path);
  if (known !== undefined && Buffer.compare(known.content, content) === 0) return known.file;
  const one = parseYamlFile(file.path, content);
  parsed.set(file.path, { content, file: one });
  return one;
}

function refused(file: FleetFile, message: string, hint?: string): YamlFile {
  const at = { file: file.path, line: 1, column: 1 };
  const finding: Finding = {
    code: 'CW1001',
    severity: 'error',
    at,
    path: '',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
  return { documents: [], findings: [finding], unread: [{ what: 'anything' }] };
}

/** Specs may stand behind a submodule, or behind a symlink that looks like one to a folder. */
function notFollowed({ path, kind }: FleetFile): Finding[] {
  if (kind === 'file' || (kind === 'symlink' && posix.extname(path) !== '')) return [];
  const message = `the ${kind} is not followed: specs behind it are not read`;
  const hint = 'keep specs in the repository itself';
  return [{ code: 'CW1014', severity: 'warning', at: { file: path, line: 1, column: 1 }, path: '', message, hint }];
}
