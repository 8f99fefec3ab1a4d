import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { controlC, enter, hasTerminal, onTerminal } from '../cli/terminal.js';
import { git, scratchFolder } from '../git/scratch.js';

const said = [
  '--name',
  'acme',
  '--domain',
  'acme.example.com',
  '--account-id',
  '012345678901',
  '--region',
  'eu-central-1',
];
const peered = ['--management-vpc', 'vpc-0a1b2c3d4e5f60718', '--management-cidr', '10.0.0.0/16'];
const routes = ['--management-route-tables', 'rtb-0a1b2c3d4e5f60718,rtb-0b1c2d3e4f5a60718'];

function empty(t: ExecutionContext) {
  const cwd = scratchFolder(t);
  return { cwd, run: (...args: string[]) => clusterwright(args, {}, cwd) };
}

test('a new repository with a first cluster passes validate, and renders', async t => {
  const { cwd, run } = empty(t);
  const made = await run('init', 'fleet', ...said, '--cluster', 'dev', '--zones', 'eu-central-1a');
  t.is(made.exitCode, 0, made.stderr);
  t.regex(made.stdout, /^fleet\.yaml +Fleet\naccounts\/platform\.yaml +Account\n/);
  const validated = await run('validate', '-C', 'fleet');
  t.is(validated.stdout, 'No mistakes in 5 files.\n');
  t.is((await run('render', '-C', 'fleet')).exitCode, 0);
  t.regex(readFileSync(join(cwd, 'fleet/accounts/platform.yaml'), 'utf8'), /id: "012345678901"/);
});

test('new and allocate go on from there', async t => {
  const { cwd, run } = empty(t);
  await run('init', '.', ...said, ...peered, ...routes);
  t.is((await run('new', 'cluster', 'one', '--zones', 'eu-central-1a')).exitCode, 0);
  const pool = ['--types', 'm6i.large', '--min', '1', '--max', '2'];
  t.is((await run('new', 'nodepool', 'workers', ...pool)).exitCode, 0);
  const path = join(cwd, 'clusters/one/workers.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/, cidr: [\d./]+/, ''));
  t.is((await run('allocate')).exitCode, 0);
  t.is((await run('validate')).stdout, 'No mistakes in 5 files.\n');
  t.regex(
    readFileSync(join(cwd, 'fleet.yaml'), 'utf8'),
    /routeTables: \[rtb-0a1b2c3d4e5f60718, rtb-0b1c2d3e4f5a60718\]/,
  );
});

for (const [region, partition] of [
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
]) {
  test(`roles of a fleet in ${region} are those of its partition`, async t => {
    const { cwd, run } = empty(t);
    t.is((await run('init', ...said, '--region', region ?? '')).exitCode, 0);
    t.true(
      readFileSync(join(cwd, 'accounts/platform.yaml'), 'utf8').includes(`arn:${partition}:iam::012345678901:role/`),
    );
    t.is((await run('validate')).exitCode, 0);
  });
}

test('editors find the schemas that the settings name', async t => {
  const { cwd, run } = empty(t);
  await run('init', ...said);
  const settings: { 'yaml.schemas': Record<string, unknown> } = JSON.parse(
    readFileSync(join(cwd, '.vscode/settings.json'), 'utf8'),
  );
  const [schema] = Object.keys(settings['yaml.schemas']);
  const folder = join(cwd, '.clusterwright/schemas');
  t.is(join(cwd, schema ?? ''), join(folder, 'clusterwright.schema.json'));
  const referred = readdirSync(folder).flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/"\$ref": "([\w.-]+\.json)/g)].map(match => match[1] ?? ''),
  );
  t.true(referred.length > 6);
  t.deepEqual(
    referred.filter(file => !existsSync(join(folder, file))),
    [],
  );
});

test('a folder that holds anything is refused by what it holds, a fresh Git repository is not', async t => {
  const { cwd, run } = empty(t);
  writeFileSync(join(cwd, 'notes.txt'), 'mine');
  const { exitCode, stderr } = await run('init', ...said);
  t.is(exitCode, 1);
  t.regex(stderr, /is not empty: it holds notes\.txt\n {2}next /);
  t.deepEqual(readdirSync(cwd), ['notes.txt']);
  t.regex((await run('init', 'notes.txt', ...said)).stderr, /notes\.txt is a file, or in one\n {2}next /);
  mkdirSync(join(cwd, 'fresh'));
  git(join(cwd, 'fresh'), 'init', '--quiet');
  const { exitCode: made, stdout } = await run('init', 'fresh', ...said);
  t.is(made, 0);
  t.notRegex(stdout, /git init/);
  t.regex((await run('init', 'other', ...said)).stdout, /\n {2}git init +makes it a repository/);
});

