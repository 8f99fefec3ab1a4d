import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type _Object,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { inProcess } from '../../cli/in-process.js';
import type { Finished } from '../../cli/process.js';
import { type FleetEdit, filesOfFleet } from '../../fleets.js';
import { commitAll, writeFiles } from '../../git/scratch.js';
import { clientSettings } from '../../sandbox/local-sandbox.js';

export interface AppliedFleet {
  readonly folder: string;
  readonly sandbox: Sandbox;
  /** Runs a command on the fleet. */
  run(...args: readonly string[]): Promise<Finished>;
  /** Objects of the store by key. */
  objects(prefix?: string): Promise<ReadonlyMap<string, string>>;
  put(key: string, body: string): Promise<void>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

const Bucket = '111122223333-solo-store';

/** The smallest fleet on a sandbox of its own; applied, unless told otherwise. */
export async function appliedFleet(
  edits: readonly FleetEdit[] = [],
  { isApplied = true }: { readonly isApplied?: boolean } = {},
): Promise<AppliedFleet> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const sandbox = await startSandbox();
  const folder = mkdtempSync(join(tmpdir(), 'clusterwright-test-'));
  writeFiles(folder, Object.fromEntries(filesOfFleet('small', edits)));
  commitAll(folder, 'one cluster');
  const s3 = new S3Client({ ...clientSettings(sandbox), forcePathStyle: true });
  const run = (...args: readonly string[]) =>
    inProcess([...args, '-C', folder, '--endpoint-url', sandbox.url], sandbox.env);
  if (isApplied) {
    const { exitCode, stdout, stderr } = await run('apply', '--yes');
    if (exitCode !== 0) throw new Error(stdout + stderr);
  }
  const read = async ({ Key = '' }: _Object): Promise<[string, string]> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return [Key, (await Body?.transformToString()) ?? ''];
  };
  return {
    folder,
    sandbox,
    run,
    async objects(Prefix = '') {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return new Map(await Promise.all(Contents.map(read)));
    },
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async remove(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async close() {
      s3.destroy();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
