import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Finding } from '../model/finding.js';
import type { DocumentSource } from '../model/source.js';
import { documentSources } from './positions.js';
import { decodeText } from './text.js';

export interface YamlDocument {
  readonly value: unknown;
  readonly source: DocumentSource;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly findings: readonly Finding[];
}

/** Nesting of a spec ends well before this; deeper input is a mistake or an attack. */
const maxDepth = 50;

/**
 * The documents of a YAML 1.2 file with the position of every value. A file that cannot be read gives one finding and
 * no documents; an empty file or document is a finding too, so that nothing is skipped silently.
 */
export function parseYamlFile(file: string, content: Uint8Array): YamlFile {
  const text = decodeText(file, content);
  if (typeof text !== 'string') return { documents: [], findings: [text] };
  try {
    const events = parseEvents(text, { filename: file, maxDepth });
    return readDocuments(file, text, events);
  } catch (error) {
    if (error instanceof YAMLException) return { documents: [], findings: [syntaxFinding(file, error)] };
    throw error;
  }
}

function readDocuments(file: string, text: string, events: Event[]): YamlFile {
  // Aliases could blow a small file up into gigabytes, and a value would no longer stand in one place.
  const values = constructFromEvents(events, { source: text, filename: file, maxAliases: 0 });
  const sources = documentSources(file, text, events);
  const all = values.map((value, index) => ({ value, source: sources[index] ?? emptySource(file) }));
  const documents = all.filter(document => document.value !== null);
  const empty = all.filter(document => document.value === null);
  // A separator at the end of a file makes an empty last document, which is only habit.
  const trailing = all.length > 1 && all.at(-1)?.value === null ? 1 : 0;
  if (documents.length === 0) return { documents, findings: [emptyFinding(file, 1, 'the file')] };
  const findings = empty
    .slice(0, empty.length - trailing)
    .map(({ source }) => emptyFinding(file, source.values.get('')?.line ?? 1, 'a document of the file'));
  return { documents, findings };
}

function emptySource(file: string): DocumentSource {
  return { file, values: new Map(), keys: new Map() };
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

function syntaxFinding(file: string, error: YAMLException): Finding {
  const at = { file, line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
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
  return { message: `not valid YAML: ${reason}` };
}
