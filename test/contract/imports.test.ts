import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { makeBucket } from './buckets.js';
import { cfn } from './clients.js';
import { create, execute, propose, update } from './deploy.js';
import { bucket, parameter, template } from './fixtures.js';
import { bucketName, freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { sorted } from './sorted.js';
import { changesOf, describe, resource } from './stacks.js';

const retained = (name: string, Status = 'Suspended') => bucket(name, Status, { DeletionPolicy: 'Retain' });
const importing = (BucketName: string, LogicalResourceId = 'Bucket') => ({
  ChangeSetType: 'IMPORT' as const,
  ResourcesToImport: [{ ResourceType: 'AWS::S3::Bucket', LogicalResourceId, ResourceIdentifier: { BucketName } }],
});

/** A bucket that no stack owns. */
async function loneBucket(): Promise<string> {
  const name = bucketName();
  await makeBucket(name);
  return name;
}

test('IMP-01, ST-19, ST-20: a new stack takes over what there is', async t => {
  const name = await loneBucket();
  const StackName = stackName();
  const TemplateBody = template({ Bucket: retained(name) });
  const changeSet = await propose({ StackName, TemplateBody, ...importing(name) });
  t.is(changeSet.Status, 'CREATE_COMPLETE', changeSet.StatusReason);
  t.like(changesOf(changeSet).Bucket, { Action: 'Import', PhysicalResourceId: name });
  t.is((await describe(StackName)).StackStatus, 'REVIEW_IN_PROGRESS');
  t.is((await execute(changeSet)).StackStatus, 'IMPORT_COMPLETE');
  t.like(await resource(StackName, 'Bucket'), { PhysicalResourceId: name, ResourceStatus: 'IMPORT_COMPLETE' });
  await update(StackName, template({ Bucket: retained(name, 'Enabled') }));
});

test('IMP-02: so does a stack that exists', async t => {
  const name = await loneBucket();
  const { StackName } = await create(template({ One: parameter('1') }));
  const TemplateBody = template({ One: parameter('1'), Bucket: retained(name) });
  const changeSet = await propose({ StackName, TemplateBody, ...importing(name) });
  t.deepEqual(Object.keys(changesOf(changeSet)), ['Bucket']);
  t.is((await execute(changeSet)).StackStatus, 'IMPORT_COMPLETE');
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName }));
  t.deepEqual(sorted(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)), ['Bucket', 'One']);
});

test('IMP-03: what is imported needs a deletion policy', async t => {
  const name = await loneBucket();
  const TemplateBody = template({ Bucket: bucket(name, 'Suspended') });
  await refused(t, propose({ StackName: stackName(), TemplateBody, ...importing(name) }), invalid(/DeletionPolicy/));
});

/** AWS finds out at once or while it makes the change set. */
async function failure(input: Parameters<typeof propose>[0]): Promise<string> {
  return propose(input).then(
    ({ Status, StatusReason }) => `${Status} ${StatusReason}`,
    (error: Error) => `${error.name} ${error.message}`,
  );
}

test('IMP-04: what belongs to a stack, or does not exist, is not imported', async t => {
  const owned = bucketName();
  await create(template({ Bucket: bucket(owned, 'Suspended') }));
  for (const name of [owned, freshName()]) {
    const TemplateBody = template({ Bucket: retained(name) });
    t.regex(await failure({ StackName: stackName(), TemplateBody, ...importing(name) }), /^(FAILED|ValidationError) /);
  }
});

test('IMP-05: an import does nothing else', async t => {
  const name = await loneBucket();
  const { StackName } = await create(template({ One: parameter('1') }));
  const TemplateBody = template({ One: parameter('2'), Bucket: retained(name) });
  await refused(
    t,
    propose({ StackName, TemplateBody, ...importing(name) }),
    invalid(/^You have modified resources \[One\] in your template that are not being imported/),
  );
});
