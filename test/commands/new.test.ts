import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { exampleFiles } from '../fleet/repository.js';
import { commitAll, git, scratchFolder } from '../git/scratch.js';

const dev = ['--account', 'payments-dev', '--zones', 'eu-central-1a'];
const small = ['--types', 'm6i.large', '--min', '1', '--max', '3'];

function fleet(t: ExecutionContext, changes: Readonly<Record<string, string>> = {}) {
  const cwd = scratchFolder(t, { ...Object.fromEntries(exampleFiles()), ...changes });
  return {
    cwd,
    run: (...args: string[]) => clusterwright(args, {}, cwd),
    read: (path: string) => readFileSync(join(cwd, path), 'utf8'),
  };
}

test('a new cluster and its pools get the next free blocks and pass validate', async t => {
  const { run, read } = fleet(t);
  const made = await run('new', 'cluster', 'dev-c', ...dev);
  t.is(made.exitCode, 0, made.stderr);
  t.regex(made.stdout, /^clusters\/dev-c\/cluster\.yaml +cluster dev-c: 10\.64\.32\.0\/20 of address pool "default"\n/);
  t.is((await run('new', 'nodepool', 'workers', '--cluster', 'dev-c', ...small)).exitCode, 0);
  t.is((await run('new', 'nodepool', 'spare', '--cluster', 'prod-a', '--own-block', ...small)).exitCode, 0);
  t.is((await run('validate')).stdout, 'No mistakes in 12 files.\n');
  t.regex(
    read('clusters/dev-c/cluster.yaml'),
    /zones: +# each block.*\n +- \{ name: eu-central-1a, cidr: 10\.64\.32\.0\/23 \}/,
  );
  t.regex(read('clusters/dev-c/workers.yaml'), /cidr: 10\.64\.34\.0\/24/);
  t.regex(read('clusters/prod-a/spare.yaml'), /^ {2}cidr: 10\.64\.48\.0\/22/m);
});

test('without a terminal, exactly what is missing is listed, and the exit code is that of wrong usage', async t => {
  const { cwd, run } = fleet(t);
  const missing = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(...args);
    t.deepEqual({ exitCode, stdout }, { exitCode: 64, stdout: '' });
    return /^clusterwright: missing: (.*)\n {2}next /.exec(stderr)?.[1];
  };
  t.is(await missing('new', 'cluster'), 'NAME, --account, --zones');
  t.is(await missing('new', 'cluster', 'dev-c', '--zones', 'eu-central-1a'), '--account');
  t.is(await missing('new', 'nodepool', '--max', '3'), 'NAME, --cluster, --min, --types');
  t.deepEqual(readdirSync(cwd).sort(), ['accounts', 'clusters', 'fleet.yaml', 'releases']);
});

