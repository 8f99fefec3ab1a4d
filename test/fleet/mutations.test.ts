import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { loadFleet } from '../../src/fleet/load.js';
import { projectRoot } from '../cli/process.js';
import { filesOf } from './repository.js';

/**
 * Every field of fleets that between them use nearly all there are is removed, mistyped, or put out of its range. Each
 * mutation is answered by the right code at the place where the value stands.
 */

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

interface Mutation {
  readonly what: string;
  readonly path: readonly (string | number)[];
  readonly apply: (document: Document) => void;
  readonly code: string;
  /** Where it is told: at the value, at the key, or somewhere above what is missing. */
  readonly at: 'value' | 'key' | 'parent';
}

const schemaFiles: Readonly<Record<string, string>> = {
  Fleet: 'fleet',
  Account: 'account',
  Release: 'release',
  Cluster: 'cluster',
  ControlPlane: 'control-plane',
  NodePool: 'node-pool',
};

const schemas = new Map<string, Schema>();

function schemaFile(name: string): Schema {
  const known = schemas.get(name) ?? JSON.parse(readFileSync(join(projectRoot, `schemas/${name}.schema.json`), 'utf8'));
  schemas.set(name, known);
  return known;
}

const fleets = ['everything', 'cilium', 'private'];

for (const name of fleets) {
  const folder = join(projectRoot, 'test/fleets', name);
  const texts = new Map(readdirSync(folder).map(file => [file, readFileSync(join(folder, file), 'utf8')]));
  for (const [file, text] of texts) {
    const documents = parseAllDocuments(text) as Document[];
    for (const [index, document] of documents.entries()) {
      const { kind, metadata } = document.toJS();
      const mutations = mutationsOf(document.toJS(), schemaFile(schemaFiles[kind] ?? ''), schemaFiles[kind] ?? '');
      test(`${mutations.length} wrong versions of ${kind} ${metadata.name} in fleet ${name} are told at the right place`, async t => {
        for (const mutation of mutations) {
          const mutated = mutate(text, index, mutation);
          const files = new Map([...texts, [file, mutated]]);
          const { fleet, findings } = await loadFleet(filesOf(files), { now: new Date('2026-11-21T12:00:00Z') });
          const wanted = place(mutated, index, mutation);
          const told = findings.map(({ code, at }) => `${code} ${at.file}:${at.line}:${at.column}`);
          const label = `${mutation.what} ${mutation.path.join('.')}`;
          t.is(fleet, undefined, label);
          t.true(
            told.includes(`${mutation.code} ${file}:${wanted}`),
            `${label}: wanted ${mutation.code} at ${wanted}, told ${told.join(', ')}`,
          );
        }
      });
    }
  }
}

test('the fleets use every field that there is', t => {
  const used = new Set<string>();
  for (const name of [...fleets, 'small', 'china']) {
    const folder = join(projectRoot, 'test/fleets', name);
    for (const file of readdirSync(folder)) {
      for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8')) as Document[]) {
        const value = document.toJS();
        const kind = schemaFiles[value.kind] ?? '';
        for (const pointer of usedFields(value, schemaFile(kind), kind)) used.add(pointer);
      }
    }
  }
  const all = new Set(Object.values(schemaFiles).flatMap(kind => allFields(schemaFile(kind), kind, kind)));
  t.deepEqual(
    // Defaults have the fields of what they are defaults for; a fleet that is there to be rendered deletes nothing.
    [...all].filter(field => !used.has(field) && !/\.defaults\.|\.deletion/.test(field)),
    [],
  );
});

/** A schema behind its reference, and the file that its own references are relative to. */
function resolved(schema: Schema, file: string): { schema: Schema; file: string } {
  if (schema.$ref === undefined) return { schema, file };
  const [other = '', name = ''] = schema.$ref.split('#/$defs/');
  const target = other === '' ? file : other.replace('.schema.json', '');
  const found = schemaFile(target).$defs?.[name];
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return resolved(found, target);
}

function childSchema(schema: Schema, key: string): Schema | undefined {
  return schema.properties?.[key] ?? (schema.additionalProperties === false ? undefined : schema.additionalProperties);
}

function mutationsOf(
  value: unknown,
  unresolved: Schema,
  from: string,
  path: readonly (string | number)[] = [],
): Mutation[] {
  const { schema, file } = resolved(unresolved, from);
  const own = schema.const === undefined ? wrongValues(value, schema).map(wrong => replaced(path, wrong)) : [];
  if (Array.isArray(value)) {
    return [...own, ...value.flatMap((item, index) => mutationsOf(item, schema.items ?? {}, file, [...path, index]))];
  }
  if (typeof value !== 'object' || value === null) return own;
  const children = Object.entries(value).flatMap(([key, child]) => {
    const inner = childSchema(schema, key);
    return inner === undefined ? [] : mutationsOf(child, inner, file, [...path, key]);
  });
  const missing = (schema.required ?? [])
    .filter(key => key in value && !['apiVersion', 'kind', 'metadata'].includes(key))
    .map((key): Mutation => {
      const gone = [...path, key];
      return { what: 'without', path: gone, apply: document => document.deleteIn(gone), code: 'CW1003', at: 'parent' };
    });
  const unknown: Mutation[] =
    schema.additionalProperties === false
      ? [
          {
            what: 'with an unknown field in',
            path: [...path, 'zzUnknown'],
            apply: document => document.setIn([...path, 'zzUnknown'], 1),
            code: 'CW1002',
            at: 'key',
          },
        ]
      : [];
  return [...own, ...children, ...missing, ...unknown];
}

