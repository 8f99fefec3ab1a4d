import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { dump, loadAll } from 'js-yaml';
import { type RenderOptions, render } from '../../src/commands/render.js';

const examples = join(import.meta.dirname, '../../../examples/fleet');

/** A scratch folder with a copy of the example fleet, and a way to render there. */
function scratch() {
  const root = mkdtempSync(join(tmpdir(), 'clusterwright-render-'));
  cpSync(examples, join(root, 'fleet'), { recursive: true });
  return {
    root,
    run: async (options: Partial<RenderOptions> = {}) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const context = { stdout, stderr, env: {}, cwd: root, signal: new AbortController().signal, colour: false };
      const chosen = { directory: 'fleet', out: 'out', clusters: [], format: 'text', ...options } as const;
      try {
        const exitCode = await render(context, chosen);
        return { exitCode, stdout: await text(stdout.end()), stderr: await text(stderr.end()) };
      } finally {
        stdout.destroy();
        stderr.destroy();
      }
    },
    files: (folder = 'out') =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
        .sort(),
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

test('writes stacks, node configs and user data of each cluster, with an index of them all', async t => {
  const { run, files, read, end } = scratch();
  t.teardown(end);
  const { exitCode, stdout } = await run();
  t.is(exitCode, 0);
  t.true(files().includes('store.yaml'));
  t.true(files().includes('prod-a/stacks/tcnp-workers.yaml'));
  t.true(files().includes('prod-a/cloudconfig/master-3.json'));
  t.true(files().includes('prod-a/userdata/workers.json'));
  const { artifacts } = JSON.parse(read('out/index.json')) as { artifacts: { path: string }[] };
  t.deepEqual([...artifacts.map(({ path }) => path), 'index.json'].sort(), files());
  t.regex(stdout, /^ {2}tccp +\d+ resources +\d+ bytes +payments-prod, eu-central-1$/m);
  t.regex(stdout, /^15 stacks and 7 node configs written to out\.$/m);
});

test('writes the same bytes every time, whatever the order of keys and documents', async t => {
  const { root, run, files, read, end } = scratch();
  t.teardown(end);
  await run({ out: 'first' });
  for (const name of readdirSync(join(root, 'fleet'), { recursive: true, encoding: 'utf8' })) {
    const path = join(root, 'fleet', name);
    if (!name.endsWith('.yaml')) continue;
    const documents = loadAll(readFileSync(path, 'utf8')).toReversed().map(reversed);
    writeFileSync(path, documents.map(document => dump(document)).join('---\n'));
  }
  await run({ out: 'second' });
  t.deepEqual(files('second'), files('first'));
  for (const file of files('first')) t.is(read(`second/${file}`), read(`first/${file}`), file);
});

/** Mappings with their keys the other way round; the order of lists has a meaning. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

test('files of an earlier time go away', async t => {
  const { run, files, end } = scratch();
  t.teardown(end);
  await run();
  await run({ clusters: ['dev-b'] });
  t.false(files().some(file => file.startsWith('prod-a/')));
  t.true(files().includes('dev-b/stacks/tccp.yaml'));
});

test('refuses a folder that holds anything that render did not write', async t => {
  const { root, run, end } = scratch();
  t.teardown(end);
  await run();
  writeFileSync(join(root, 'out/prod-a/notes.txt'), 'mine');
  const error = await t.throwsAsync(run(), { code: 'not-rendered-folder' });
  t.regex(error?.message ?? '', /out holds prod-a\/notes\.txt, which render did not write and would lose$/);
  t.true(existsSync(join(root, 'out/prod-a/notes.txt')));
  await t.throwsAsync(run({ out: 'fleet' }), { code: 'not-rendered-folder' });
  t.true(existsSync(join(root, 'fleet/fleet.yaml')));
});

test('leaves nothing behind when it cannot write', async t => {
  const { root, run, end } = scratch();
  t.teardown(end);
  writeFileSync(join(root, 'file'), '');
  await t.throwsAsync(run({ out: 'file/below' }), { code: 'cannot-write' });
  t.deepEqual(readdirSync(root).sort(), ['file', 'fleet']);
});

test('writes into an empty folder that is there already', async t => {
  const { root, run, files, end } = scratch();
  t.teardown(end);
  mkdirSync(join(root, 'out'));
  await run();
  t.true(files().includes('index.json'));
});

test('a folder inside the fleet is no part of it, whether or not Git ignores it', async t => {
  const { run, files, end } = scratch();
  t.teardown(end);
  await run({ out: 'fleet/out' });
  t.is((await run({ out: 'fleet/out' })).exitCode, 0);
  t.true(files('fleet/out').includes('dev-b/stacks/tccp.yaml'));
});

test('without a folder it shows what it would write', async t => {
  const { root, run, end } = scratch();
  t.teardown(end);
  const { stdout } = await run({ out: undefined });
  t.regex(stdout, /^15 stacks and 7 node configs rendered, nothing written\.$/m);
  t.deepEqual(readdirSync(root), ['fleet']);
});

test('an unknown cluster is an error that knows better', async t => {
  const { run, end } = scratch();
  t.teardown(end);
  const error = await t.throwsAsync(run({ clusters: ['prod-b'] }), { code: 'unknown-cluster' });
  t.like(error, { message: 'there is no cluster "prod-b"', hint: 'did you mean "prod-a"?' });
});

test('mistakes in the specs are reported, and nothing is written', async t => {
  const { root, run, end } = scratch();
  t.teardown(end);
  const path = join(root, 'fleet/clusters/dev-b/cluster.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('network:', 'netwrok:'));
  const { exitCode, stdout, stderr } = await run();
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, /did you mean "network"\?/);
  t.deepEqual(readdirSync(root), ['fleet']);
});

test('as JSON it prints the index', async t => {
  const { run, read, end } = scratch();
  t.teardown(end);
  const { stdout } = await run({ format: 'json' });
  t.is(stdout, read('out/index.json'));
});
