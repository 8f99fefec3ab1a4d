import { setTimeout as pause } from 'node:timers/promises';
import { ExecuteChangeSetCommand, SignalResourceCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { setNodeBehaviour } from '../../../src/sandbox/autoscaling/node-behaviour.js';
import { setImage } from '../../../src/sandbox/ec2/images.js';
import { deploy, history, propose, settled } from '../cloudformation/stack-driver.js';
import { accountA } from '../local-sandbox.js';
import type { NodeDriver } from './node-driver.js';
import { ask, elements, instances, nodeDriver, pool, untilInstances } from './node-driver.js';

const creation = '{ ResourceSignal: { Count: 2, Timeout: PT5M } }';
/** Leaves whoever signals from outside the time that it takes. */
const patient = creation.replace('PT5M', 'PT6H');

/** Starts to create the pool and returns at once. */
async function begin(driver: NodeDriver, template: string): Promise<void> {
  const input = { StackName: 'pool', ChangeSetType: 'CREATE' as const, TemplateBody: template };
  const { ChangeSetId } = await propose(driver, input);
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
}

async function until(driver: NodeDriver, event: RegExp): Promise<void> {
  while (!(await history(driver, 'pool')).some(line => event.test(line))) await pause(3);
}

test('a new group with a CreationPolicy waits for its nodes', async t => {
  const driver = await nodeDriver(t);
  t.is((await deploy(driver, 'pool', pool({ creation }))).StackStatus, 'CREATE_COMPLETE');
  const events = (await history(driver, 'pool')).filter(event => event.startsWith('Group '));
  const ids = (await instances(driver)).map(({ id }) => id);
  t.deepEqual(events, [
    'Group CREATE_IN_PROGRESS',
    'Group CREATE_IN_PROGRESS Resource creation Initiated',
    ...ids.map(id => `Group CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId ${id}`),
    'Group CREATE_COMPLETE',
  ]);
});

test('a new group whose nodes stay silent fails when its timeout is over, and takes them along', async t => {
  const driver = await nodeDriver(t, 3);
  await setNodeBehaviour(driver.world, { accountId: accountA }, 'silent');
  t.is((await deploy(driver, 'pool', pool({ creation }))).StackStatus, 'ROLLBACK_COMPLETE');
  t.true(
    (await history(driver, 'pool')).includes(
      'Group CREATE_FAILED Received 0 SUCCESS signal(s) out of 2.  Unable to satisfy 100% MinSuccessfulInstancesPercent requirement',
    ),
  );
  t.deepEqual(await instances(driver), []);
});

test('somebody else may signal for a silent node', async t => {
  const driver = await nodeDriver(t, 100);
  await setNodeBehaviour(driver.world, {}, 'silent');
  await begin(driver, pool({ creation: patient }));
  const nodes = await untilInstances(driver, found => found.length === 2);
  const signal = { StackName: 'pool', LogicalResourceId: 'Group', Status: 'SUCCESS' as const };
  for (const { id } of nodes) await driver.client.send(new SignalResourceCommand({ ...signal, UniqueId: id }));
  t.is((await settled(driver, 'pool')).StackStatus, 'CREATE_COMPLETE');
  await t.throwsAsync(driver.client.send(new SignalResourceCommand({ ...signal, UniqueId: 'late' })), {
    message: /^Stack arn:aws:cloudformation:.*:stack\/pool\/.* is in CREATE_COMPLETE state and cannot be signaled$/,
  });
});

test('a failure that is signalled fails the creation at once', async t => {
  const driver = await nodeDriver(t, 100);
  await setNodeBehaviour(driver.world, {}, 'silent');
  await begin(driver, pool({ creation: patient }));
  const [node] = await untilInstances(driver, found => found.length === 2);
  const signal = { StackName: 'pool', LogicalResourceId: 'Group', UniqueId: node?.id };
  await t.throwsAsync(
    driver.client.send(new SignalResourceCommand({ ...signal, Status: 'SUCCESS', LogicalResourceId: 'Nobody' })),
    { name: 'ValidationError' },
  );
  await driver.client.send(new SignalResourceCommand({ ...signal, Status: 'FAILURE' }));
  await until(driver, /^Group CREATE_FAILED Received 1 FAILURE signal\(s\) out of 2\. {2}Unable to satisfy 100%/);
  t.is((await settled(driver, 'pool')).StackStatus, 'ROLLBACK_COMPLETE');
});

test('a launching hook holds an instance until somebody completes it', async t => {
  const driver = await nodeDriver(t);
  const hook = `LifecycleHookSpecificationList:
        - { LifecycleHookName: ready, LifecycleTransition: autoscaling:EC2_INSTANCE_LAUNCHING, HeartbeatTimeout: 36000 }`;
  await deploy(driver, 'pool', pool({ min: 1, group: hook }));
  const [held] = await instances(driver);
  t.is(held?.state, 'Pending:Wait');
  const AutoScalingGroupName = elements(
    await ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingGroups' }),
    'AutoScalingGroupName',
  )[0];
  const action = {
    LifecycleHookName: 'ready',
    AutoScalingGroupName: AutoScalingGroupName ?? '',
    InstanceId: held?.id ?? '',
  };
  const heartbeat = await ask(driver, 'autoscaling', { Action: 'RecordLifecycleActionHeartbeat', ...action });
  t.is(heartbeat.status, 200);
  const complete = { Action: 'CompleteLifecycleAction', LifecycleActionResult: 'CONTINUE', ...action };
  t.is((await ask(driver, 'autoscaling', complete)).status, 200);
  t.is((await instances(driver))[0]?.state, 'InService');
  const again = await ask(driver, 'autoscaling', complete);
  t.is(again.status, 400);
  t.deepEqual(elements(again, 'Message'), [`No active Lifecycle Action found with instance ID ${held?.id}`]);
});

test('a terminating hook holds an instance until its heartbeat is over, and nobody waits for it', async t => {
  const driver = await nodeDriver(t);
  const more = `  Drain:
    Type: AWS::AutoScaling::LifecycleHook
    Properties:
      AutoScalingGroupName: !Ref Group
      LifecycleHookName: drain
      LifecycleTransition: autoscaling:EC2_INSTANCE_TERMINATING
      HeartbeatTimeout: 1800
      DefaultResult: CONTINUE`;
  const update = '{ AutoScalingRollingUpdate: { MaxBatchSize: 2 } }';
  await deploy(driver, 'pool', pool({ more, update }));
  const old = (await instances(driver)).map(({ id }) => id);
  const stack = await deploy(driver, 'pool', pool({ more, update, type: 'm6i.xlarge' }));
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  const draining = (await instances(driver)).filter(({ id }) => old.includes(id));
  t.deepEqual(
    draining.map(({ state }) => state),
    ['Terminating:Wait', 'Terminating:Wait'],
  );
  const left = await untilInstances(driver, found => found.every(({ id }) => !old.includes(id)));
  t.deepEqual(
    left.map(({ state }) => state),
    ['InService', 'InService'],
  );
});

test('a group whose image is gone does not stabilize', async t => {
  const driver = await nodeDriver(t);
  await setImage(driver.world, { accountId: accountA, region: 'eu-central-1' }, 'ami-0123456789abcdef0', true);
  t.is((await deploy(driver, 'pool', pool())).StackStatus, 'ROLLBACK_COMPLETE');
  t.true(
    (await history(driver, 'pool')).includes(
      "Group CREATE_FAILED Group did not stabilize. {current/minSize/maxSize} group size = {0/2/5}. Failed Scaling Activity: The image id '[ami-0123456789abcdef0]' does not exist. Launching EC2 instance failed.",
    ),
  );
});