const wrong: readonly (readonly [args: readonly string[], said: RegExp])[] = [
  [['cluster', 'Dev', ...dev], /NAME: "Dev" has the wrong form/],
  [['cluster', 'store', ...dev], /NAME: "store" is a reserved word/],
  [['cluster', 'a-name-that-is-too-long', ...dev], /NAME: .* is too long; at most 20 characters/],
  [['cluster', 'prod-a', ...dev], /NAME: "prod-a" exists already/],
  [['cluster', 'dev-c', ...dev, '--account', 'nobody'], /--account: there is no "nobody"; there are payments-dev/],
  [['cluster', 'dev-c', ...dev, '--account', 'payments-deb'], /next {2}did you mean "payments-dev"/],
  [['cluster', 'dev-c', ...dev, '--zones', 'eu-west-1a'], /--zones: eu-west-1a is not in eu-central-1/],
  [['cluster', 'dev-c', ...dev, '--zones', 'eu-central-1a,eu-central-1a'], /--zones: eu-central-1a stands there twice/],
  [['cluster', 'dev-c', ...dev, '--masters', '2'], /--masters: a cluster has 1 or 3 masters/],
  [['cluster', 'dev-c', ...dev, '--masters', '3'], /--masters: 3 masters need 3 zones/],
  [['cluster', 'dev-c', ...dev, '--address-pool', 'other'], /--address-pool: there is no "other"; there are default/],
  [['cluster', 'dev-c', ...dev, '--file', '../x.yaml'], /--file: .* is not in the repository/],
  [['cluster', 'dev-c', ...dev, '--file', '.github/x.yaml'], /--file: .* no specs are read/],
  [['cluster', 'dev-c', ...dev, '--file', 'x.json'], /--file: .* does not end in \.yaml/],
  [['nodepool', 'more', '--cluster', 'dev-x', ...small], /--cluster: there is no "dev-x"; there are dev-b, prod-a/],
  [['nodepool', 'master', '--cluster', 'dev-b', ...small], /NAME: "master" is a reserved word/],
  [
    ['nodepool', 'more', '--cluster', 'dev-b', ...small, '--zones', 'eu-central-1c'],
    /no zone of dev-b, which has eu-c/,
  ],
  [['nodepool', 'more', '--cluster', 'dev-b', ...small, '--min', '5'], /--max: 3 is below the fewest, 5/],
  [['nodepool', 'more', '--cluster', 'dev-b', ...small, '--min', 'few'], /--min: "few" is no whole number/],
];
for (const [args, said] of wrong) {
  test(`a wrong flag is told by name, and nothing is written: new ${args.join(' ')}`, async t => {
    const { cwd, run } = fleet(t);
    commitAll(cwd);
    const { exitCode, stdout, stderr } = await run('new', ...args);
    t.deepEqual({ exitCode, stdout }, { exitCode: 64, stdout: '' });
    t.regex(stderr, said);
    t.is(git(cwd, 'status', '--porcelain'), '');
  });
}

test('what would not pass validate is not written, and the findings say why', async t => {
  const { cwd, run } = fleet(t);
  const { exitCode, stderr } = await run(
    'new',
    'nodepool',
    'mixed',
    '--cluster',
    'dev-b',
    ...small,
    '--types',
    'm6i.large,m7g.large',
  );
  t.is(exitCode, 1);
  t.regex(stderr, /clusters\/dev-b\/mixed\.yaml:\d+:\d+ .*\n {2}error CW1021/);
  t.regex(stderr, /nothing was written/);
  t.false(existsSync(join(cwd, 'clusters/dev-b/mixed.yaml')));
});

test('mistakes elsewhere do not matter unless they may hide addresses', async t => {
  const { run, read, cwd } = fleet(t);
  const pool = read('clusters/prod-a/workers.yaml');
  writeFileSync(join(cwd, 'clusters/prod-a/workers.yaml'), pool.replace('min: 3', 'min: 30'));
  t.is((await run('new', 'cluster', 'dev-c', ...dev)).exitCode, 0);
  writeFileSync(
    join(cwd, 'clusters/prod-a/workers.yaml'),
    pool.replace('  cluster: prod-a', '  cluster: prod-a\n  cdir: 10.64.48.0/22'),
  );
  const { exitCode, stderr } = await run('new', 'cluster', 'dev-d', ...dev);
  t.is(exitCode, 1);
  t.regex(stderr, /CW1002[\s\S]*may hide addresses that are in use; nothing was written/);
});

test('documents are added to a file that is named, with its line ends and without touching what is there', async t => {
  const before =
    '# All of dev-d.\r\napiVersion: clusterwright.io/v1alpha1\r\nkind: Account\r\nmetadata: {name:   spare}   # later\r\nspec:\r\n  id: "777788889999"\r\n  roles: {plan: arn:aws:iam::777788889999:role/a, apply: arn:aws:iam::777788889999:role/b,\r\n          service: arn:aws:iam::777788889999:role/c}';
  const { run, read } = fleet(t, { 'dev-d.yaml': before });
  const { exitCode, stderr } = await run('new', 'cluster', 'dev-d', ...dev, '--file', 'dev-d.yaml');
  t.is(exitCode, 0, stderr);
  const after = read('dev-d.yaml');
  t.true(after.startsWith(`${before}\r\n---\r\n`));
  t.false(/[^\r]\n/.test(after));
  const again = await run('new', 'nodepool', 'workers', '--cluster', 'dev-d', ...small, '--file', 'dev-d.yaml');
  t.is(again.exitCode, 0, again.stderr);
  t.true(read('dev-d.yaml').startsWith(after));
  t.is((await run('validate')).stdout, 'No mistakes in 10 files.\n');
});

