import type { ValidateFunction } from 'ajv';
import type { Finding } from '../model/finding.js';
import { type DocumentSource, formatPosition, locate } from '../model/source.js';
import { apiVersion, type Documents, type Kind, kinds, validatorOf } from './kinds.js';
import { withAllocateHint } from './missing-address.js';
import { shown } from './quoted.js';
import { schemaFindings } from './schema-findings.js';
import { didYouMean } from './suggestion.js';
import { type Unread, unreadDocument } from './unread.js';
import type { YamlDocument } from './yaml.js';

/** A document that follows its schema. */
export interface SpecDocument<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly document: Documents[K];
  readonly source: DocumentSource;
}

/** A document of a known kind that does not follow its schema. */
export interface WrongDocument {
  readonly kind: Kind;
  readonly value: unknown;
  readonly source: DocumentSource;
}

export interface SortedDocuments {
  readonly valid: readonly SpecDocument[];
  /** Those that exist but are wrong. */
  readonly unread: readonly Unread[];
  /** Those among them whose kind is known. */
  readonly wrong: readonly WrongDocument[];
  readonly findings: readonly Finding[];
}

/** Sorts documents by kind and checks each against the kind's schema. */
export function sortDocuments(documents: readonly YamlDocument[]): SortedDocuments {
  const valid: SpecDocument[] = [];
  const unread: Unread[] = [];
  const wrong: WrongDocument[] = [];
  const findings: Finding[] = [];
  for (const { value, source } of documents) {
    const head = headOf(value, source);
    if (!('kind' in head)) {
      findings.push(head);
      unread.push(unreadDocument(value, writtenKind(value)));
      continue;
    }
    const validate = validatorOf(head.kind);
    if (followsSchema(value, validate)) {
      const document = value as Documents[Kind];
      valid.push({ kind: head.kind, name: document.metadata.name, document, source });
    } else {
      const errors = validate.errors ?? [];
      const nameIsWrong = errors.some(error => error.instancePath === '/metadata/name');
      unread.push({ ...unreadDocument(value, head.kind), ...(nameIsWrong ? { name: undefined } : {}) });
      wrong.push({ kind: head.kind, value, source });
      findings.push(...schemaFindings(errors, source).map(finding => withAllocateHint(finding, head.kind, value)));
    }
  }
  return { ...withoutDuplicates(valid, findings), unread, wrong };
}

/** Values that follow their schema; a file that two states of a repository share is parsed, and so checked, once. */
const checked = new WeakSet<object>();

function followsSchema(value: unknown, validate: ValidateFunction): boolean {
  if (typeof value !== 'object' || value === null) return validate(value);
  if (checked.has(value)) return true;
  const follows = validate(value);
  if (follows) checked.add(value);
  return follows;
}

/** The kind, or what is wrong with the first lines of the document. */
function headOf(value: unknown, source: DocumentSource): { kind: Kind } | Finding {
  const wrong = (code: Finding['code'], field: string, message: string, hint?: string): Finding => ({
    code,
    severity: 'error',
    at: locate(source, field === '' ? '' : `/${field}`),
    path: field,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('CW1004', '', 'a spec must be a map', `begin with apiVersion: ${apiVersion}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields.apiVersion !== apiVersion) {
    const message =
      fields.apiVersion === undefined ? 'missing field "apiVersion"' : `unknown apiVersion ${shown(fields.apiVersion)}`;
    const hint = `write apiVersion: ${apiVersion}; keep other YAML below a folder whose name begins with a dot`;
    return wrong('CW1008', fields.apiVersion === undefined ? '' : 'apiVersion', message, hint);
  }
  const kind = writtenKind(value);
  if (kind !== undefined) return { kind };
  if (fields.kind === undefined) return wrong('CW1009', '', 'missing field "kind"', `one of ${kinds.join(', ')}`);
  const written = typeof fields.kind === 'string' ? fields.kind : '';
  return wrong(
    'CW1009',
    'kind',
    `unknown kind ${shown(fields.kind)}`,
    didYouMean(written, kinds) ?? `one of ${kinds.join(', ')}`,
  );
}

function writtenKind(value: unknown): Kind | undefined {
  const written = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
  return kinds.find(known => known === written);
}

/** Names are unique per kind, those of pools within their cluster; letter case does not make a difference. */
function withoutDuplicates(documents: readonly SpecDocument[], found: readonly Finding[]) {
  const first = new Map<string, SpecDocument>();
  const findings = [...found];
  for (const spec of documents) {
    // A second Fleet is one too many, whatever its name.
    const id =
      spec.kind === 'Fleet' ? `Fleet/${first.size}` : [spec.kind, clusterOf(spec), spec.name].join('/').toLowerCase();
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, spec);
      continue;
    }
    const there = locate(other.source, '/metadata/name');
    findings.push({
      code: 'CW1010',
      severity: 'error',
      at: locate(spec.source, '/metadata/name'),
      path: 'metadata.name',
      message: `${spec.kind} "${spec.name}" exists already (${formatPosition(there)})`,
      hint: 'rename or remove one of them',
      related: [{ at: there, message: `${other.kind} ${other.name}` }],
    });
  }
  return { valid: [...first.values()], findings };
}

function clusterOf(spec: SpecDocument): string {
  return spec.kind === 'NodePool' ? (spec.document as Documents['NodePool']).spec.cluster : '';
}
