import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import test from 'ava';

const server = pathToFileURL(join(import.meta.dirname, '../../src/sandbox/server.js')).href;
const Bucket = 'gauss-killed';
const contentOf = (key: string) => key.repeat(5000);

async function startProcess(stateDir: string): Promise<{ child: ChildProcess; s3: S3Client }> {
  const script = `import { startSandbox } from '${server}';
    const { url } = await startSandbox({ stateDir: process.argv[1] });
    console.log(url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, stateDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'clusterwright-sandbox' };
  const endpoint = line.toString().trim();
  return { child, s3: new S3Client({ endpoint, region: 'eu-central-1', maxAttempts: 1, credentials }) };
}

test('a sandbox killed while it writes starts again with everything it answered', async t => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-killed-'));
  t.teardown(() => rm(stateDir, { recursive: true, force: true }));
  const answered: string[] = [];
  for (let round = 0; round < 6; round++) {
    const { child, s3 } = await startProcess(stateDir);
    const exited = once(child, 'exit');
    if (round === 0) await s3.send(new CreateBucketCommand({ Bucket }));
    for (const Key of answered) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      t.is(await Body?.transformToString(), contentOf(Key));
    }
    const writers = [1, 2, 3, 4].map(async writer => {
      for (let count = 0; ; count++) {
        const Key = `${round}-${writer}-${count}`;
        const stored = await s3
          .send(new PutObjectCommand({ Bucket, Key, Body: contentOf(Key) }))
          .then(Boolean, () => false);
        if (!stored) return;
        answered.push(Key);
      }
    });
    await setTimeout(100 + Math.random() * 200);
    child.kill('SIGKILL');
    await Promise.all([...writers, exited]);
  }
  t.true(answered.length > 0);
});
