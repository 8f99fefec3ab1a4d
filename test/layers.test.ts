import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '../../src');
const rim = ['aws', 'git', 'kube', 'vault', 'web'];
const sandboxMayUse = ['errors.ts', 'model', 'cfn', 'sandbox'];

/** Lowest first; docs/architecture.md explains them. */
const layers = [
  ['errors.ts', 'model'],
  ['cfn'],
  ['fleet', 'template'],
  ['render', 'pki', 'releases', 'scaffold', 'import'],
  ['observe', 'drift'],
  ['plan'],
  ['apply'],
  ['reconcile'],
  ['report'],
  ['daemon', 'commands', 'cli.ts'],
];
const top = layers.length - 1;

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1] ?? '');
}

function internalImports(): Import[] {
  return sourceFiles().flatMap(file =>
    importsOf(file)
      .filter(specifier => specifier.startsWith('.'))
      .map(specifier => ({ from: file, to: posix.join(dirname(file), specifier).replace(/\.js$/, '.ts') })),
  );
}

const room = (file: string) => file.split('/')[0] ?? '';
const layerOf = (file: string) => layers.findIndex(rooms => rooms.includes(room(file)));

test('every file of src belongs to a room of the house', t => {
  const homeless = sourceFiles().filter(
    file => layerOf(file) === -1 && !rim.includes(room(file)) && room(file) !== 'sandbox',
  );
  t.deepEqual(homeless, []);
});

test('a module imports from its own layer or from lower ones only', t => {
  const climbing = internalImports().filter(
    ({ from, to }) => layerOf(from) !== -1 && layerOf(to) !== -1 && layerOf(from) < layerOf(to),
  );
  t.deepEqual(climbing, []);
});

test('adapters are imported by the composition layer and by their own room only', t => {
  const wrong = internalImports().filter(
    ({ from, to }) => rim.includes(room(to)) && room(from) !== room(to) && layerOf(from) !== top,
  );
  t.deepEqual(wrong, []);
});

test('adapters import no commands', t => {
  const wrong = internalImports().filter(({ from, to }) => rim.includes(room(from)) && layerOf(to) === top);
  t.deepEqual(wrong, []);
});

test('the sandbox stands apart: it imports the model and CloudFormation knowledge only', t => {
  const wrong = internalImports().filter(
    ({ from, to }) => room(from) === 'sandbox' && !sandboxMayUse.includes(room(to)),
  );
  t.deepEqual(wrong, []);
});

test('the sandbox is imported by commands only', t => {
  const wrong = internalImports().filter(
    ({ from, to }) => room(to) === 'sandbox' && room(from) !== 'sandbox' && room(from) !== 'commands',
  );
  t.deepEqual(wrong, []);
});

test('only adapters import an SDK', t => {
  const sdks = ['@aws-sdk/', '@smithy/', 'simple-git', '@kubernetes/', 'undici'];
  const wrong = sourceFiles().filter(
    file => !rim.includes(room(file)) && importsOf(file).some(specifier => sdks.some(sdk => specifier.startsWith(sdk))),
  );
  t.deepEqual(wrong, []);
});
