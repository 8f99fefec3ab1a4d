import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import test from 'ava';
import { sandbox } from '../../src/commands/sandbox.js';

function testContext() {
  const stop = new AbortController();
  const stdout = new PassThrough({ encoding: 'utf8' });
  const stderr = new PassThrough();
  const context = { stdout, stderr, env: {}, cwd: tmpdir(), signal: stop.signal, colour: false };
  return { stop, context, firstOutput: () => new Promise<string>(resolve => stdout.once('data', resolve)) };
}

test('it prints what a shell needs once it listens, serves, and ends when interrupted', async t => {
  const { stop, context, firstOutput } = testContext();
  const output = firstOutput();
  const exit = sandbox(context, { port: '0' });
  const lines = await output;
  const names = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_DEFAULT_REGION'];
  const script = 'eval "$0"; echo "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_REGION"';
  const { stdout } = await promisify(execFile)('sh', ['-euc', script, lines]);
  const [endpoint = '', accessKeyId = '', secretAccessKey = '', region = ''] = stdout.trim().split(' ');
  t.regex(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  t.true(
    lines
      .split('\n')
      .every(line => line === '' || line.startsWith('#') || names.some(name => line.startsWith(`export ${name}=`))),
  );
  const sts = new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  t.is((await sts.send(new GetCallerIdentityCommand({}))).Account, '000000000000');
  stop.abort();
  t.is(await exit, 130);
  await t.throwsAsync(fetch(endpoint));
});

test('a port that is in use, or no port, is refused with a hint', async t => {
  const taken = createServer();
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', () => resolve()));
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const inUse = await t.throwsAsync(sandbox(testContext().context, { port: String(port) }), { code: 'port-unusable' });
  t.is(inUse.message, `the sandbox cannot listen on port ${port}: it is in use`);
  for (const bad of ['x', '-1', '65536', '']) {
    await t.throwsAsync(sandbox(testContext().context, { port: bad }), { code: 'bad-port' });
  }
});

test('a folder that is not a state folder is refused', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-command-'));
  t.teardown(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'notes.txt'), 'mine');
  await t.throwsAsync(sandbox(testContext().context, { state: directory }), { code: 'foreign-state-folder' });
});
