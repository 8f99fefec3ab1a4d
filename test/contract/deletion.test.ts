import { DescribeStackResourcesCommand, GetTemplateCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import test from 'ava';
import { creating } from './busy.js';
import { cfn, s3 } from './clients.js';
import type { Made } from './deploy.js';
import { create, propose } from './deploy.js';
import { bucket, parameter, template } from './fixtures.js';
import { bucketName, freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { describe, eventsOf, history, remove, settled } from './stacks.js';

const first = template({ One: parameter('1') });

async function gone(StackId: string): Promise<void> {
  await remove(StackId);
  await settled(StackId);
}

test('DEL-01, DEL-02, ST-18: a deleted stack is found by its ARN alone', async t => {
  const { StackName, StackId } = await create(first);
  await gone(StackId);
  const stack = await describe(StackId);
  t.is(stack.StackStatus, 'DELETE_COMPLETE');
  t.true(stack.DeletionTime instanceof Date);
  await refused(t, describe(StackName), invalid(/does not exist$/));
  const events = await history(StackId);
  t.is(events.at(-1), `${StackName} DELETE_COMPLETE`);
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName: StackId }));
  t.deepEqual(
    StackResources.map(({ LogicalResourceId, ResourceStatus }) => [LogicalResourceId, ResourceStatus]),
    [['One', 'DELETE_COMPLETE']],
  );
  t.is((await cfn.send(new GetTemplateCommand({ StackName: StackId }))).TemplateBody, first);
  const { StackSummaries = [] } = await cfn.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }));
  t.true(StackSummaries.some(summary => summary.StackId === StackId));
});

test('DEL-03: a name that was used makes another stack', async t => {
  const { StackName, StackId } = await create(first);
  await gone(StackId);
  const again = await create(first, { StackName });
  t.not(again.StackId, StackId);
  t.is((await describe(StackName)).StackId, again.StackId);
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('DEL-04: deleting what does not exist succeeds, and deleting again', async t => {
  await t.notThrowsAsync(remove(freshName()));
  const { StackId } = await create(first);
  await gone(StackId);
  await t.notThrowsAsync(remove(StackId));
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('DEL-05: a resource with DeletionPolicy Retain outlives its stack', async t => {
  const Bucket = bucketName();
  const { StackId } = await create(template({ Bucket: bucket(Bucket, 'Enabled', { DeletionPolicy: 'Retain' }) }));
  await gone(StackId);
  t.true((await history(StackId)).includes('Bucket DELETE_SKIPPED'));
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
  await t.notThrowsAsync(s3.send(new HeadBucketCommand({ Bucket })));
});

/** A stack whose deletion failed, because its bucket holds something. */
async function undeletable(): Promise<Made & { readonly Bucket: string }> {
  const Bucket = bucketName();
  const stack = await create(template({ Bucket: bucket(Bucket, 'Suspended'), One: parameter('1') }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'a' }));
  await gone(stack.StackId);
  return { ...stack, Bucket };
}

test('DEL-06, DEL-07, ST-17: what cannot be deleted is named, and retained on request', async t => {
  const { StackId, Bucket } = await undeletable();
  const stack = await describe(StackId);
  t.is(stack.StackStatus, 'DELETE_FAILED');
  t.regex(stack.StackStatusReason ?? '', /^The following resource\(s\) failed to delete: \[Bucket\]\. ?$/);
  t.true((await history(StackId)).includes('One DELETE_COMPLETE'));
  await remove(StackId, { RetainResources: ['Bucket'] });
  t.is((await settled(StackId)).StackStatus, 'DELETE_COMPLETE');
  t.true((await history(StackId)).includes('Bucket DELETE_SKIPPED'));
  await t.notThrowsAsync(s3.send(new HeadBucketCommand({ Bucket })));
});

test('DEL-07, DEL-08: resources are retained, and deletion forced, after a failure only', async t => {
  const { StackName } = await create(first);
  await refused(t, remove(StackName, { RetainResources: ['One'] }), invalid(/DELETE_FAILED/));
  await refused(t, remove(StackName, { DeletionMode: 'FORCE_DELETE_STACK' }), invalid(/DELETE_FAILED/));
});

test('DEL-08: a deletion is forced', async t => {
  const { StackId } = await undeletable();
  await remove(StackId, { DeletionMode: 'FORCE_DELETE_STACK' });
  t.is((await settled(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('DEL-09: a deletion succeeds once nothing is in the way', async t => {
  const { StackId, Bucket } = await undeletable();
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'key', VersionId: 'null' }));
  await gone(StackId);
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('DEL-10, ST-16: a stack may be deleted while it is created', async t => {
  const { StackId } = await creating();
  t.is((await describe(StackId)).StackStatus, 'CREATE_IN_PROGRESS');
  await gone(StackId);
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('DEL-11: an export in use keeps its stack', async t => {
  const name = freshName();
  const exporting = await create(
    template({ One: parameter('1') }, { Outputs: { O: { Value: 'a', Export: { Name: name } } } }),
  );
  const importing = await create(template({ One: parameter({ 'Fn::ImportValue': name }) }));
  await remove(exporting.StackName);
  const stack = await settled(exporting.StackName);
  t.not(stack.StackStatus, 'DELETE_COMPLETE');
  const reasons = (await eventsOf(exporting.StackId))
    .map(({ ResourceStatusReason }) => ResourceStatusReason)
    .join('\n');
  t.regex(
    `${stack.StackStatusReason}\n${reasons}`,
    new RegExp(`Cannot delete export ${name} as it is in use by ${importing.StackName}`),
  );
});

test('DEL-12: a stack under review is deleted with its change sets', async t => {
  const StackName = stackName();
  const { StackId = '' } = await propose({ StackName, ChangeSetType: 'CREATE', TemplateBody: first });
  await gone(StackId);
  await refused(t, describe(StackName), invalid(/does not exist/));
});

test('DEL-13: a bucket whose policy denies its deletion stays, and the stack tells why', async t => {
  const Bucket = bucketName();
  const { StackId } = await create(template({ Bucket: bucket(Bucket, 'Suspended') }));
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: `arn:aws:s3:::${Bucket}` }];
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await gone(StackId);
  t.is((await describe(StackId)).StackStatus, 'DELETE_FAILED');
  const failure = (await eventsOf(StackId)).find(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
  t.regex(failure?.ResourceStatusReason ?? '', /Access Denied|explicit deny/i);
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await gone(StackId);
  t.is((await describe(StackId)).StackStatus, 'DELETE_COMPLETE');
});
