import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { generatedTypes } from '../scripts/generated-types.js';
import { kinds, validatorOf } from '../src/fleet/kinds.js';
import { projectRoot } from './cli/process.js';

const folder = join(projectRoot, 'schemas');
const schemaFiles = readdirSync(folder).filter(name => name.endsWith('.schema.json'));

test('the generated types are fresh: npm run generate would change nothing', async t => {
  for (const { path, content } of await generatedTypes(projectRoot)) t.is(readFileSync(path, 'utf8'), content, path);
});

test('the schema for editors leads to the schema of every kind', t => {
  const { properties, allOf }: EditorSchema = JSON.parse(
    readFileSync(join(folder, 'clusterwright.schema.json'), 'utf8'),
  );
  t.deepEqual(properties.kind.enum, kinds);
  t.deepEqual(
    allOf.map(branch => branch.if.properties.kind.const),
    kinds,
  );
  for (const branch of allOf) {
    const { properties }: { properties: { kind: { const: string } } } = JSON.parse(
      readFileSync(join(folder, branch.then.$ref), 'utf8'),
    );
    t.is(properties.kind.const, branch.if.properties.kind.const);
  }
});

interface EditorSchema {
  readonly properties: { readonly kind: { readonly enum: readonly string[] } };
  readonly allOf: readonly {
    readonly if: { readonly properties: { readonly kind: { readonly const: string } } };
    readonly then: { readonly $ref: string };
  }[];
}

test('every schema follows its meta-schema', t => {
  const ajv = new Ajv2020();
  for (const file of schemaFiles) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    t.true(ajv.validateSchema(schema), `${file}: ${ajv.errorsText(ajv.errors)}`);
  }
});

test('every schema of a kind compiles under strict rules', t => {
  for (const kind of kinds) t.notThrows(() => validatorOf(kind), kind);
});

for (const file of schemaFiles) {
  test(`every field of ${file} has a description that ends as a sentence`, t => {
    const schema: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const fields = fieldsOf(schema, '');
    t.true(fields.length > 1);
    for (const { path, description } of fields) t.regex(description ?? '', /^[A-Z12].*\.$/, path);
  });
}

/** Schemas of files that people write. */
const written = schemaFiles.filter(file => !/^(clusterwright|findings|plan)\./.test(file));

/** Nobody types a digest: any would do, and none is an example to follow. */
const digest = '^[0-9a-f]{64}$';

test('every text that must have a form has an example, which editors offer, and which has that form', t => {
  const ajv = new Ajv2020({ validateFormats: false });
  const parts = written.flatMap(file =>
    patternsOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), file).filter(
      ({ schema }) => schema.pattern !== digest,
    ),
  );
  t.true(parts.length > 60);
  for (const { path, schema } of parts) {
    t.true((schema.examples ?? []).length > 0, path);
    for (const example of schema.examples ?? []) t.true(ajv.validate(schema, example), `${path}: ${String(example)}`);
  }
});

interface Pattern {
  readonly path: string;
  readonly schema: { readonly pattern?: string; readonly examples?: readonly unknown[] };
}

/** Every schema of a text with a pattern, wherever it stands. */
function patternsOf(schema: unknown, path: string): Pattern[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.entries(schema).flatMap(([key, value]) => patternsOf(value, `${path}/${key}`));
  const isPattern = 'type' in schema && schema.type === 'string' && 'pattern' in schema;
  return isPattern ? [{ path, schema: schema as Pattern['schema'] }, ...below] : below;
}

interface Field {
  readonly path: string;
  readonly description: string | undefined;
}

/** Every entry of every `properties`, with its own description or that of the definition it refers to. */
function fieldsOf(schema: unknown, path: string): Field[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    // A condition names fields that are described elsewhere.
    if (key === 'if') return [];
    const below = fieldsOf(value, `${path}/${key}`);
    // Below `properties`, a key is the name of a field, even if that is `properties` again.
    if (key !== 'properties' || path.endsWith('/properties')) return below;
    const own = Object.entries(value as Record<string, { description?: string }>).map(([name, field]) => ({
      path: `${path}/${name}`,
      description: field.description,
    }));
    return [...own, ...below];
  });
}