test('a file in the way of the usual one is not added to', async t => {
  const { run, read } = fleet(t, {
    'clusters/dev-c/cluster.yaml':
      exampleFiles()
        .get('accounts/platform.yaml')
        ?.toString()
        .replaceAll('platform', 'spare')
        .replaceAll('999900001111', '777788889999') ?? '',
  });
  const before = read('clusters/dev-c/cluster.yaml');
  const { exitCode, stderr } = await run('new', 'cluster', 'dev-c', ...dev);
  t.is(exitCode, 1);
  t.regex(stderr, /clusters\/dev-c\/cluster\.yaml exists already\n {2}next {2}.*--file/);
  t.is(read('clusters/dev-c/cluster.yaml'), before);
});

test('--dry-run prints a difference that git applies to the very files', async t => {
  const { cwd, run } = fleet(t);
  commitAll(cwd);
  const shown = await run('new', 'cluster', 'dev-c', ...dev, '--dry-run');
  t.is(shown.exitCode, 0);
  t.is(git(cwd, 'status', '--porcelain'), '');
  writeFileSync(join(cwd, '.patch'), shown.stdout);
  git(cwd, 'apply', '.patch');
  const applied = readFileSync(join(cwd, 'clusters/dev-c/cluster.yaml'), 'utf8');
  git(cwd, 'clean', '--quiet', '-fd');
  await run('new', 'cluster', 'dev-c', ...dev);
  t.is(readFileSync(join(cwd, 'clusters/dev-c/cluster.yaml'), 'utf8'), applied);
});

test('a cluster that is full says so, and how a pool gets a block of its own', async t => {
  const { cwd, run } = fleet(t);
  const more = (name: string) => run('new', 'nodepool', name, '--cluster', 'dev-b', ...small);
  const names = Array.from({ length: 20 }, (_, index) => `more-${index}`);
  let failed: Awaited<ReturnType<typeof more>> | undefined;
  for (const name of names) {
    failed = await more(name);
    if (failed.exitCode !== 0) break;
  }
  t.regex(failed?.stderr ?? '', /no \/24 in the block of cluster dev-b .*\n {2}next {2}.*new nodepool --own-block/);
  t.is((await run('new', 'nodepool', 'own', '--cluster', 'dev-b', ...small, '--own-block')).exitCode, 0);
  t.true(existsSync(join(cwd, 'clusters/dev-b/own.yaml')));
});

test('a full address pool fails, and says what is left', async t => {
  const { run } = fleet(t, {
    'fleet.yaml': String(exampleFiles().get('fleet.yaml')).replace('cidr: 10.64.0.0/12', 'cidr: 10.64.0.0/19'),
  });
  const { exitCode, stderr } = await run('new', 'cluster', 'dev-c', ...dev);
  t.is(exitCode, 1);
  t.regex(stderr, /no \/20 in address pool "default" \(10\.64\.0\.0\/19\)\n {2}next {2}.*nothing is left/);
});

if (process.getuid?.() !== 0) {
  test('a folder that cannot be written is told, and nothing is left behind', async t => {
    const { cwd, run } = fleet(t);
    chmodSync(join(cwd, 'clusters'), 0o555);
    t.teardown(() => chmodSync(join(cwd, 'clusters'), 0o755));
    const { exitCode, stderr } = await run('new', 'cluster', 'dev-c', ...dev);
    t.is(exitCode, 1);
    t.regex(stderr, /cannot write .*clusters.*EACCES/);
  });
}
