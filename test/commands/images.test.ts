import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { sha512 } from '../../src/model/digest.js';
import { inProcess } from '../cli/in-process.js';
import { clusterwright, ended, exampleRepository, startClusterwright } from '../cli/process.js';
import { imageList, type Mirror, published, startMirror } from '../web/mirror.js';

interface Stage {
  readonly mirror: Mirror;
  readonly directory: string;
  remove(): void;
}

const test = anyTest as TestFn<Stage>;

const release = 'releases/v1.36.4.yaml';
const version = '4593.2.5';
const amd64 = {
  'eu-central-1': 'ami-0aaaaaaaaaaaaaaa1',
  'eu-west-1': 'ami-0aaaaaaaaaaaaaaa2',
  'us-gov-west-1': 'ami-0aaaaaaaaaaaaaaa3',
};
/** As in the example: nothing changes for arm64 in eu-central-1. */
const arm64 = { 'eu-central-1': 'ami-0fedcba9876543210', 'eu-west-1': 'ami-0bbbbbbbbbbbbbbb2' };

test.beforeEach(async t => {
  const mirror = await startMirror({
    ...published({ version, architecture: 'amd64' }, amd64),
    ...published({ version, architecture: 'arm64' }, arm64),
  });
  t.context = { ...(await exampleRepository()), mirror };
});

test.afterEach.always(async t => {
  t.context.remove();
  await t.context.mirror.close();
});

function images({ directory, mirror }: Stage, ...args: string[]) {
  const from = args.includes('--from') ? [] : ['--from', mirror.url];
  return inProcess(['images', '-C', directory, ...from, ...args]);
}

function textOf({ directory }: Stage, path = release): string {
  return readFileSync(join(directory, path), 'utf8');
}

function edit(stage: Stage, path: string, from: string, to: string): void {
  const before = textOf(stage, path);
  if (!before.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(stage.directory, path), before.replace(from, to));
}

function diffOf({ directory }: Stage): string[] {
  const diff = execFileSync('git', ['diff', '--unified=0'], { cwd: directory, encoding: 'utf8' });
  return diff.split('\n').filter(line => /^[+-](?![+-])/.test(line));
}

/** The command fails with this error and leaves the working tree as it was. */
async function refused(t: ExecutionContext<Stage>, args: readonly string[], message: RegExp): Promise<void> {
  const { exitCode, stderr, stdout } = await images(t.context, ...args);
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, message);
  t.regex(stderr, / {2}next {2}/);
  t.deepEqual(diffOf(t.context), []);
}

