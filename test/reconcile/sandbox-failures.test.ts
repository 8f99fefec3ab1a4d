import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import test from 'ava';
import { AppError } from '../../src/errors.js';
import type { Fleet } from '../../src/model/fleet.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import { clientSettings, localSandbox } from '../sandbox/local-sandbox.js';
import { applyExample, exampleWorld } from './example-world.js';
import { results } from './small-world.js';

const tenant = { accountId: '444455556666' };
const { signal } = new AbortController();

test('a stack that fails is rolled back and told with the first resource that failed; the other cluster is brought up', async t => {
  const sandbox = await localSandbox(t);
  const bucket = '444455556666-gauss-dev-b';
  const s3 = new S3Client({ ...clientSettings(sandbox, tenant), forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  const run = await applyExample(await exampleWorld(sandbox));
  const ended = results(run);
  t.is(ended['dev-b/tcs'], 'failed');
  t.is(ended['dev-b/tccpn'], 'blocked');
  t.is(ended['dev-b/tccp'], 'applied');
  t.is(ended['prod-a/tcnpf-batch'], 'applied');
  const failed = run.outcome.stacks.find(({ id }) => id === 'dev-b/tcs');
  t.is(failed?.status, 'ROLLBACK_COMPLETE');
  t.is(failed?.causes[0]?.logicalId, 'Bucket');
  t.regex(failed?.causes[0]?.reason ?? '', /already exists/);
  t.regex(failed?.problem?.hint ?? '', /delete-stack --stack-name gauss-dev-b-tcs --region eu-central-1/);
  const again = await applyExample(await exampleWorld(sandbox));
  t.is(results(again)['dev-b/tcs'], 'failed', 'it is not tried again');
  t.deepEqual(again.outcome.stacks.find(({ id }) => id === 'dev-b/tcs')?.causes, failed?.causes);
});

test('a stack of somebody else is refused by name and left as it is, and everything else is brought up', async t => {
  const sandbox = await localSandbox(t);
  const client = new CloudFormationClient(clientSettings(sandbox, tenant));
  const foreign = { StackName: 'gauss-dev-b-tccp' };
  const TemplateBody = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}},"Outputs":{"Theirs":{"Value":"1"}}}';
  await client.send(new CreateStackCommand({ ...foreign, TemplateBody }));
  await untilComplete(client, foreign.StackName);
  const before = await client.send(new DescribeStacksCommand(foreign));
  const run = await applyExample(await exampleWorld(sandbox));
  const refused = run.outcome.stacks.find(({ id }) => id === 'dev-b/tccp');
  t.is(refused?.problem?.code, 'foreign-stack');
  t.regex(refused?.problem?.message ?? '', /gauss-dev-b-tccp exists and does not belong to gauss\/dev-b/);
  t.is(results(run)['dev-b/tccpn'], 'blocked');
  t.is(results(run)['prod-a/tcnpf-batch'], 'applied');
  t.deepEqual((await client.send(new DescribeStacksCommand(foreign))).Stacks, before.Stacks);
});

test('an account whose role belongs to another one is refused before anything is written there, and the others go on', async t => {
  const sandbox = await localSandbox(t);
  const example = await exampleWorld(sandbox, [], withForeignApplyRole);
  const run = await applyExample(example);
  const problems = run.outcome.stacks.filter(({ cluster }) => cluster === 'dev-b').map(({ problem }) => problem?.code);
  t.true(problems.includes('wrong-account'));
  t.is(results(run)['prod-a/tcnpf-batch'], 'applied');
  const elsewhere = sandbox.calls().filter(({ accountId }) => accountId === '777788889999');
  t.deepEqual(
    elsewhere.map(({ action }) => action),
    ['GetCallerIdentity'],
  );
});

/** validate compares the ARNs of roles with the account's id; whom a role really belongs to, only AWS can tell. */
function withForeignApplyRole(fleet: Fleet): Fleet {
  const roleArn = 'arn:aws:iam::777788889999:role/clusterwright-apply';
  const clusters = fleet.clusters.map(cluster => {
    if (cluster.name !== 'dev-b') return cluster;
    return { ...cluster, account: { ...cluster.account, roles: { ...cluster.account.roles, apply: roleArn } } };
  });
  return { ...fleet, clusters };
}

test('without any account that can be read, the run ends with the reason', async t => {
  const sandbox = await localSandbox(t);
  const env = { ...sandbox.env, AWS_SECRET_ACCESS_KEY: 'wrong' };
  const example = await exampleWorld({ ...sandbox, env });
  const error = await t.throwsAsync(makePlan(example.world('plan'), { signal }), { instanceOf: AppError });
  t.is(error.code, 'invalid-credentials');
});

test('endpoints of single services in the environment are not used', async t => {
  const sandbox = await localSandbox(t);
  const names = ['CLOUDFORMATION', 'STS', 'S3', 'KMS'].map(service => `AWS_ENDPOINT_URL_${service}`);
  for (const name of names) process.env[name] = 'http://192.0.2.1:1';
  t.teardown(() => {
    for (const name of names) delete process.env[name];
  });
  const plan = await makePlan((await exampleWorld(sandbox)).world('plan'), { signal });
  t.true(plan.steps.every(({ action }) => action === 'create'));
});

async function untilComplete(client: CloudFormationClient, StackName: string): Promise<void> {
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    if (Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE') return;
  }
}
