import {
  ContinueUpdateRollbackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { DeleteBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { cfn, s3 } from './clients.js';
import type { Made } from './deploy.js';
import { create, execute, propose, update } from './deploy.js';
import { detect, detected, driftsOf } from './drift.js';
import { bucket, failing, parameter, template } from './fixtures.js';
import { bucketName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { sorted } from './sorted.js';
import { changesOf, describe, resource, settled } from './stacks.js';

interface Versioned extends Made {
  readonly Bucket: string;
  readonly body: string;
}

/** A stack with a bucket, which can be changed through S3, and a parameter. */
async function versioned(): Promise<Versioned> {
  const Bucket = bucketName();
  const body = template({ Bucket: bucket(Bucket, 'Enabled'), One: parameter('1') });
  return { ...(await create(body)), Bucket, body };
}

async function tampered(): Promise<Versioned> {
  const stack = await versioned();
  const VersioningConfiguration = { Status: 'Suspended' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: stack.Bucket, VersioningConfiguration }));
  return stack;
}

async function bereft(): Promise<Versioned> {
  const stack = await versioned();
  await s3.send(new DeleteBucketCommand({ Bucket: stack.Bucket }));
  return stack;
}

test('DR-01, DR-02: what nobody touched is in sync', async t => {
  const { StackName, StackId, DriftInformation } = await versioned();
  t.is(DriftInformation?.StackDriftStatus, 'NOT_CHECKED');
  const { StackDriftDetectionId } = await cfn.send(new DetectStackDriftCommand({ StackName }));
  t.regex(StackDriftDetectionId ?? '', /^[0-9a-f-]{36}$/);
  t.like(await detected(StackDriftDetectionId), {
    StackId,
    StackDriftDetectionId,
    DetectionStatus: 'DETECTION_COMPLETE',
    StackDriftStatus: 'IN_SYNC',
    DriftedStackResourceCount: 0,
  });
  const after = await describe(StackName);
  t.is(after.DriftInformation?.StackDriftStatus, 'IN_SYNC');
  t.true(after.DriftInformation?.LastCheckTimestamp instanceof Date);
  const drifts = await driftsOf(StackName);
  t.deepEqual(
    sorted(
      drifts.map(
        ({ LogicalResourceId, StackResourceDriftStatus }) => `${LogicalResourceId} ${StackResourceDriftStatus}`,
      ),
    ),
    ['Bucket IN_SYNC', 'One IN_SYNC'],
  );
  t.is((await resource(StackName, 'Bucket')).DriftInformation?.StackResourceDriftStatus, 'IN_SYNC');
});

test('DR-03, DR-05: a changed property is told with both values', async t => {
  const { StackName, StackId, Bucket } = await tampered();
  t.like(await detect(StackName), { StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 });
  const [drift] = await driftsOf(StackName, { StackResourceDriftStatusFilters: ['MODIFIED'] });
  t.like(drift, {
    StackId,
    LogicalResourceId: 'Bucket',
    PhysicalResourceId: Bucket,
    ResourceType: 'AWS::S3::Bucket',
    StackResourceDriftStatus: 'MODIFIED',
  });
  t.deepEqual(drift?.PropertyDifferences, [
    {
      PropertyPath: '/VersioningConfiguration/Status',
      ExpectedValue: 'Enabled',
      ActualValue: 'Suspended',
      DifferenceType: 'NOT_EQUAL',
    },
  ]);
  t.is(JSON.parse(drift?.ExpectedProperties ?? '{}').VersioningConfiguration.Status, 'Enabled');
  t.is(JSON.parse(drift?.ActualProperties ?? '{}').VersioningConfiguration.Status, 'Suspended');
});

test('DR-05: what the template does not set is not compared', async t => {
  const Bucket = bucketName();
  const { StackName } = await create(
    template({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } } }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  t.is((await detect(StackName)).StackDriftStatus, 'IN_SYNC');
});

test('DR-04: a resource that is gone is deleted', async t => {
  const { StackName } = await bereft();
  t.like(await detect(StackName), { StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 });
  const [drift] = await driftsOf(StackName, { StackResourceDriftStatusFilters: ['DELETED'] });
  t.like(drift, { LogicalResourceId: 'Bucket', StackResourceDriftStatus: 'DELETED' });
  t.is(drift?.ExpectedProperties, undefined);
  t.is(drift?.ActualProperties, undefined);
  t.deepEqual(drift?.PropertyDifferences ?? [], []);
});

test('DR-06: drifts are filtered by status, and detection by resource', async t => {
  const { StackName } = await tampered();
  await detect(StackName, { LogicalResourceIds: ['One'] });
  t.deepEqual(
    (await driftsOf(StackName)).map(({ LogicalResourceId }) => LogicalResourceId),
    ['One'],
  );
  await detect(StackName);
  const ids = async (...StackResourceDriftStatusFilters: string[]) =>
    (await driftsOf(StackName, { StackResourceDriftStatusFilters })).map(({ LogicalResourceId }) => LogicalResourceId);
  t.deepEqual(await ids('IN_SYNC'), ['One']);
  t.deepEqual(await ids('MODIFIED', 'DELETED'), ['Bucket']);
});

test('DR-07: one resource is looked at at once', async t => {
  const { StackName } = await tampered();
  const detectOne = async (LogicalResourceId: string) =>
    (await cfn.send(new DetectStackResourceDriftCommand({ StackName, LogicalResourceId }))).StackResourceDrift;
  t.like(await detectOne('Bucket'), { LogicalResourceId: 'Bucket', StackResourceDriftStatus: 'MODIFIED' });
  t.like(await detectOne('One'), { StackResourceDriftStatus: 'IN_SYNC' });
  await refused(t, detectOne('Two'), invalid(/Two/));
});

test('DR-08: a stack that is not settled well is not looked at', async t => {
  const failed = await create(template({ One: parameter('1'), Bad: failing() }), {}, 'ROLLBACK_COMPLETE');
  const reviewed = await propose({
    StackName: stackName(),
    ChangeSetType: 'CREATE',
    TemplateBody: template({ One: parameter('1') }),
  });
  for (const StackName of [failed.StackId, reviewed.StackId]) {
    await refused(t, cfn.send(new DetectStackDriftCommand({ StackName })), invalid(/./));
  }
});

test('DR-09: a detection that nobody began is refused', async t => {
  const StackDriftDetectionId = '00000000-0000-4000-8000-000000000000';
  await refused(t, cfn.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId })), invalid(/./));
});