function replaced(path: readonly (string | number)[], { value, code }: { value: unknown; code: string }): Mutation {
  return {
    what: `${JSON.stringify(value)} as`,
    path,
    apply: document => document.setIn(path, document.createNode(value)),
    code,
    at: 'value',
  };
}

function wrongValues(value: unknown, schema: Schema): { value: unknown; code: string }[] {
  if (schema.enum !== undefined) return [{ value: 'zz-nonsense', code: 'CW1005' }];
  switch (schema.type) {
    case 'integer':
      return [
        { value: 'many', code: 'CW1004' },
        ...(schema.minimum === undefined ? [] : [{ value: schema.minimum - 1, code: 'CW1005' }]),
        ...(schema.maximum === undefined ? [] : [{ value: schema.maximum + 1, code: 'CW1005' }]),
      ];
    case 'boolean':
      return [{ value: 'maybe', code: 'CW1004' }];
    case 'string':
      return [
        { value: { a: 1 }, code: 'CW1004' },
        ...(schema.pattern === undefined ? [] : [{ value: '~ {{bad}} "', code: 'CW1005' }]),
        ...(schema.maxLength === undefined ? [] : [{ value: 'x'.repeat(schema.maxLength + 1), code: 'CW1005' }]),
      ];
    case 'array':
      return [{ value: 'text', code: 'CW1004' }];
    case 'object':
      // The document itself is another matter.
      return Array.isArray(value) ? [] : [{ value: 'text', code: 'CW1004' }];
    default:
      return [];
  }
}

function mutate(text: string, index: number, { apply }: Mutation): string {
  const documents = parseAllDocuments(text) as Document[];
  const document = documents[index];
  if (document === undefined) throw new Error('no such document');
  apply(document);
  return documents.map(one => one.toString({ lineWidth: 0, directives: false })).join('---\n');
}

/** Line and column by another parser than the one under test. */
function place(text: string, index: number, { path, at }: Mutation): string {
  const lineCounter = new LineCounter();
  const document = (parseAllDocuments(text, { lineCounter }) as Document[])[index];
  const node = at === 'key' ? keyNode(document, path) : nearest(document, at === 'parent' ? path.slice(0, -1) : path);
  const { line, col } = lineCounter.linePos(node);
  return `${line}:${col}`;
}

function nearest(document: Document | undefined, path: readonly (string | number)[]): number {
  const node = path.length === 0 ? document?.contents : document?.getIn(path, true);
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  if (range?.[0] === undefined) throw new Error(`nothing stands at ${path.join('.')}`);
  return range[0];
}

function keyNode(document: Document | undefined, path: readonly (string | number)[]): number {
  const parent = path.length === 1 ? document?.contents : document?.getIn(path.slice(0, -1), true);
  const pairs = (parent as { items?: readonly { key: { value: unknown; range: readonly number[] } }[] }).items ?? [];
  const offset = pairs.find(({ key }) => key.value === path.at(-1))?.key.range[0];
  if (offset === undefined) throw new Error(`no key ${path.join('.')}`);
  return offset;
}

function usedFields(value: unknown, unresolved: Schema, from: string, name = from): string[] {
  const { schema, file } = resolved(unresolved, from);
  if (unresolved.$ref !== undefined)
    return [name, ...usedFields(value, schema, file, `${file}#${unresolved.$ref.split('/').at(-1)}`)];
  if (Array.isArray(value))
    return [name, ...value.flatMap(item => usedFields(item, schema.items ?? {}, file, `${name}[]`))];
  if (typeof value !== 'object' || value === null) return [name];
  return [
    name,
    ...Object.entries(value).flatMap(([key, child]) => {
      const inner = childSchema(schema, key);
      const isNamed = schema.properties?.[key] !== undefined;
      return inner === undefined ? [] : usedFields(child, inner, file, isNamed ? `${name}.${key}` : `${name}.*`);
    }),
  ];
}

function allFields(unresolved: Schema, from: string, name: string): string[] {
  const { schema, file } = resolved(unresolved, from);
  if (unresolved.$ref !== undefined)
    return [name, ...allFields(schema, file, `${file}#${unresolved.$ref.split('/').at(-1)}`)];
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    allFields(child, file, `${name}.${key}`),
  );
  const others = schema.additionalProperties ? allFields(schema.additionalProperties, file, `${name}.*`) : [];
  const items = schema.items === undefined ? [] : allFields(schema.items, file, `${name}[]`);
  return [name, ...inside, ...others, ...items];
}
