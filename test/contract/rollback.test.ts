import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  ListStackResourcesCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { makeBucket } from './buckets.js';
import { updating } from './busy.js';
import { cfn, s3 } from './clients.js';
import type { Made } from './deploy.js';
import { create, execute, propose, update } from './deploy.js';
import { eventually } from './eventually.js';
import { bucket, chain, failing, parameter, template } from './fixtures.js';
import { bucketName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { describe, eventsOf, history, outputsOf, resource, settled } from './stacks.js';

const first = template({ One: parameter('1') });
const broken = template({ One: parameter('1'), Bad: failing({ DependsOn: 'One' }) });
const outputs = { Outputs: { Value: { Value: { 'Fn::GetAtt': ['One', 'Value'] } } } };
const value = (text: string, others: object = {}) => template({ One: parameter(text), ...others }, outputs);

async function live(StackName: string): Promise<string[]> {
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE').map(
    ({ LogicalResourceId = '' }) => LogicalResourceId,
  );
}

test('RB-01, RB-02, ST-06: a failed creation is rolled back, and nothing but deleted', async t => {
  const { StackName, StackId } = await create(broken, {}, 'ROLLBACK_COMPLETE');
  t.deepEqual(await live(StackId), []);
  const events = await eventsOf(StackId);
  const failure = events.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  t.is(failure?.LogicalResourceId, 'Bad');
  t.regex(failure?.ResourceStatusReason ?? '', /bucket does not exist/);
  const rollback = events.find(({ ResourceStatus }) => ResourceStatus === 'ROLLBACK_IN_PROGRESS');
  t.regex(
    rollback?.ResourceStatusReason ?? '',
    /^The following resource\(s\) failed to create: \[Bad\]\. ?Rollback requested by user\.?$/,
  );
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: first })),
    invalid(/is in ROLLBACK_COMPLETE state and can not be updated\.$/),
  );
});

test('RB-03, ST-04: without rollback, what was made stays', async t => {
  const nothing = await create(broken, { OnFailure: 'DO_NOTHING' }, 'CREATE_FAILED');
  t.is((await resource(nothing.StackId, 'One')).ResourceStatus, 'CREATE_COMPLETE');
  t.is((await resource(nothing.StackId, 'Bad')).ResourceStatus, 'CREATE_FAILED');
  const disabled = await create(broken, { DisableRollback: true }, 'CREATE_FAILED');
  t.true(disabled.DisableRollback);
  const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: broken });
  t.is((await execute(changeSet, { DisableRollback: true })).StackStatus, 'CREATE_FAILED');
});

test('RB-04: a creation that fails is deleted if that was asked for', async t => {
  const StackName = stackName();
  const input = { StackName, TemplateBody: broken, OnFailure: 'DELETE' as const };
  const { StackId = '' } = await cfn.send(new CreateStackCommand(input));
  t.is((await settled(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('RB-05, RB-06, ST-14: a failed update restores the previous state, which can be updated', async t => {
  const { StackName } = await create(value('1'));
  const bad = value('2', { New: parameter('new'), Bad: failing({ DependsOn: ['One', 'New'] }) });
  const stack = await update(StackName, bad, {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.is(outputsOf(stack).Value, '1');
  t.deepEqual(await live(StackName), ['One']);
  t.true((await history(StackName)).includes(`${StackName} UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS`));
  t.is(outputsOf(await update(StackName, value('3'))).Value, '3');
});

test('RB-07, RB-08, ST-11: an update without rollback stays half done, until it is rolled back', async t => {
  const { StackName } = await create(value('1'));
  const bad = value('2', { Bad: failing({ DependsOn: 'One' }) });
  await update(StackName, bad, { DisableRollback: true }, 'UPDATE_FAILED');
  t.is((await resource(StackName, 'One')).ResourceStatus, 'UPDATE_COMPLETE');
  t.is((await resource(StackName, 'Bad')).ResourceStatus, 'CREATE_FAILED');
  await cfn.send(new RollbackStackCommand({ StackName }));
  const stack = await settled(StackName);
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is(outputsOf(stack).Value, '1');
});

test('RB-09: a creation that stayed half done is rolled back to nothing', async t => {
  const { StackId } = await create(broken, { DisableRollback: true }, 'CREATE_FAILED');
  await cfn.send(new RollbackStackCommand({ StackName: StackId }));
  const { StackStatus } = await settled(StackId);
  t.true(['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'].includes(StackStatus ?? ''), StackStatus);
  t.deepEqual(await live(StackId), []);
});

test('RB-10: only what failed can be rolled back', async t => {
  const { StackName } = await create(first);
  await refused(t, cfn.send(new RollbackStackCommand({ StackName })), invalid(/CREATE_COMPLETE/));
});

test('RB-11: a corrected update goes forward from a failed one', async t => {
  const { StackName } = await create(value('1'));
  await update(StackName, value('2', { Bad: failing() }), { DisableRollback: true }, 'UPDATE_FAILED');
  t.is(outputsOf(await update(StackName, value('3'))).Value, '3');
});

/** A stack whose rollback failed, because its bucket had gone before its update. */
async function stuck(Bucket: string, others: object = {}): Promise<Made> {
  const body = (Status: string, text: string) =>
    template({ Bucket: bucket(Bucket, Status), One: parameter(text), ...others }, outputs);
  const { StackName } = await create(body('Enabled', '1'));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  return update(StackName, body('Suspended', '2'), {}, 'UPDATE_ROLLBACK_FAILED');
}

test('RB-12, RB-13, ST-15: a rollback that failed goes on once its cause is gone', async t => {
  const Bucket = bucketName();
  const { StackName } = await stuck(Bucket);
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: first })),
    invalid(/is in UPDATE_ROLLBACK_FAILED state and can not be updated\.$/),
  );
  await makeBucket(Bucket);
  await cfn.send(new ContinueUpdateRollbackCommand({ StackName }));
  const stack = await settled(StackName);
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is(outputsOf(stack).Value, '1');
});

test('RB-14, RB-16: a rollback leaves out what it is told to, of what failed', async t => {
  const { StackName } = await stuck(bucketName());
  await refused(
    t,
    cfn.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['One'] })),
    invalid(/One/),
  );
  await cfn.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['Bucket'] }));
  t.is((await settled(StackName)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is((await resource(StackName, 'Bucket')).ResourceStatus, 'UPDATE_COMPLETE');
});

