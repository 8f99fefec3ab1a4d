import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import test, { type ExecutionContext } from 'ava';
import { connect } from '../../src/aws/connect.js';
import { type Canary, keyCanary, leaks, textCanary } from '../canary/leaks.js';
import { clusterwright, type Environment, startSandboxProcess } from '../cli/process.js';
import { type FleetEdit, filesOfFleet, tellingFleet } from '../fleets.js';
import { commitAll, scratchFolder, writeFiles } from '../git/scratch.js';
import { clusterAt, type Node, pki, threeMasters } from '../reconcile/cluster-in-sandbox.js';
import { encryptionKeys } from '../reconcile/trust.js';

const names = ['ca', 'etcd-ca', 'kubelet-ca', 'service-account', 'encryption'];
const rotating = pki(`{ rotations: [${names.map(name => `{ name: ${name}, generation: 2 }`).join(', ')}] }`);

/** A secret of the team's own, by reference. */
const registryToken = 'a token that opens the registry of the team';
const byReference: FleetEdit = [
  'fleet.yaml',
  '  connect: none\n',
  '  connect: none\n  secrets: [{ name: token, path: /etc/registry/token, secretRef: { ssm: { name: /one/token } } }]\n',
];

const specs = (edits: readonly FleetEdit[]) =>
  Object.fromEntries(filesOfFleet('small', [...threeMasters, byReference, ...edits]));

test('no key is in anything that a whole run writes, prints or leaves in the accounts', async t => {
  const state = scratchFolder(t, {});
  const rendered = scratchFolder(t, {});
  const sandbox = await startSandboxProcess(['--state', join(state, 'sandbox')]);
  t.teardown(() => sandbox.stop());
  const folder = scratchFolder(t, specs([]));
  commitAll(folder, 'one cluster');
  const written = new Map<string, Buffer>();
  const run = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await clusterwright([...args, '-C', folder], {
      ...sandbox.env,
      CLUSTERWRIGHT_DEBUG: '1',
    });
    written.set(`output ${written.size} of ${args.join(' ')}`, Buffer.from(stdout + stderr));
    return exitCode;
  };
  t.is(await run('render', '--out', join(rendered, 'all')), 0);
  await storeToken(t, sandbox.env);
  t.is(await run('apply', '--yes'), 0);
  writeFiles(folder, specs([rotating]));
  commitAll(folder, 'rotate');
  t.is(await run('plan', '--format', 'json', '--out', join(rendered, 'plan.json')), 0);
  t.is(await run('apply', '--yes'), 0);
  // The second step meets a key that does not encrypt.
  const fault = {
    match: { service: 'kms', action: 'Encrypt' },
    effect: { kind: 'error', status: 400, code: 'DisabledException' },
  };
  await control(sandbox.env, 'faults', fault);
  t.is(await run('apply', '--yes'), 1);
  await control(sandbox.env, 'reset', {});
  t.is(await run('plan'), 0);

  const canaries = await canariesOf(t, sandbox.env);
  for (const [what, bytes] of await inAccount(sandbox.env)) written.set(what, bytes);
  for (const what of ['calls', 'events', 'stacks', 'faults']) {
    const reply = await fetch(`${sandbox.env.AWS_ENDPOINT_URL}/_sandbox/${what}`);
    written.set(`/_sandbox/${what}`, Buffer.from(await reply.arrayBuffer()));
  }
  for (const place of [state, rendered]) {
    for (const [file, bytes] of await filesIn(place)) written.set(file, bytes);
  }
  t.true(canaries.length >= 30 && written.size >= 100, `${canaries.length} secrets, ${written.size} texts`);
  const found = [...written].flatMap(([what, bytes]) => leaks(canaries, bytes).map(name => `${name} in ${what}`));
  t.deepEqual(found, []);
  const [planted] = canaries;
  const plant = Buffer.concat([...written.values(), planted?.traces[0] ?? Buffer.alloc(0)]);
  t.deepEqual(leaks(canaries.slice(0, 1), plant), [planted?.name], 'one that is planted among all of it is found');
});

