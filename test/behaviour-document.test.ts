import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '../..');
const documents = ['docs/sandbox-cloudformation.md', 'docs/sandbox.md'];
const suite = join(root, 'test/contract');

/** Id and test column of every row of the documents that is a behaviour. */
const behaviours = documents
  .flatMap(path => readFileSync(join(root, path), 'utf8').split('\n'))
  .filter(line => /^\| [A-Z]{2,3}-\d{2} \|/.test(line))
  .map(line => ({ id: line.slice(2, line.indexOf(' |', 2)), tested: line.endsWith('| c |') }));

/** Every id in a title of the contract suite. */
const used = new Set(
  readdirSync(suite)
    .filter(name => name.endsWith('.test.ts'))
    .flatMap(name => [...readFileSync(join(suite, name), 'utf8').matchAll(/['`]((?:[A-Z]{2,3}-\d{2}(?:, |: ))+)/g)])
    .flatMap(([, ids = '']) => ids.split(/, |: /).filter(id => id !== '')),
);

test('every behaviour of the documents has an id of its own', t => {
  const ids = behaviours.map(({ id }) => id);
  t.true(ids.length > 200);
  t.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});

test('the contract suite tests what the documents say', t => {
  const known = new Set(behaviours.map(({ id }) => id));
  t.deepEqual(
    [...used].filter(id => !known.has(id)),
    [],
  );
});

test('every behaviour that the documents call tested has a test in the contract suite', t => {
  t.deepEqual(
    behaviours.filter(({ id, tested }) => tested && !used.has(id)).map(({ id }) => id),
    [],
  );
});
