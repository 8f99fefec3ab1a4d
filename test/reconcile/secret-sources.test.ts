import { gunzipSync } from 'node:zlib';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { SecretsBundle } from '../../src/apply/secrets/bundle.js';
import type { Fleet } from '../../src/model/fleet.js';
import type { Plan } from '../../src/plan/plan.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import { planDocument } from '../../src/report/plan-document.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { memorySources } from '../observe/memory-sources.js';
import { certificateData, certificateLabels, vaultAuthority } from '../pki/cert-operator.js';
import { clientSettings, localSandbox } from '../sandbox/local-sandbox.js';
import { applyExample, type Edit, type ExampleWorld, exampleWorld } from './example-world.js';
import { type Run, results } from './small-world.js';

const { signal } = new AbortController();
const tenant = '111122223333';
const canary = 'hunter2-is-a-very-secret-token';
const parameter = '/payments/registry-token';
const registry: Edit = [
  'clusters/prod-a/cluster.yaml',
  '  tags: { cost-center: "4711" }',
  `  secrets:
    - { name: registry, path: /etc/registry/token, nodes: [workers], secretRef: { ssm: { name: ${parameter} } } }
  tags: { cost-center: "4711" }`,
];

const onlyProd = (fleet: Fleet): Fleet => ({
  ...fleet,
  clusters: fleet.clusters.filter(({ name }) => name === 'prod-a'),
});

function clients(sandbox: Sandbox) {
  const settings = clientSettings(sandbox, { accountId: tenant });
  return {
    ssm: new SSMClient(settings),
    kms: new KMSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
  };
}

function put(sandbox: Sandbox, Value: string) {
  const input = { Name: parameter, Value, Type: 'SecureString', Overwrite: true } as const;
  return clients(sandbox).ssm.send(new PutParameterCommand(input));
}

/** Every object of the cluster's bucket. */
async function objectsOf(sandbox: Sandbox): Promise<ReadonlyMap<string, string>> {
  const { s3 } = clients(sandbox);
  const Bucket = `${tenant}-gauss-prod-a`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const read = Contents.map(async ({ Key = '' }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return [Key, (await Body?.transformToString()) ?? ''] as const;
  });
  return new Map(await Promise.all(read));
}

/** A file of the workers' bundle that their stack names, decrypted as a node does it. */
async function fileOfWorkers({ world }: ExampleWorld, sandbox: Sandbox, path: string): Promise<string> {
  const { artifacts, ports } = world('plan');
  const stack = artifacts.stacks.find(({ id }) => id === 'prod-a/tcnp-workers');
  const live = stack && (await ports.stacks.stacks(stack.target, signal)).find(({ name }) => name === stack.stackName);
  const revision = live?.parameters.SecretsRevision ?? '';
  const bundle = JSON.parse((await objectsOf(sandbox)).get(`secrets/workers/${revision}.json`) ?? '') as SecretsBundle;
  const file = bundle.files.find(other => other.path === path);
  const EncryptionContext = { cluster: 'prod-a', role: 'workers', revision, file: path, part: '1/1' };
  const CiphertextBlob = Buffer.from(file?.ciphertexts[0] ?? '', 'base64');
  const { Plaintext } = await clients(sandbox).kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  return Buffer.from(Plaintext ?? []).toString();
}

const unsettled = ({ steps }: Plan) => steps.filter(({ action }) => action !== 'none');
const problems = (plan: Plan) => plan.steps.flatMap(({ id, problem }) => (problem ? [[id, problem] as const] : []));

/** As people and programs may have it before them: plain, and in what it could have been packed into. */
function holdsCanary(text: string): boolean {
  const packed = [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([base64]) => Buffer.from(base64, 'base64'));
  const texts = [text, ...packed.map(bytes => bytes.toString('latin1')), ...packed.map(unzipped)];
  return texts.some(one => one.includes(canary) || one.includes(encodeURIComponent(canary)));
}