test('RB-15: or all that failed', async t => {
  const { StackName } = await stuck(bucketName());
  const both = { StackName, ForceRollback: true, ResourcesToSkip: ['Bucket'] };
  await refused(t, cfn.send(new ContinueUpdateRollbackCommand(both)), invalid(/ForceRollback|ResourcesToSkip/));
  await cfn.send(new ContinueUpdateRollbackCommand({ StackName, ForceRollback: true }));
  t.is((await settled(StackName)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
});

test('RB-17: only a failed rollback goes on', async t => {
  const { StackName } = await create(first);
  await refused(t, cfn.send(new ContinueUpdateRollbackCommand({ StackName })), invalid(/CREATE_COMPLETE/));
});

test('RB-18: a running update is cancelled, and nothing else is', async t => {
  const idle = await create(first);
  await refused(
    t,
    cfn.send(new CancelUpdateStackCommand({ StackName: idle.StackName })),
    invalid(/CancelUpdateStack cannot be called from current stack status/),
  );
  const { StackName } = await updating();
  await eventually(
    () => describe(StackName),
    ({ StackStatus }) => StackStatus === 'UPDATE_IN_PROGRESS',
  );
  await cfn.send(new CancelUpdateStackCommand({ StackName }));
  t.is((await settled(StackName)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
});

test('RB-19, ST-07: what a failed creation cannot delete is told', async t => {
  const Bucket = bucketName();
  const StackName = stackName();
  const TemplateBody = template({
    Bucket: bucket(Bucket, 'Enabled'),
    ...chain(25, '1', { DependsOn: 'Bucket' }),
    Bad: failing({ DependsOn: 'Link24' }),
  });
  const { StackId = '' } = await cfn.send(new CreateStackCommand({ StackName, TemplateBody }));
  await eventually(
    () => history(StackId),
    lines => lines.includes('Bucket CREATE_COMPLETE'),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: 'in the way', Body: 'a' }));
  t.is((await settled(StackId)).StackStatus, 'ROLLBACK_FAILED');
  t.is((await resource(StackId, 'Bucket')).ResourceStatus, 'DELETE_FAILED');
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: first })),
    invalid(/is in ROLLBACK_FAILED state and can not be updated\.$/),
  );
});

const keeping = (DeletionPolicy: string) =>
  template({ One: bucket(bucketName(), 'Enabled', { DeletionPolicy }), Bad: failing({ DependsOn: 'One' }) });

const lastOfOne = async (StackId: string) => {
  const { StackResourceSummaries = [] } = await cfn.send(new ListStackResourcesCommand({ StackName: StackId }));
  const statuses = (await history(StackId)).filter(line => line.startsWith('One '));
  return StackResourceSummaries.length > 0 ? statuses.at(-1) : 'none';
};

test('RB-20: what a failed creation made is kept if its policy says so, unless it was made just now', async t => {
  const kept = await create(keeping('Retain'), {}, 'ROLLBACK_COMPLETE');
  t.is(await lastOfOne(kept.StackId), 'One DELETE_SKIPPED');
  const byPolicy = await create(keeping('RetainExceptOnCreate'), {}, 'ROLLBACK_COMPLETE');
  t.is(await lastOfOne(byPolicy.StackId), 'One DELETE_COMPLETE');
  const byOption = await create(keeping('Retain'), { RetainExceptOnCreate: true }, 'ROLLBACK_COMPLETE');
  t.is(await lastOfOne(byOption.StackId), 'One DELETE_COMPLETE');
});
