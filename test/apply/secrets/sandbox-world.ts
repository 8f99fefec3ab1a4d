import { randomBytes } from 'node:crypto';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { SecretsPorts } from '../../../src/apply/secrets/ports.js';
import { kmsKey } from '../../../src/aws/keys.js';
import { s3Objects } from '../../../src/aws/objects.js';
import { names } from '../../../src/model/names.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { memorySources } from '../../observe/memory-sources.js';
import { exampleCluster, exampleFleet } from '../../pki/example-fleet.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const region = 'eu-central-1';
export const storeAccount = '444455556666';

/** The example cluster's and its store's buckets and keys on a sandbox of their own, through the real adapters. */
export interface SandboxWorld {
  readonly sandbox: Sandbox;
  readonly ports: SecretsPorts;
  /** The same buckets and keys through clients of their own, as a second applier has them. */
  readonly others: SecretsPorts;
  readonly clusterBucket: string;
  readonly clusterKeyArn: string;
  /** The cluster's account, for what a test does by hand. */
  readonly clusterS3: S3Client;
  readonly clusterKms: KMSClient;
  /** Every object of both buckets: bucket and key to body. */
  objects(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export async function sandboxWorld(): Promise<SandboxWorld> {
  const sandbox = await startSandbox();
  const store = clientsOf(storeAccount, sandbox);
  const cluster = clientsOf(exampleCluster.account.id, sandbox);
  const storeBucket = `${storeAccount}-${exampleFleet.name}-store`;
  const clusterBucket = names.bucket(exampleFleet, exampleCluster);
  await createBucket(store.s3, storeBucket);
  await createBucket(cluster.s3, clusterBucket);
  const storeKeyArn = await createKey(store.kms);
  const clusterKeyArn = await createKey(cluster.kms);
  const portsOf = (storeClients: Clients, clusterClients: Clients): SecretsPorts => ({
    storeObjects: s3Objects(storeClients.s3, storeBucket),
    storeKey: kmsKey(storeClients.kms, storeKeyArn),
    clusterObjects: s3Objects(clusterClients.s3, clusterBucket),
    sources: memorySources(),
    clusterKey: kmsKey(clusterClients.kms, clusterKeyArn),
    now: () => new Date(),
    randomBytes,
  });
  const [otherStore, otherCluster] = [clientsOf(storeAccount, sandbox), clientsOf(exampleCluster.account.id, sandbox)];
  return {
    sandbox,
    clusterBucket,
    clusterKeyArn,
    clusterS3: cluster.s3,
    clusterKms: cluster.kms,
    ports: portsOf(store, cluster),
    others: portsOf(otherStore, otherCluster),
    objects: async () =>
      new Map([...(await objectsIn(store.s3, storeBucket)), ...(await objectsIn(cluster.s3, clusterBucket))]),
    async close() {
      for (const { s3, kms } of [store, cluster, otherStore, otherCluster]) {
        s3.destroy();
        kms.destroy();
      }
      await sandbox.close();
    },
  };
}

interface Clients {
  readonly s3: S3Client;
  readonly kms: KMSClient;
}

function clientsOf(accountId: string, { url, env }: Sandbox): Clients {
  const credentials = { accessKeyId: accountId, secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' };
  const options = { endpoint: url, region, credentials };
  return { s3: new S3Client({ ...options, forcePathStyle: true }), kms: new KMSClient(options) };
}

async function createBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
}

async function createKey(kms: KMSClient): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? '';
}

async function objectsIn(s3: S3Client, Bucket: string): Promise<[string, string][]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Promise.all(
    Contents.map(async ({ Key = '' }): Promise<[string, string]> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return [`${Bucket}/${Key}`, (await Body?.transformToString()) ?? ''];
    }),
  );
}
