import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  clusterDefaults,
  controlPlaneDefaults,
  flowLogsDefaults,
  nodePoolDefaults,
  oidcDefaults,
  policyDefaults,
} from '../../src/model/defaults.js';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function read(name: string): Schema {
  return JSON.parse(readFileSync(`schemas/${name}`, 'utf8'));
}

function resolved(schema: Schema): Schema {
  const [file = '', name = ''] = schema.$ref?.split('#/$defs/') ?? [];
  const target = read(file === '' ? 'common.schema.json' : file).$defs?.[name];
  return schema.$ref === undefined ? schema : { ...target, ...schema };
}

function field(schema: Schema, ...path: readonly string[]): Schema {
  return path.reduce((at, name) => {
    const next = at.properties?.[name];
    if (next === undefined) throw new Error(`the schema has no ${path.join('.')}`);
    return resolved(next);
  }, schema);
}

/** Every value of a table of defaults with its path; lists count as values. */
function valuesOf(defaults: object, path: readonly string[] = []): [path: readonly string[], value: unknown][] {
  return Object.entries(defaults).flatMap(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? valuesOf(value, [...path, name])
      : [[[...path, name], value] as [readonly string[], unknown]],
  );
}

for (const [file, below, defaults] of [
  ['cluster', ['spec'], clusterDefaults],
  ['cluster', ['spec', 'network', 'flowLogs'], flowLogsDefaults],
  ['cluster', ['spec', 'oidc'], oidcDefaults],
  ['cluster', ['spec', 'policy'], policyDefaults],
  ['control-plane', ['spec'], controlPlaneDefaults],
  ['node-pool', ['spec'], nodePoolDefaults],
] as const) {
  test(`the ${file} schema tells every default below ${below.join('.')}`, t => {
    const schema = read(`${file}.schema.json`);
    for (const [path, value] of valuesOf(defaults)) {
      const { description = '', enum: allowed } = field(schema, ...below, ...path);
      if (Array.isArray(value)) continue;
      t.regex(description, new RegExp(`\\(default ${String(value)}[ ).]`), path.join('.'));
      if (allowed !== undefined) t.true(allowed.includes(value), path.join('.'));
    }
  });
}
