import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { clientSettings, localSandbox } from '../local-sandbox.js';
import { ask, seen } from './control-client.js';

const sandboxProcess = join(import.meta.dirname, '../cloudformation/sandbox-process.js');
const forever = ['-e', 'setInterval(() => {}, 1000)'];

function startProcess(t: ExecutionContext, args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  return { child, pid: child.pid ?? 0, exit };
}

const make = (s3: S3Client, Bucket: string) => seen(s3.send(new CreateBucketCommand({ Bucket })));
const exists = async (s3: S3Client, Bucket: string) =>
  (await seen(s3.send(new HeadBucketCommand({ Bucket })))) === 'ok';

for (const when of ['before', 'after'] as const) {
  test(`a process is killed at its second call, ${when} the effect`, async t => {
    const sandbox = await localSandbox(t);
    const { pid, exit } = startProcess(t, forever);
    await sandbox.faults.add({
      match: { action: 'CreateBucket' },
      effect: { kind: 'kill', pid, when },
      skip: 1,
      times: 1,
    });
    const s3 = new S3Client(clientSettings(sandbox));
    t.is(await make(s3, 'first'), 'ok');
    t.not(await make(s3, 'second'), 'ok');
    t.is((await exit)[1], 'SIGKILL');
    t.deepEqual([await exists(s3, 'first'), await exists(s3, 'second')], [true, when === 'after']);
    t.is(await make(s3, 'third'), 'ok');
  });

  test(`a sandbox that kills itself ${when} the effect keeps what it has done`, async t => {
    const stateDir = await mkdtemp(join(tmpdir(), 'clusterwright-kill-'));
    t.teardown(() => rm(stateDir, { recursive: true, force: true }));
    const { child, exit } = startProcess(t, [sandboxProcess, stateDir, '30']);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const killed = { url: line.toString().trim() };
    const rule = { match: { action: 'CreateBucket' }, effect: { kind: 'kill', pid: 'sandbox', when } };
    t.is((await ask(killed, 'POST faults', rule)).status, 201);
    t.not(await make(new S3Client(clientSettings(killed)), 'last'), 'ok');
    t.is((await exit)[1], 'SIGKILL');
    const again = await localSandbox(t, { stateDir });
    t.is(await exists(new S3Client(clientSettings(again)), 'last'), when === 'after');
  });
}

test('a process that is gone already changes nothing', async t => {
  const sandbox = await localSandbox(t);
  const { child, pid, exit } = startProcess(t, forever);
  child.kill('SIGKILL');
  await exit;
  await sandbox.faults.add({ effect: { kind: 'kill', pid } });
  t.is(await make(new S3Client(clientSettings(sandbox)), 'first'), 'ok');
});
