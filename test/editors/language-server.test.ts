import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { kinds } from '../../src/fleet/kinds.js';
import { projectRoot } from '../cli/process.js';
import { edited, exampleFiles } from '../fleet/repository.js';
import { type LanguageServer, startLanguageServer } from './language-server.js';

let server: LanguageServer;

test.before(async () => {
  server = await startLanguageServer();
});

test.after.always(() => server.stop());

test('an editor has nothing against the example fleet', async t => {
  const files = exampleFiles();
  t.true(files.size >= 9);
  for (const [path, text] of files) t.deepEqual(await server.diagnose(path, String(text)), [], path);
});

test('an editor marks an unknown field where it stands, in any document of a file', async t => {
  const prod = 'clusters/prod-a/cluster.yaml';
  const misspelled = edited(prod, '  replicas: 3', '  replica: 3');
  const line = misspelled.slice(0, misspelled.indexOf('  replica: 3')).split('\n').length;
  const found = await server.diagnose('clusters/misspelled.yaml', misspelled);
  t.true(found.includes(`${line}:3 Property replica is not allowed.`), found.join('\n'));
});

test('an editor marks values of the wrong type, out of range or not among the possible ones', async t => {
  const workers = edited('clusters/prod-a/workers.yaml', 'min: 3, max: 10', 'min: three, max: 100000').replace(
    'price-capacity-optimized',
    'cheapest',
  );
  const found = (await server.diagnose('clusters/wrong.yaml', workers)).join('\n');
  t.regex(found, /9:19 Incorrect type\. Expected "integer"/);
  t.regex(found, /Value is above the maximum/);
  t.regex(found, /Valid values: "price-capacity-optimized", /);
});

test('an editor marks an unknown kind and names the kinds that there are', async t => {
  const found = await server.diagnose('accounts/kind.yaml', 'apiVersion: clusterwright.io/v1alpha1\nkind: Clutser\n');
  t.is(found.length, 1);
  for (const kind of kinds) t.true(found[0]?.includes(`"${kind}"`), kind);
});

test('hovering over a field shows its description', async t => {
  const path = 'clusters/hovered.yaml';
  await server.diagnose(path, String(exampleFiles().get('clusters/prod-a/workers.yaml')));
  const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/node-pool.schema.json'), 'utf8'));
  const { description }: { description: string } = schema.properties.spec.properties.scaling;
  t.true((await server.hover(path, 'scaling:')).includes(description));
});

test('an example is shown, and offered where a value is missing', async t => {
  const path = 'clusters/example.yaml';
  const pool = String(exampleFiles().get('clusters/prod-a/workers.yaml'));
  await server.diagnose(path, pool);
  t.regex(await server.hover(path, 'maxBatch:'), /10%/);
  const fleet = 'clusters/fleet.yaml';
  await server.diagnose(fleet, String(exampleFiles().get('fleet.yaml')).replace(/ {2}domain: .*/, '  domain: '));
  t.deepEqual(await server.complete(fleet, '  domain: '), ['gauss.example.com']);
});

test('possible values are offered, and kinds in an empty document', async t => {
  const cluster = edited('clusters/dev-b/cluster.yaml', '    zones:', '    nat: \n    zones:');
  await server.diagnose('clusters/typed.yaml', cluster);
  t.deepEqual(await server.complete('clusters/typed.yaml', '    nat: '), ['per-zone', 'single', 'none']);
  await server.diagnose('accounts/empty.yaml', 'apiVersion: clusterwright.io/v1alpha1\nkind: \n');
  t.deepEqual((await server.complete('accounts/empty.yaml', 'kind: ')).toSorted(), kinds.toSorted());
});