test('a Release is filled, and only the lines of its map change', async t => {
  const { exitCode, stdout, stderr } = await images(t.context, 'v1.36.4');
  t.is(stderr, '');
  t.is(exitCode, 0);
  t.deepEqual(diffOf(t.context), [
    '-      eu-central-1: { amd64: ami-0123456789abcdef0, arm64: ami-0fedcba9876543210 }',
    '+      eu-central-1: { amd64: ami-0aaaaaaaaaaaaaaa1, arm64: ami-0fedcba9876543210 }',
    '+      eu-west-1: { amd64: ami-0aaaaaaaaaaaaaaa2, arm64: ami-0bbbbbbbbbbbbbbb2 }',
    '+      us-gov-west-1: { amd64: ami-0aaaaaaaaaaaaaaa3 }',
  ]);
  t.regex(stdout, /~ eu-central-1 +amd64 ami-0123456789abcdef0 -> ami-0aaaaaaaaaaaaaaa1\n/);
  t.regex(stdout, /\+ eu-west-1 +amd64 ami-0aaaaaaaaaaaaaaa2 {2}arm64 ami-0bbbbbbbbbbbbbbb2\n/);
  t.regex(stdout, /3 images new, 1 changed, written to releases\/v1\.36\.4\.yaml/);
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('it works as a process of its own too, whose exit code a pipeline can read', async t => {
  const { directory, mirror } = t.context;
  const check = () =>
    clusterwright(['images', '-C', directory, '--from', mirror.url, '--check', '--detailed-exitcode']);
  t.is((await check()).exitCode, 2);
  await images(t.context);
  t.is((await check()).exitCode, 0);
});

test('who would roll is told: masters and pools of that release, region and architecture', async t => {
  const { stdout } = await images(t.context, '--dry-run', '--format', 'json');
  const { releases, written } = JSON.parse(stdout) as {
    written: boolean;
    releases: { rolls: { cluster: string; pool?: string; architecture: string }[] }[];
  };
  t.false(written);
  const rolls = releases.flatMap(one => one.rolls.map(({ cluster, pool = 'masters' }) => `${cluster} ${pool}`));
  t.deepEqual(rolls, ['dev-b masters', 'dev-b workers', 'prod-a masters', 'prod-a workers']);
});

test('a pool on the other architecture, or on another Flatcar, does not roll', async t => {
  edit(t.context, 'clusters/prod-a/workers.yaml', '\n  scaling:', '\n  flatcar: { version: 4593.2.6 }\n  scaling:');
  edit(
    t.context,
    release,
    '    amis:',
    `    alternatives:\n      4593.2.6:\n        eu-central-1: { amd64: ami-00000001 }\n    amis:`,
  );
  const other = published({ version: '4593.2.6', architecture: 'amd64' }, { 'eu-central-1': 'ami-00000001' });
  for (const [path, content] of Object.entries(other)) t.context.mirror.files.set(path, content);
  const { stdout, stderr } = await images(t.context, '--dry-run', '--arch', 'amd64');
  t.is(stderr, '');
  t.regex(stdout, /v1\.36\.4 {2}Flatcar 4593\.2\.6 .* current\n/);
  t.regex(stdout, /Would roll\n {2}dev-b +masters .*\n {2}dev-b +workers .*\n {2}prod-a +masters +3 nodes .*\n\n/);
});

test('a second run finds everything current, writes nothing and says so', async t => {
  await images(t.context);
  const before = textOf(t.context);
  const { exitCode, stdout } = await images(t.context, '--detailed-exitcode');
  t.is(exitCode, 0);
  t.regex(stdout, /1 release checked: every image is current/);
  t.is(textOf(t.context), before);
});

test('--check and --dry-run write nothing; with --detailed-exitcode a stale map is exit code 2', async t => {
  for (const flag of ['--check', '--dry-run']) {
    t.is((await images(t.context, flag)).exitCode, 0);
    const { exitCode, stdout } = await images(t.context, flag, '--detailed-exitcode');
    t.is(exitCode, 2);
    t.regex(stdout, /nothing written/);
    t.is(stdout.includes('-> ami-'), flag === '--dry-run');
  }
  t.deepEqual(diffOf(t.context), []);
});

test('one region and one architecture can be asked for', async t => {
  await images(t.context, '--region', 'eu-west-1', '--arch', 'arm64');
  t.deepEqual(diffOf(t.context), ['+      eu-west-1: { arm64: ami-0bbbbbbbbbbbbbbb2 }']);
});

test('a region that is misspelled is told', async t => {
  await refused(t, ['--region', 'eu-wset-1'], /published for eu-wset-1[\s\S]*did you mean "eu-west-1"/);
});

test('what is not published is kept, and another place may publish it', async t => {
  edit(
    t.context,
    release,
    '      eu-central-1: {',
    '      cn-north-1: { amd64: ami-0ccccccccccccccc1 }\n      eu-central-1: {',
  );
  const kept = await images(t.context, '--dry-run');
  t.regex(kept.stdout, /= cn-north-1 +amd64 ami-0ccccccccccccccc1 is not published: kept/);
  const list = imageList({ 'cn-north-1': 'ami-0ccccccccccccccc9', 'eu-central-1': 'ami-00000009' });
  t.context.mirror.files.set('/china/stable-amd64.json', list);
  const china = ['--from', `${t.context.mirror.url}/china/{channel}-{arch}.json`];
  const digests = [amd64, arm64].map(one => sha512(imageList(one)));
  const trusted = [...digests, sha512(list)].flatMap(digest => ['--sha512', digest]);
  const { exitCode, stderr } = await images(t.context, '--from', t.context.mirror.url, ...china, ...trusted);
  t.is(stderr, '');
  t.is(exitCode, 0);
  t.regex(textOf(t.context), /cn-north-1: \{ amd64: ami-0ccccccccccccccc9 \}/);
  t.regex(textOf(t.context), /eu-central-1: \{ amd64: ami-0aaaaaaaaaaaaaaa1,/);
});

test('a folder that mirrors the server is as good, and needs no network', async t => {
  const folder = join(t.context.directory, '.mirror');
  for (const [path, content] of t.context.mirror.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), String(content));
  }
  const { exitCode } = await images(t.context, '--from', folder);
  t.is(exitCode, 0);
  t.is(diffOf(t.context).length, 4);
  t.deepEqual(t.context.mirror.asked, []);
});

test("an alternative version for node pools is added beside the release's own", async t => {
  for (const architecture of ['amd64', 'arm64'] as const) {
    const id = architecture === 'amd64' ? 'ami-0000000a' : 'ami-0000000b';
    const files = published({ version: '4593.2.6', architecture }, { 'eu-central-1': id });
    for (const [path, content] of Object.entries(files)) t.context.mirror.files.set(path, content);
  }
  await images(t.context, 'v1.36.4', '--alternative', '4593.2.6');
  t.deepEqual(diffOf(t.context)[0], '+    alternatives:');
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('a Release whose map is empty is filled, though validate refuses it', async t => {
  edit(t.context, release, '      eu-central-1: { amd64: ami-0123456789abcdef0, arm64: ami-0fedcba9876543210 }\n', '');
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 1);
  const { exitCode, stderr } = await images(t.context);
  t.is(stderr, '');
  t.is(exitCode, 0);
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('a list that is not what its digest says changes nothing', async t => {
  const path = `/amd64-usr/${version}/flatcar_production_ami_all.json`;
  t.context.mirror.files.set(path, imageList({ 'eu-central-1': 'ami-0eeeeeeeeeeeeeee1' }));
  await refused(t, [], /flatcar_production_ami_all\.json has SHA-512 [0-9a-f]{128}, but [0-9a-f]{128} is published/);
  await refused(t, ['--sha512', 'a'.repeat(128)], /none of those given with --sha512/);
  t.context.mirror.files.delete(`${path}.DIGESTS`);
  await refused(
    t,
    [],
    /DIGESTS is not there \(HTTP 404\), so the list cannot be checked[\s\S]*this one has [0-9a-f]{128}/,
  );
});

test('a page that is no list is told as such, and nobody is asked to trust its digest', async t => {
  const path = `/amd64-usr/${version}/flatcar_production_ami_all.json`;
  t.context.mirror.files.set(path, '<html>Please sign in</html>');
  t.context.mirror.files.set(`${path}.DIGESTS`, '<html>Please sign in</html>');
  await refused(t, [], /flatcar_production_ami_all\.json is not JSON/);
});

test('Ctrl-C while a list is read ends with 130 and says so', async t => {
  const { mirror, directory } = t.context;
  mirror.files.set(`/amd64-usr/${version}/flatcar_production_ami_all.json`, () => void child.kill('SIGINT'));
  const child = startClusterwright(['images', '-C', directory, '--from', mirror.url]);
  let stderr = '';
  child.stderr?.on('data', chunk => {
    stderr += chunk;
  });
  t.is(await ended(child), 130);
  t.is(stderr, 'clusterwright: interrupted\n');
  t.deepEqual(diffOf(t.context), []);
});

test('a truncated list, a missing one and a slow place change nothing', async t => {
  const path = `/arm64-usr/${version}/flatcar_production_ami_all.json`;
  const list = String(t.context.mirror.files.get(path));
  t.context.mirror.files.set(path, list.slice(0, -20));
  await refused(t, [], /has SHA-512/);
  await refused(t, ['--sha512', sha512(list.slice(0, -20)), '--sha512', sha512(imageList(amd64))], /is not JSON/);
  t.context.mirror.files.set(path, () => undefined);
  await refused(t, ['--timeout', '0.2'], /was not read within 0\.2 s/);
  t.context.mirror.files.delete(path);
  await refused(t, [], /there are no images at .*\(HTTP 404\)/);
});

test('one file for both architectures is noticed', async t => {
  const list = imageList(amd64);
  t.context.mirror.files.set('/list.json', list);
  const args = ['--from', `${t.context.mirror.url}/list.json`, '--sha512', sha512(list)];
  await refused(t, args, /listed for both architectures/);
  t.is((await images(t.context, ...args, '--arch', 'amd64')).exitCode, 0);
});

test('a Release that there is not, and one without a version, are told', async t => {
  await refused(t, ['v1.36.5'], /there is no Release "v1\.36\.5"[\s\S]*did you mean "v1\.36\.4"/);
  edit(t.context, release, '    version: 4593.2.5\n', '');
  const { exitCode, stderr } = await images(t.context);
  t.is(exitCode, 1);
  t.regex(stderr, /does not say which Flatcar it is/);
});

for (const args of [
  ['--arch', 'x86_64'],
  ['--sha512', 'abc'],
  ['--timeout', '0'],
  ['--channel', 'edge'],
  ['--alternative', 'latest'],
]) {
  test(`${args.join(' ')} is wrong usage`, async t => {
    const { exitCode, stderr } = await images(t.context, ...args);
    t.is(exitCode, 64);
    t.regex(stderr, /is invalid/);
  });
}
