import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { startSandbox } from '../../src/sandbox/server.js';
import { clusterwright, exampleRepository, projectRoot } from './process.js';

const example = join(projectRoot, 'examples/fleet');
const somewhere = () => mkdtempSync(join(tmpdir(), 'clusterwright-test-'));

/** One sentence, and for anything but wrong usage a next step. */
const sentenceAndNextStep = /^clusterwright: [^\n]+\n {2}next {2}[^\n]+\n$/;

const wrongUsage: readonly (readonly string[])[] = [
  [],
  ['plann'],
  ['plan', '--fromat', 'json'],
  ['plan', '--format', 'xml'],
  ['sandbox', 'now'],
  ['render', '--out'],
];
for (const args of wrongUsage) {
  test(`wrong usage exits 64 and says so: clusterwright ${args.join(' ')}`, async t => {
    const { exitCode, stdout, stderr } = await clusterwright(args);
    t.is(exitCode, 64);
    t.is(stdout, '');
    t.regex(stderr, /error: |Usage: /);
  });
}

test('a misspelled command is told what was meant', async t => {
  const { stderr } = await clusterwright(['valdiate']);
  t.regex(stderr, /Did you mean validate\?/);
});

for (const command of ['validate', 'allocate', 'render', 'plan', 'apply']) {
  test(`${command} in a folder that is no fleet repository fails with a next step`, async t => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { exitCode, stdout, stderr } = await clusterwright([command, '-C', somewhere()], env);
    t.is(exitCode, 1);
    t.is(stdout, '');
    t.regex(stderr, sentenceAndNextStep);
  });

  test(`${command} in a folder that does not exist fails with a next step`, async t => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { exitCode, stderr } = await clusterwright([command, '-C', '/no/such/folder'], env);
    t.is(exitCode, 1);
    t.regex(stderr, sentenceAndNextStep);
  });
}

test('plan says when there is no commit yet', async t => {
  const directory = somewhere();
  execFileSync('git', ['init', '--quiet', directory]);
  writeFileSync(join(directory, 'fleet.yaml'), 'a: 1\n');
  const { exitCode, stderr } = await clusterwright(['plan', '-C', directory], {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
  t.is(exitCode, 1);
  t.regex(stderr, /has no commit yet\n/);
  t.regex(stderr, sentenceAndNextStep);
});

test('plan reports the mistakes of a commit as validate does, and plans nothing', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  writeFileSync(join(repository.directory, 'fleet.yaml'), 'apiVersion: clusterwright.io/v1alpha1\nkind: Fleet\n');
  await repository.commit('broken');
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const { exitCode, stdout, stderr } = await clusterwright(['plan', '-C', repository.directory], env);
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, /fleet\.yaml:1:1 {2}metadata\n {2}error CW1003/);
});

test('an endpoint that is not on this machine is refused before anything is called', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  for (const command of [['plan'], ['apply', '--yes']]) {
    const args = [...command, '-C', repository.directory];
    const aws = await clusterwright(args, { AWS_ENDPOINT_URL: 'https://cloudformation.eu-central-1.amazonaws.com' });
    t.is(aws.exitCode, 1);
    t.regex(aws.stderr, /is not on this machine/);
    t.regex(aws.stderr, sentenceAndNextStep);
    const none = await clusterwright(args);
    t.is(none.exitCode, 1);
    t.regex(none.stderr, /AWS_ENDPOINT_URL is not set/);
  }
});

test('an endpoint where nothing listens is one clear sentence', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const port = await freePort();
  const { exitCode, stderr } = await clusterwright(['plan', '-C', repository.directory], {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  t.is(exitCode, 1);
  t.regex(stderr, /cannot reach http:\/\/127\.0\.0\.1/);
  t.regex(stderr, sentenceAndNextStep);
});

test('missing credentials are one clear sentence, and nothing is written', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const sandbox = await startSandbox();
  t.teardown(() => sandbox.close());
  const env = { AWS_ENDPOINT_URL: sandbox.url, HOME: somewhere(), AWS_EC2_METADATA_DISABLED: 'true' };
  const { exitCode, stderr } = await clusterwright(['apply', '--yes', '-C', repository.directory], env);
  t.is(exitCode, 1);
  t.regex(stderr, /credentials/i);
  t.regex(stderr, sentenceAndNextStep);
  t.deepEqual(sandbox.calls(), []);
});

test('apply without a terminal and without --yes applies nothing', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const sandbox = await startSandbox();
  t.teardown(() => sandbox.close());
  const { exitCode, stderr } = await clusterwright(['apply', '-C', repository.directory], { ...sandbox.env });
  t.is(exitCode, 1);
  t.regex(stderr, /no terminal to ask on/);
  t.false(sandbox.calls().some(call => call.action === 'CreateChangeSet'));
});

test('an unknown cluster is told the name that was meant', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const args = ['plan', 'prod-b', '-C', repository.directory];
  const { exitCode, stderr } = await clusterwright(args, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  t.is(exitCode, 1);
  t.regex(stderr, /there is no cluster "prod-b"\n {2}next {2}did you mean "prod-a"\?/);
});

test('a plan that cannot be written leaves no half of a file behind', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const sandbox = await startSandbox();
  t.teardown(() => sandbox.close());
  const folder = somewhere();
  const args = ['plan', '-C', repository.directory, '--out', join(folder, 'missing/plan.json')];
  const { exitCode, stderr } = await clusterwright(args, { ...sandbox.env });
  t.is(exitCode, 1);
  t.regex(stderr, sentenceAndNextStep);
  t.deepEqual(readdirSync(folder), []);
});

test('render refuses to overwrite a folder that is not its own', async t => {
  const folder = somewhere();
  writeFileSync(join(folder, 'precious.txt'), 'mine');
  const { exitCode, stderr } = await clusterwright(['render', '-C', example, '--out', folder]);
  t.is(exitCode, 1);
  t.regex(stderr, sentenceAndNextStep);
  t.true(existsSync(join(folder, 'precious.txt')));
  t.deepEqual(readdirSync(folder), ['precious.txt']);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