function unzipped(bytes: Buffer): string {
  try {
    return gunzipSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}

function assertNowhere(t: ExecutionContext, runs: readonly Run[], texts: readonly string[]): void {
  for (const { plan, outcome, progress } of runs) {
    t.false(holdsCanary(JSON.stringify([planDocument(plan, 'gauss'), outcome, progress])));
  }
  for (const text of texts) t.false(holdsCanary(text));
}

test('a parameter reaches exactly its nodes, which roll when it changes, and stop when it is gone', async t => {
  const sandbox = await localSandbox(t);
  await put(sandbox, canary);
  const first = await exampleWorld(sandbox, [registry], onlyProd);
  const created = await applyExample(first);
  t.deepEqual(new Set(Object.values(results(created))), new Set(['applied']));
  t.is(await fileOfWorkers(first, sandbox, '/etc/registry/token'), canary);

  const again = await exampleWorld(sandbox, [registry], onlyProd);
  const settled = await applyExample(again);
  t.deepEqual(unsettled(settled.plan), []);
  t.deepEqual(
    again.connection.calls().filter(({ write }) => write),
    [],
  );
  const reads = again.connection.calls().filter(({ service }) => service === 'ssm' || service === 'kms');
  t.deepEqual(
    reads.map(({ action, count }) => [action, count]),
    [['GetParameters', 2]],
    'one for the plan, one for the tick',
  );

  await put(sandbox, `${canary}-2`);
  const changed = await applyExample(again);
  t.deepEqual(
    unsettled(changed.plan).map(({ id, changeClass }) => [id, changeClass]),
    [['prod-a/tcnp-workers', 'roll']],
  );
  t.is(results(changed)['prod-a/tcnp-workers'], 'applied');
  t.is(await fileOfWorkers(again, sandbox, '/etc/registry/token'), `${canary}-2`);

  await clients(sandbox).ssm.send(new DeleteParameterCommand({ Name: parameter }));
  const stopped = await applyExample(again);
  t.deepEqual(
    unsettled(stopped.plan).map(({ id, action }) => [id, action]),
    [['prod-a/tcnp-workers', 'stop']],
  );
  const [[, problem] = []] = problems(stopped.plan);
  t.regex(
    problem?.message ?? '',
    /^secret registry of prod-a \(clusters\/prod-a\/cluster\.yaml:\d+:\d+\): there is no parameter \/payments\/registry-token in account 111122223333, eu-central-1$/,
  );
  t.is(results(stopped)['prod-a/tcnp-workers'], 'failed');
  t.is(results(stopped)['prod-a/tcnp-batch'], 'unchanged');

  const logged = JSON.stringify(sandbox.log());
  assertNowhere(t, [created, settled, changed, stopped], [logged, ...(await objectsOf(sandbox)).values()]);
});

test('a parameter store that may not be read stops only the nodes that need it', async t => {
  const sandbox = await localSandbox(t);
  await sandbox.faults.add({ match: { service: 'ssm' }, effect: { kind: 'deny' } });
  const { world } = await exampleWorld(sandbox, [registry], onlyProd);
  const plan = await makePlan(world('plan'), { signal });
  t.deepEqual(
    problems(plan).map(([id, { code }]) => [id, code]),
    [['prod-a/tcnp-workers', 'access-denied']],
  );
  t.regex(
    problems(plan)[0]?.[1].message ?? '',
    /^secret registry of prod-a \(.*\): .*-plan may not call GetParameters in account/,
  );
  t.true(plan.steps.every(({ id, action }) => action === (id === 'prod-a/tcnp-workers' ? 'stop' : 'create')));
});

test('a parameter that changes between plan and apply is planned again', async t => {
  const sandbox = await localSandbox(t);
  await put(sandbox, canary);
  const world = await exampleWorld(sandbox, [registry], onlyProd);
  await applyExample(world);
  await put(sandbox, 'two');
  let ticks = 0;
  const run = await applyExample(world, ports => ({
    ...ports,
    sources: {
      ...ports.sources,
      parameters: {
        ...ports.sources.parameters,
        async versions(target, names, abort) {
          ticks += 1;
          // The first is the plan's.
          if (ticks === 2) await put(sandbox, 'three');
          return ports.sources.parameters.versions(target, names, abort);
        },
      },
    },
  }));
  const [workers] = run.outcome.stacks.filter(({ id }) => id === 'prod-a/tcnp-workers');
  t.like(workers, {
    result: 'failed',
    problem: { code: 'plan-stale', hint: 'plan again and look at what is different' },
  });
});

test('masters wait for certificates of Secrets, take them when they are there, and roll when they are renewed', async t => {
  const sandbox = await localSandbox(t);
  const sources = memorySources();
  const world = await exampleWorld(sandbox, [], fleet => ({ ...onlyProd(fleet), pki: { source: 'kubernetes' } }));
  const run = () =>
    applyExample(world, ports => ({ ...ports, sources: { ...ports.sources, kubernetes: sources.kubernetes } }));
  const waiting = await run();
  const held = ['prod-a/tccpn', 'prod-a/tcnp-batch', 'prod-a/tcnp-workers'];
  t.deepEqual(
    problems(waiting.plan).map(([id, { code, waits }]) => [id, code, waits]),
    held.map(id => [id, 'certificate-not-there', true]),
  );
  t.is(results(waiting)['prod-a/tccpn'], 'held');
  t.is(results(waiting)['prod-a/tccp'], 'applied');

  const authority = await vaultAuthority();
  const offer = async (hosts: readonly string[]) =>
    sources.putSecret(
      { namespace: 'prod-a', name: 'prod-a-api' },
      await certificateData(authority, { hosts, addresses: ['127.0.0.1', '172.31.0.1'] }),
      { labels: certificateLabels('prod-a', 'api') },
    );
  sources.putSecret({ namespace: 'prod-a', name: 'prod-a-sa' }, await certificateData(authority), {
    labels: certificateLabels('prod-a', 'service-account'),
  });
  await offer(['kubernetes']);
  const unfit = await run();
  t.like(problems(unfit.plan)[0]?.[1], { code: 'unusable-certificate' });
  t.regex(
    problems(unfit.plan)[0]?.[1].message ?? '',
    /^certificate api of prod-a is not for api\.prod-a\.k8s\.gauss\.example\.com, /,
  );

  const hosts = [
    '*.prod-a.k8s.gauss.example.com',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  await offer(hosts);
  const taken = await run();
  t.deepEqual(problems(taken.plan), []);
  for (const id of held) t.is(results(taken)[id], 'applied', id);

  const plan = async () =>
    makePlan(
      {
        ...world.world('plan', ports => ({ ...ports, sources: { ...ports.sources, kubernetes: sources.kubernetes } })),
      },
      { signal },
    );
  t.deepEqual(unsettled(await plan()), []);
  await offer(hosts);
  t.deepEqual(
    unsettled(await plan()).map(({ id, changeClass }) => [id, changeClass]),
    [['prod-a/tccpn', 'roll']],
  );
});
