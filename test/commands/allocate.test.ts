import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { edited, exampleFiles } from '../fleet/repository.js';
import { commitAll, git, scratchFolder } from '../git/scratch.js';

const devPath = 'clusters/dev-b/cluster.yaml';
const devWithout = edited(devPath, /\n {4}cidr: .*/, '').replaceAll(/, cidr: [\d./]+/g, '');

function fleet(t: ExecutionContext, changes: Readonly<Record<string, string>> = { [devPath]: devWithout }) {
  const cwd = scratchFolder(t, { ...Object.fromEntries(exampleFiles()), ...changes });
  commitAll(cwd);
  return {
    cwd,
    run: (...args: string[]) => clusterwright(args, {}, cwd),
    read: (path: string) => readFileSync(join(cwd, path), 'utf8'),
    changed: () => git(cwd, 'status', '--porcelain'),
  };
}

test('validate says which command fills in a missing block, and that command does', async t => {
  const { run, read, changed } = fleet(t);
  const said = await run('validate');
  t.regex(said.stdout, /spec\.network\.cidr\n.*CW1003.*\n +hint +clusterwright allocate dev-b picks/);
  t.regex(said.stdout, /spec\.zones\[0\]\.cidr\n.*CW1003.*\n +hint +clusterwright allocate dev-b picks/);
  const { exitCode, stdout, stderr } = await run('allocate', 'dev-b');
  t.is(exitCode, 0, stderr);
  t.is(
    stdout,
    `clusters/dev-b/cluster.yaml:11   dev-b           spec.network.cidr            10.64.16.0/20
clusters/dev-b/cluster.yaml:13   dev-b           spec.network.zones[0].cidr   10.64.16.0/23
clusters/dev-b/cluster.yaml:30   dev-b/workers   spec.zones[0].cidr           10.64.18.0/24

  clusterwright validate    checks the whole fleet
`,
  );
  t.is(changed(), `M ${devPath}`);
  t.is((await run('validate')).stdout, 'No mistakes in 9 files.\n');
  t.regex(
    read(devPath),
    /zones: +# each block: half public, half private\n {6}- \{ name: eu-central-1a, cidr: 10\.64\.16\.0\/23 \}\n/,
  );
});

test('a fleet that lacks nothing is told so, and no file changes', async t => {
  const { run, changed } = fleet(t, {});
  const { exitCode, stdout } = await run('allocate');
  t.deepEqual(
    { exitCode, stdout },
    { exitCode: 0, stdout: 'Nothing is missing: every cluster, zone and pool has its block.\n' },
  );
  t.is(changed(), '');
});

test('only the clusters that are named get blocks', async t => {
  const { run, changed } = fleet(t);
  t.regex((await run('allocate', 'prod-a')).stdout, /^Nothing is missing/);
  t.is(changed(), '');
});

test('blocks that the zones of a cluster without one hold are not given to others', async t => {
  const prodPath = 'clusters/prod-a/cluster.yaml';
  const { run } = fleet(t, { [devPath]: devWithout, [prodPath]: edited(prodPath, /\n {4}cidr: .*/, '') });
  const { stdout } = await run('allocate', 'dev-b');
  t.regex(stdout, /dev-b +spec\.network\.cidr +10\.64\.16\.0\/20/);
  t.regex((await run('allocate')).stdout, /prod-a +spec\.network\.cidr +10\.64\.0\.0\/20/);
  t.is((await run('validate')).exitCode, 0);
});

test('an empty cidr is filled in, and gives a pool a block of its own', async t => {
  const batch = edited('clusters/prod-a/batch.yaml', 'cidr: 10.80.0.0/22', 'cidr:   # own').replaceAll(
    /, cidr: [\d./]+/g,
    '',
  );
  const { run, read } = fleet(t, { 'clusters/prod-a/batch.yaml': batch });
  t.regex((await run('validate')).stdout, /spec\.cidr\n.*CW1004.*\n +hint +clusterwright allocate prod-a picks/);
  t.is((await run('allocate')).exitCode, 0);
  t.regex(read('clusters/prod-a/batch.yaml'), /\n {2}cidr: 10\.64\.32\.0\/22 +# own\n/);
  t.is((await run('validate')).exitCode, 0);
});

test('a cluster that names no zones gets nothing, and the error says what to write', async t => {
  const { run, changed } = fleet(t, {
    [devPath]: devWithout.replace('      - { name: eu-central-1a }\n', '      - { podCidr: 100.64.0.0/19 }\n'),
  });
  const { exitCode, stderr } = await run('allocate');
  t.is(exitCode, 1);
  t.regex(
    stderr,
    /cluster dev-b does not name its zones \(clusters\/dev-b\/cluster\.yaml\)\n {2}next {2}.*spec\.network\.zones/,
  );
  t.is(changed(), '');
});

test('an unknown cluster is told the name that was meant', async t => {
  const { run } = fleet(t);
  const { exitCode, stderr } = await run('allocate', 'dev-a');
  t.is(exitCode, 1);
  t.regex(stderr, /there is no cluster "dev-a"\n {2}next {2}did you mean "dev-b"\?/);
});

test('--dry-run shows the lines and leaves the files', async t => {
  const { run, changed } = fleet(t);
  const { exitCode, stdout } = await run('allocate', '--dry-run');
  t.is(exitCode, 0);
  t.regex(stdout, /^--- a\/clusters\/dev-b\/cluster\.yaml\n\+\+\+ b\/clusters\/dev-b\/cluster\.yaml\n/);
  t.regex(stdout, /\n\+ {4}cidr: 10\.64\.16\.0\/20\n/);
  t.is(changed(), '');
});

test('without room nothing is written, for no cluster', async t => {
  const fleetYaml = edited('fleet.yaml', 'cidr: 10.64.0.0/12', 'cidr: 10.64.0.0/20');
  const { run, changed } = fleet(t, { [devPath]: devWithout, 'fleet.yaml': fleetYaml });
  const { exitCode, stderr } = await run('allocate');
  t.is(exitCode, 1);
  t.regex(stderr, /no free block for cluster dev-b.*\n {2}next {2}of address pool "default", nothing is left/);
  t.is(changed(), '');
});
