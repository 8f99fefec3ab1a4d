import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';

/** Parts that the others refer to, of which each type file holds those that its kind uses, and what leads editors to them. */
const withoutTypes = ['common.schema.json', 'clusterwright.schema.json'];

export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The TypeScript types of every schema, one file a kind. `root` is the project's folder. */
export async function generatedTypes(root = '.'): Promise<GeneratedFile[]> {
  const folder = join(root, 'schemas');
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.schema.json') && !withoutTypes.includes(name))
    .sort();
  return Promise.all(names.map(name => typesOf(root, name)));
}

async function typesOf(root: string, schemaFile: string): Promise<GeneratedFile> {
  const kind = schemaFile.replace('.schema.json', '');
  const schema = JSON.parse(readFileSync(join(root, 'schemas', schemaFile), 'utf8'));
  const content = await compile(schema, kind, {
    bannerComment: `/* Generated from schemas/${schemaFile} by npm run generate. */`,
    style: { singleQuote: true, printWidth: 120 },
    ignoreMinAndMaxItems: true,
    cwd: join(root, 'schemas'),
  });
  return { path: join(root, 'src/model/spec', `${kind}.generated.ts`), content };
}
