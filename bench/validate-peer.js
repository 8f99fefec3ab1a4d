/** Parses every YAML file of a folder and checks each document against the schema of its kind, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadAll } from 'js-yaml';

const schemas = join(import.meta.dirname, '../schemas');
const read = name => JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { moment: true }, schemas: [read('common')] });
const names = ['fleet', 'account', 'release', 'cluster', 'control-plane', 'node-pool'];
const validators = new Map(
  names.map(name => {
    const schema = read(name);
    return [schema.properties.kind.const, ajv.compile(schema)];
  }),
);

const folder = process.argv[2] ?? '.';
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.yaml')) continue;
  for (const document of loadAll(readFileSync(join(folder, path), 'utf8'))) {
    if (!validators.get(document.kind)?.(document)) throw new Error(`${path}: ${document.kind} is invalid`);
  }
}