test('without a terminal, exactly what is missing is listed', async t => {
  const { cwd, run } = empty(t);
  const none = await run('init');
  t.is(none.exitCode, 64);
  t.regex(none.stderr, /missing: --name, --domain, --account-id, --region\n/);
  const some = await run('init', ...said.slice(2), ...peered, '--cluster', 'dev');
  t.is(some.exitCode, 64);
  t.regex(some.stderr, /missing: --name, --management-route-tables, --zones\n/);
  t.deepEqual(readdirSync(cwd), []);
});

const wrong: readonly (readonly [args: readonly string[], said: RegExp])[] = [
  [['--name', 'Acme'], /--name: "Acme" has the wrong form/],
  [['--domain', 'acme'], /--domain: "acme" has the wrong form/],
  [['--account-id', '12345'], /--account-id: "12345" has the wrong form/],
  [['--region', 'Frankfurt'], /--region: "Frankfurt" has the wrong form/],
  [
    ['--address-pool', '10.64.1.0/12'],
    /--address-pool: 10\.64\.1\.0\/12 is no IPv4 block: it would begin with 10\.64\.0\.0\/12/,
  ],
  [
    ['--address-pool', '10.64.0.0/20', '--cluster-prefix', '18'],
    /--cluster-prefix: no \/18 fits into 10\.64\.0\.0\/20/,
  ],
  [['--cluster-prefix', '30'], /--cluster-prefix: 30 is too large/],
  [
    ['--region', 'us-east-1', '--cluster', 'dev', '--zones', 'us-east-1a'],
    /--cluster: .* no images for us-east-1 yet\n {2}next {2}init without/,
  ],
  [['--cluster', 'none', '--zones', 'eu-central-1a'], /NAME: "none" is a reserved word/],
];
for (const [args, message] of wrong) {
  test(`a wrong flag is told by name, and nothing is written: init ${args.join(' ')}`, async t => {
    const { cwd, run } = empty(t);
    const { exitCode, stderr } = await run('init', ...said, ...args);
    t.is(exitCode, 64);
    t.regex(stderr, message);
    t.deepEqual(readdirSync(cwd), []);
  });
}

test('a name that YAML would read as something else is quoted', async t => {
  const { run } = empty(t);
  t.is((await run('init', ...said, '--account-name', 'null', '--name', 'true')).exitCode, 0);
  t.is((await run('validate')).stdout, 'No mistakes in 3 files.\n');
});

test('an address pool that meets the management network gives the first cluster a block beside it', async t => {
  const { run } = empty(t);
  const { stderr } = await run(
    'init',
    ...said,
    ...peered,
    ...routes,
    '--address-pool',
    '10.0.0.0/15',
    '--cluster',
    'dev',
    '--zones',
    'eu-central-1a',
  );
  t.is(stderr, '');
  t.is((await run('validate')).exitCode, 0);
});

test('--dry-run shows every file and makes none', async t => {
  const { cwd, run } = empty(t);
  const { exitCode, stdout } = await run('init', 'fleet', ...said, '--dry-run');
  t.is(exitCode, 0);
  for (const path of ['fleet.yaml', 'README.md', '.gitignore', '.vscode/settings.json'])
    t.true(stdout.includes(`--- /dev/null\n+++ b/${path}\n`), path);
  t.deepEqual(readdirSync(cwd), []);
});

const onATerminal = hasTerminal ? test : test.skip;

onATerminal('on a terminal, init asks its way to a repository with a first cluster', async t => {
  const { cwd, run } = empty(t);
  const { exitCode, stdout } = await onTerminal(['init', 'acme'], {
    cwd,
    turns: [
      ['Name of the fleet', enter],
      ['Base domain', `acme.example.com${enter}`],
      ['AWS region', `eu-central-1${enter}`],
      ['Id of the AWS account', `999900001111${enter}`],
      ['Name for that account', enter],
      ['Range that clusters', enter],
      ['Prefix length', enter],
      ['peered with an existing VPC', `n`],
      ['first cluster, too', `y`],
      ['Name of the cluster', `dev${enter}`],
      ['Availability zones', enter],
      ['Masters', enter],
      ['Instance type', enter],
    ],
  });
  t.is(exitCode, 0, stdout);
  t.is((await run('validate', '-C', 'acme')).stdout, 'No mistakes in 5 files.\n');
  t.regex(readFileSync(join(cwd, 'acme/clusters/dev/cluster.yaml'), 'utf8'), /replicas: 3/);
});

onATerminal('Ctrl-C in the middle leaves no folder behind', async t => {
  const { cwd } = empty(t);
  const turns = [['Name of the fleet', enter] as const, ['Base domain', controlC] as const];
  t.is((await onTerminal(['init', 'acme'], { cwd, turns })).exitCode, 130);
  t.deepEqual(readdirSync(cwd), []);
});
