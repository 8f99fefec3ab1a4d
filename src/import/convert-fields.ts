import type { Kind } from '../fleet/kinds.js';
import { dottedPath } from '../fleet/pointer.js';
import { shown } from '../fleet/quoted.js';
import type { Finding } from '../model/finding.js';
import type { Position } from '../model/source.js';
import { type Draft, problemAt, setField } from './draft.js';
import type { ImportFacts } from './mapping/conversions.js';
import type { MappingRow } from './mapping/row.js';
import { kindRows, rowElsewhere, rowOf, sharedRows } from './mapping/tables.js';
import { doubtful, pointerOf, positionOf, type Resource, titleOf, trouble } from './resource.js';

/** What became of one field of the input. */
export interface FieldFate {
  readonly at: Position;
  /** `AWSCluster x7k2p` */
  readonly resource: string;
  readonly field: string;
  readonly value: string;
  readonly fate: 'carried' | 'changed' | 'dropped' | 'unknown';
  /** `NodePool workers: spec.scaling.min` */
  readonly to: readonly string[];
  readonly note: string;
}

export interface Conversions {
  readonly fields: readonly FieldFate[];
  readonly findings: readonly Finding[];
}

/** Documents that a resource may write to, with what conversions may know there. */
export type Targets = (kind: Kind) => readonly { readonly draft: Draft; readonly facts: ImportFacts }[];

/** Goes through every field of a resource, writes what has a place into the drafts, and tells of each what became of it. */
export function convertFields(resource: Resource, targets: Targets): Conversions {
  const findings: Finding[] = [];
  const fields = fieldsOf(resource).map(field => fateOf(resource, field, { targets, findings }));
  return { fields, findings };
}

interface Field {
  readonly keys: readonly string[];
  readonly value: unknown;
  readonly row: MappingRow | undefined;
}

function fieldsOf({ kind, value: root }: Resource): Field[] {
  const rows = [...kindRows[kind], ...sharedRows];
  const below = (value: unknown, keys: readonly string[]): Field[] => {
    const row = keys.length === 0 ? undefined : rowOf(kind, keys);
    const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const isWhole = row !== undefined && (row.path.at(-1) !== '**' || !rows.some(one => isBelow(one, keys)));
    if (isWhole || inner.length === 0) return [{ keys, value, row }];
    return inner.flatMap(([key, item]) => below(item, [...keys, key]));
  };
  return below(root, []);
}

/** Whether the row is about something inside of this. */
function isBelow({ path }: MappingRow, keys: readonly string[]): boolean {
  return path.at(-1) !== '**' && path.length > keys.length && keys.every((key, index) => path[index] === key);
}

function fateOf(
  resource: Resource,
  { keys, value, row }: Field,
  { targets, findings }: { readonly targets: Targets; readonly findings: Finding[] },
): FieldFate {
  const base = {
    at: positionOf(resource, keys),
    resource: titleOf(resource),
    field: dottedPath(pointerOf(keys)),
    value: shown(value),
    to: [],
  };
  if (row === undefined) return { ...base, ...unknownField(keys, value) };
  if (row.convert === undefined || row.to[0] === undefined) {
    if (isEmpty(value) || value === '')
      return { ...base, fate: 'dropped', note: row.fate === 'dropped' ? row.note : 'it is empty' };
    return {
      ...base,
      fate: row.fate,
      to: row.to.map(({ kind, pointer }) => `${kind}: ${dotted(pointer)}`),
      note: row.note,
    };
  }
  const { kind } = row.to[0];
  const outcomes = targets(kind).map(target => {
    const outcome = convertField(resource, { keys, value, row }, target);
    findings.push(...outcome.findings);
    return outcome;
  });
  const [first] = outcomes;
  if (first === undefined) return { ...base, fate: 'dropped', note: `there is no ${kind} to write it to` };
  const written = outcomes.filter(({ to }) => to !== undefined);
  if (written.length === 0) return { ...base, fate: 'dropped', note: first.note };
  const isSame = written.every(({ note }) => note === '') && row.fate === 'carried';
  return {
    ...base,
    fate: isSame ? 'carried' : 'changed',
    to: written.map(({ to = '' }) => to),
    note: [...new Set([row.note, ...written.map(({ note }) => note)].filter(note => note !== ''))].join('; '),
  };
}

function unknownField(keys: readonly string[], value: unknown): Pick<FieldFate, 'fate' | 'note'> {
  if (isEmpty(value)) return { fate: 'dropped', note: 'it is empty' };
  const elsewhere = keys[0] === 'metadata' ? rowElsewhere(keys) : undefined;
  if (elsewhere !== undefined) return { fate: 'dropped', note: `it had an effect on ${elsewhere} only` };
  return { fate: 'unknown', note: 'clusterwright does not know this field; see to it by hand' };
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

interface Outcome {
  readonly to: string | undefined;
  readonly note: string;
  readonly findings: readonly Finding[];
}

function convertField(
  resource: Resource,
  { keys, value, row }: Field,
  { draft, facts }: ReturnType<Targets>[number],
): Outcome {
  const place = { resource, keys };
  const result = row?.convert?.(value, facts);
  if (row === undefined || result === undefined) return { to: undefined, note: '', findings: [] };
  if ('problem' in result) {
    const finding = trouble('CW2006', place, { message: result.problem, hint: result.hint });
    return { to: undefined, note: result.problem, findings: [finding] };
  }
  if ('drop' in result) return { to: undefined, note: result.drop, findings: [] };
  const pattern = (row.to[0]?.pointer ?? '').split('/').slice(1);
  const own = (keys.at(-1) ?? '').slice((row.path.at(-1) ?? '').endsWith('*') ? (row.path.at(-1) ?? '').length - 1 : 0);
  const target = pattern.map(key => (key === '*' ? own : key));
  const problem = problemAt(draft, pattern, target, result.value);
  const name = `${draft.kind} ${draft.name}: ${dotted(target.map(key => `/${key}`).join(''))}`;
  if (problem !== undefined) {
    const finding = trouble('CW2006', place, {
      message: problem,
      hint: `it is to be ${name}; correct it in the file, or remove it`,
    });
    return { to: undefined, note: problem, findings: [finding] };
  }
  const comment = result.note ?? changeComment(value, result.value);
  const before = setField(draft, { keys: target, to: result.value, origin: { ...place, comment } });
  if (before !== undefined) return { to: undefined, note: `${name} is ${shown(before)} already`, findings: [] };
  const warnings =
    result.warning === undefined
      ? []
      : [doubtful('CW2007', place, { message: result.warning.problem, hint: result.warning.hint })];
  return { to: name, note: result.note ?? '', findings: warnings };
}

/** The old value, where it reads otherwise. */
function changeComment(before: unknown, after: unknown): string {
  const [old, fresh] = [plain(before), plain(after)];
  return old === undefined || fresh === undefined || old === '' || old === fresh ? '' : `was ${shown(before)}`;
}

function plain(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : JSON.stringify(value)?.replaceAll('"', '');
}

function dotted(pointer: string): string {
  return pointer.slice(1).replaceAll('/*', '[]').replace(/\//g, '.');
}