/** Everything private that nodes have, and what the store has beside it. */
async function canariesOf(t: ExecutionContext, env: Environment): Promise<readonly Canary[]> {
  const connection = connect(env, Date.now);
  t.teardown(() => connection.close());
  const fleet = await tellingFleet('small', [...threeMasters, byReference, rotating]);
  const ports = { plan: connection.as('plan'), apply: connection.as('apply') };
  const at = await clusterAt(fleet, { moment: new Date().toISOString(), ports });
  const nodes = await at.nodes();
  const shown = inspect(ports, { depth: null, showHidden: true });
  const key = ports.apply.storage.key(fleet.store, 'alias/solo-store');
  const { signal } = new AbortController();
  const kept: Canary[] = [];
  for (const [id, bytes] of await inAccount(env)) {
    const [, path = ''] = /\/(pki\/one\/[^/]+\/[^/]+\.json)$/.exec(id) ?? [];
    if (path === '') continue;
    const { cluster, name, generation, ciphertext } = JSON.parse(bytes.toString()) as Record<string, string>;
    const context = { cluster: cluster ?? '', name: name ?? '', generation: generation ?? '' };
    const plain = await key.decrypt(Buffer.from(ciphertext ?? '', 'base64'), context, signal);
    const issued = JSON.parse(plain.reveal().toString()) as { key: string };
    kept.push(canaryOf(`${name} ${generation}`, issued.key));
  }
  const tokens = nodes.flatMap(node => {
    t.is(node.files.get('/etc/registry/token'), registryToken, `${node.name} has it`);
    return [textCanary(`token of ${node.name}`, registryToken)];
  });
  const canaries = [...kept, ...nodes.flatMap(keysOf), ...tokens];
  t.deepEqual(leaks(canaries, Buffer.from(shown)), [], 'what is shown of an applier tells nothing');
  return canaries;
}

async function storeToken(t: ExecutionContext, env: Environment): Promise<void> {
  const ssm = new SSMClient(settingsOf(env));
  t.teardown(() => ssm.destroy());
  await ssm.send(new PutParameterCommand({ Name: '/one/token', Type: 'SecureString', Value: registryToken }));
}

function keysOf(node: Node): readonly Canary[] {
  const keys = [...node.files].filter(([path]) => path.endsWith('.key'));
  const encryption = node.isMaster ? encryptionKeys(node) : [];
  return [
    ...keys.map(([path, pem]) => canaryOf(`${path} of ${node.name}`, pem)),
    ...encryption.map(key => canaryOf(`encryption of ${node.name}`, key.split(' ')[1] ?? '')),
  ];
}

function canaryOf(name: string, key: string): Canary {
  return key.startsWith('-----') ? keyCanary(name, key) : textCanary(name, Buffer.from(key, 'base64'));
}

function settingsOf(env: Environment) {
  return {
    endpoint: env.AWS_ENDPOINT_URL ?? '',
    region: 'eu-central-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' },
  };
}

/** Objects of all buckets, and what CloudFormation tells of all stacks. */
async function inAccount(env: Environment): Promise<ReadonlyMap<string, Buffer>> {
  const settings = settingsOf(env);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const found = new Map<string, Buffer>();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket = '' } of Buckets) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      found.set(`${Bucket}/${Key}`, Buffer.from((await Body?.transformToByteArray()) ?? []));
    }
  }
  const cloudFormation = new CloudFormationClient(settings);
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  for (const stack of Stacks) {
    const of = { StackName: stack.StackId };
    const told = [
      stack,
      (await cloudFormation.send(new GetTemplateCommand(of))).TemplateBody,
      (await cloudFormation.send(new DescribeStackEventsCommand(of))).StackEvents,
    ];
    found.set(`stack ${stack.StackName}`, Buffer.from(JSON.stringify(told)));
  }
  s3.destroy();
  cloudFormation.destroy();
  return found;
}

async function filesIn(folder: string): Promise<readonly (readonly [string, Buffer])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async file => [file, await readFile(file)] as const));
}

async function control(env: Environment, what: string, body: object): Promise<void> {
  const reply = await fetch(`${env.AWS_ENDPOINT_URL}/_sandbox/${what}`, { method: 'POST', body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
}