test('DR-11: what a rollback skipped is looked at by itself only', async t => {
  const Bucket = bucketName();
  const body = (Status: string) => template({ Bucket: bucket(Bucket, Status), One: parameter('1') });
  const { StackName } = await create(body('Enabled'));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  await update(StackName, body('Suspended'), {}, 'UPDATE_ROLLBACK_FAILED');
  await cfn.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['Bucket'] }));
  t.is((await settled(StackName)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  await detect(StackName);
  t.is((await resource(StackName, 'Bucket')).DriftInformation?.StackResourceDriftStatus, 'NOT_CHECKED');
  const input = { StackName, LogicalResourceId: 'Bucket' };
  const { StackResourceDrift } = await cfn.send(new DetectStackResourceDriftCommand(input));
  t.is(StackResourceDrift?.StackResourceDriftStatus, 'DELETED');
});

test('DR-13: before any detection there are no results', async t => {
  const { StackName } = await versioned();
  t.deepEqual(await driftsOf(StackName), []);
});

const reverting = { DeploymentMode: 'REVERT_DRIFT' as const };

test('RD-01, RD-02, RD-03: drift is shown and reverted', async t => {
  const { StackName, Bucket, body } = await tampered();
  const changeSet = await propose({ StackName, TemplateBody: body, ...reverting });
  t.like(changeSet, { Status: 'CREATE_COMPLETE', DeploymentMode: 'REVERT_DRIFT', StackDriftStatus: 'DRIFTED' });
  const { Bucket: change, ...others } = changesOf(changeSet);
  t.deepEqual(others, {});
  t.like(change, {
    Action: 'Modify',
    Replacement: 'False',
    ResourceDriftStatus: 'MODIFIED',
    PhysicalResourceId: Bucket,
  });
  const detail = change?.Details?.find(({ Target }) => Target?.Path === '/Properties/VersioningConfiguration/Status');
  t.like(detail?.Target, {
    BeforeValue: 'Suspended',
    AfterValue: 'Enabled',
    BeforeValueFrom: 'ACTUAL_STATE',
    AfterValueFrom: 'TEMPLATE',
  });
  t.like(detail?.Target?.Drift, { PreviousValue: 'Enabled', ActualValue: 'Suspended' });
  t.true(detail?.Target?.Drift?.DriftDetectionTimestamp instanceof Date);
  t.is((await execute(changeSet)).StackStatus, 'UPDATE_COMPLETE');
  t.is((await detect(StackName)).StackDriftStatus, 'IN_SYNC');
});

test('RD-04: what is gone is made again', async t => {
  const { StackName, body } = await bereft();
  const changeSet = await propose({ StackName, TemplateBody: body, ...reverting });
  t.is(changesOf(changeSet).Bucket?.ResourceDriftStatus, 'DELETED');
  t.is((await execute(changeSet)).StackStatus, 'UPDATE_COMPLETE');
  t.is((await detect(StackName)).StackDriftStatus, 'IN_SYNC');
});

test('RD-05: a template that says what is there only brings the records up to date', async t => {
  const { StackName, body } = await tampered();
  const TemplateBody = body.replace('"Enabled"', '"Suspended"');
  const changeSet = await propose({ StackName, TemplateBody, ...reverting });
  t.is(changesOf(changeSet).Bucket?.Action, 'SyncWithActual');
  t.is((await execute(changeSet)).StackStatus, 'UPDATE_COMPLETE');
  t.is((await detect(StackName)).StackDriftStatus, 'IN_SYNC');
});

test('RD-06: without drift and change there is nothing to do', async t => {
  const { StackName, body } = await versioned();
  const changeSet = await propose({ StackName, TemplateBody: body, ...reverting });
  t.is(changeSet.Status, 'FAILED');
  t.regex(changeSet.StatusReason ?? '', /No updates|didn't contain changes/);
});

test('RD-09: other change sets do not look at what is there', async t => {
  const { StackName, body } = await tampered();
  const changeSet = await propose({ StackName, TemplateBody: body.replace('"1"', '"2"') });
  t.is(changeSet.DeploymentMode, undefined);
  t.is(changeSet.StackDriftStatus, undefined);
  t.deepEqual(Object.keys(changesOf(changeSet)), ['One']);
  t.is(changesOf(changeSet).One?.ResourceDriftStatus, undefined);
});
