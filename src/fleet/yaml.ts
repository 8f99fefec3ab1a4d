import { constructFromEvents, parseEvents, YAMLException } from 'js-yaml';
import type { Finding } from '../model/finding.js';
import type { DocumentSource } from '../model/source.js';
import type { Part } from './positions.js';
import { sourcesOnDemand } from './positions-on-demand.js';
import { decodeText } from './text.js';
import type { Unread } from './unread.js';

export interface YamlDocument {
  readonly value: unknown;
  readonly source: DocumentSource;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly findings: readonly Finding[];
  /** The parts that the findings are about, unless they are empty. */
  readonly unread: readonly Unread[];
}

/** Nesting of a spec ends well before this; deeper input is a mistake or an attack. */
const maxDepth = 50;

/**
 * The documents of a YAML 1.2 file with the position of every value. What cannot be read is a finding, and so is an
 * empty file or document: nothing is skipped silently. `limit` is the most bytes of a file.
 */
export function parseYamlFile(file: string, content: Uint8Array, limit?: number): YamlFile {
  const text = decodeText(file, content, limit);
  if (typeof text !== 'string') {
    return {
      documents: [],
      findings: [text],
      unread: [{ what: 'text', text: Buffer.from(content).toString('latin1') }],
    };
  }
  const whole: Part = { file, text, linesBefore: 0 };
  const read = documentsOf(whole);
  if (!(read instanceof YAMLException)) return withoutEmpty(whole, read);
  // A mistake in one document must not hide the others of the file.
  const parts = separated(whole).map(part => ({ part, read: documentsOf(part) }));
  const wrong = parts.flatMap(({ part, read }) => (read instanceof YAMLException ? [{ part, error: read }] : []));
  return {
    documents: parts.flatMap(({ read }) => (read instanceof YAMLException ? [] : read.filter(isWritten))),
    findings: wrong.map(({ part, error }) => syntaxFinding(part, error)),
    unread: wrong.map(({ part }) => ({ what: 'text', text: part.text })),
  };
}

function documentsOf(part: Part): YamlDocument[] | YAMLException {
  try {
    const events = parseEvents(part.text, { filename: part.file, maxDepth });
    // Aliases could blow a small file up into gigabytes, and a value would no longer stand in one place.
    const values = constructFromEvents(events, { source: part.text, filename: part.file, maxAliases: 0 });
    const sources = sourcesOnDemand(part, values);
    return values.map((value, index) => ({ value, source: sources[index] ?? noSource(part.file) }));
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

function noSource(file: string): DocumentSource {
  return { file, values: new Map(), keys: new Map() };
}

function withoutEmpty({ file }: Part, all: readonly YamlDocument[]): YamlFile {
  const documents = all.filter(isWritten);
  if (documents.length === 0) return { documents, findings: [emptyFinding(file, 1, 'the file')], unread: [] };
  // A separator at the end of a file makes an empty last document, which is only habit.
  const inside = isWritten(all.at(-1)) ? all : all.slice(0, -1);
  const findings = inside
    .filter(document => !isWritten(document))
    .map(({ source }) => emptyFinding(file, source.values.get('')?.line ?? 1, 'a document of the file'));
  return { documents, findings, unread: [] };
}

function isWritten(document: YamlDocument | undefined): boolean {
  return document?.value !== null;
}

/** One part a document. A line that begins with `---` separates documents wherever it stands, even in a text block. */
function separated({ file, text }: Part): Part[] {
  const parts: { file: string; lines: string[]; linesBefore: number }[] = [{ file, lines: [], linesBefore: 0 }];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^---(\s|$)/.test(line)) parts.push({ file, lines: [], linesBefore: index });
    parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ lines, ...part }) => ({ ...part, text: lines.join('\n') }));
}

function emptyFinding(file: string, line: number, what: string): Finding {
  return {
    code: 'CW1007',
    severity: 'error',
    at: { file, line, column: 1 },
    path: '',
    message: `${what} is empty`,
    hint: 'write a spec, or remove it',
  };
}

function syntaxFinding({ file, linesBefore }: Part, error: YAMLException): Finding {
  const line = linesBefore + (error.mark?.line ?? 0) + 1;
  const at = { file, line, column: (error.mark?.column ?? 0) + 1 };
  return { code: 'CW1006', severity: 'error', at, path: '', ...explained(error.reason) };
}

function explained(reason: string): { message: string; hint?: string } {
  if (/alias/i.test(reason)) {
    return {
      message: 'aliases (*name) are not supported',
      hint: 'write the value out; Fleet defaults save repetition',
    };
  }
  if (/duplicate/i.test(reason)) {
    return { message: 'the same key is written twice', hint: 'remove one of them' };
  }
  if (/depth/i.test(reason)) return { message: `nested more than ${maxDepth} levels deep` };
  if (/complex keys/.test(reason)) {
    return { message: 'a key must be text, not a map or a list', hint: 'put it in quotes if it begins with { or [' };
  }
  const tag = /unknown (?:\w+ )?tag !<(?<tag>[^>]*)>/.exec(reason)?.groups?.tag;
  if (tag !== undefined) {
    return { message: `specs use no tags, such as ${tag}`, hint: 'put the value in quotes if it begins with !' };
  }
  return { message: `not valid YAML: ${reason}` };
}
