import test from 'ava';
import { setNodeBehaviour } from '../../../src/sandbox/autoscaling/node-behaviour.js';
import { deploy, history, outputs } from '../cloudformation/stack-driver.js';
import type { NodeDriver } from './node-driver.js';
import { ask, instances, nodeDriver, pool } from './node-driver.js';

const signals = 'WaitOnResourceSignals: true, PauseTime: PT5M';
const oneByOne = `{ AutoScalingRollingUpdate: { MaxBatchSize: 1, MinInstancesInService: 1, ${signals} } }`;

/** What happened to the group in the last update. */
async function groupEvents(driver: NodeDriver): Promise<string[]> {
  const events = await history(driver, 'pool');
  const last = events.findLastIndex(event => event.startsWith('pool UPDATE_IN_PROGRESS'));
  return events.slice(last).filter(event => event.startsWith('Group '));
}

test('a stack brings its group to the desired capacity, spread over zones', async t => {
  const driver = await nodeDriver(t);
  const stack = await deploy(driver, 'pool', pool({ min: 1, desired: 4 }));
  t.is(stack.StackStatus, 'CREATE_COMPLETE');
  const found = await instances(driver);
  t.deepEqual(
    found.map(({ state, version }) => [state, version]),
    Array.from({ length: 4 }, () => ['InService', '1']),
  );
  t.deepEqual(found.map(({ zone }) => zone).sort(), [
    'eu-central-1a',
    'eu-central-1a',
    'eu-central-1b',
    'eu-central-1b',
  ]);
});

test('obsolete instances are replaced in batches that wait for signals', async t => {
  const driver = await nodeDriver(t);
  await deploy(driver, 'pool', pool({ update: oneByOne }));
  const old = (await instances(driver)).map(({ id }) => id);
  const stack = await deploy(driver, 'pool', pool({ update: oneByOne, type: 'm6i.xlarge' }));
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  const fresh = (await instances(driver)).map(({ id }) => id);
  t.deepEqual(
    (await groupEvents(driver)).map(event => event.replace('Group UPDATE_IN_PROGRESS ', '')),
    [
      'Group UPDATE_IN_PROGRESS',
      'Rolling update initiated. Terminating 2 obsolete instance(s) in batches of 1, while keeping at least 1 instance(s) in service. Waiting on resource signals with a timeout of PT5M when new instances are added to the autoscaling group.',
      'Temporarily setting autoscaling group MinSize and DesiredCapacity to 2.',
      `Terminating instance(s) [${old[0]}]; replacing with 1 new instance(s).`,
      `Successfully terminated instance(s) [${old[0]}] (Progress 50%).`,
      'New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a timeout of PT5M.',
      `Received SUCCESS signal with UniqueId ${fresh[0]}`,
      `Terminating instance(s) [${old[1]}]; replacing with 1 new instance(s).`,
      `Successfully terminated instance(s) [${old[1]}] (Progress 100%).`,
      'New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a timeout of PT5M.',
      `Received SUCCESS signal with UniqueId ${fresh[1]}`,
      'Group UPDATE_COMPLETE',
    ],
  );
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
});

test('a group that must keep all of its instances in service grows for the time of the roll', async t => {
  const driver = await nodeDriver(t);
  const update = `{ AutoScalingRollingUpdate: { MaxBatchSize: 1, MinInstancesInService: 2, ${signals} } }`;
  await deploy(driver, 'pool', pool({ update }));
  await deploy(driver, 'pool', pool({ update, type: 'm6i.xlarge' }));
  const events = await groupEvents(driver);
  t.true(events.some(event => event.includes('MinSize and DesiredCapacity to 3.')));
  const firstTermination = events.findIndex(event => event.includes('Terminating instance(s)'));
  t.true(events.findIndex(event => event.includes('Received SUCCESS signal')) < firstTermination);
  t.regex(events.findLast(event => event.includes('Terminating instance(s)')) ?? '', /replacing with 0 new/);
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
  const group = await ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingGroups' });
  t.regex(group.body, /<MinSize>2<\/MinSize><MaxSize>5<\/MaxSize><DesiredCapacity>2</);
});

test('any update of a group rolls the nodes that were left behind', async t => {
  const driver = await nodeDriver(t);
  await deploy(driver, 'pool', pool());
  await deploy(driver, 'pool', pool({ type: 'm6i.xlarge' }));
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['1', '1'],
    'no UpdatePolicy, no roll',
  );
  await deploy(driver, 'pool', pool({ type: 'm6i.xlarge', max: 6, update: oneByOne }));
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
});

test('a failing node rolls the update back, and the nodes with it', async t => {
  const driver = await nodeDriver(t);
  const { Group: group = '' } = outputs(await deploy(driver, 'pool', pool({ update: oneByOne })));
  await setNodeBehaviour(driver.world, { group, version: '2' }, 'fail');
  const stack = await deploy(driver, 'pool', pool({ update: oneByOne, type: 'm6i.xlarge' }));
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  const events = await history(driver, 'pool');
  t.true(
    events.includes(
      'Group UPDATE_FAILED Received 1 FAILURE signal(s) out of 2.  Unable to satisfy 100% MinSuccessfulInstancesPercent requirement',
    ),
  );
  t.true(events.includes('pool UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Group]. '));
  const left = await instances(driver);
  t.deepEqual(
    left.map(({ version }) => version),
    ['3', '3'],
    'the old data came back as a third version',
  );
});

test('silent nodes run into the pause time', async t => {
  const driver = await nodeDriver(t, 3);
  await deploy(driver, 'pool', pool({ update: oneByOne }));
  await setNodeBehaviour(driver.world, { group: 'pool/Group' }, 'silent');
  const stack = await deploy(driver, 'pool', pool({ update: oneByOne, type: 'm6i.xlarge' }));
  // Going back needs new nodes as well, and they are silent too.
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_FAILED');
  const events = await history(driver, 'pool');
  t.true(
    events.includes(
      'Group UPDATE_IN_PROGRESS Failed to receive 1 resource signal(s) for the current batch.  Each resource signal timeout is counted as a FAILURE.',
    ),
  );
  t.true(
    events.includes(
      'Group UPDATE_FAILED Received 0 SUCCESS signal(s) out of 2.  Unable to satisfy 100% MinSuccessfulInstancesPercent requirement',
    ),
  );
});

test('a share of failures may be allowed', async t => {
  const driver = await nodeDriver(t, 3);
  const lenient = oneByOne.replace('MaxBatchSize: 1', 'MaxBatchSize: 1, MinSuccessfulInstancesPercent: 0');
  await deploy(driver, 'pool', pool({ update: lenient }));
  await setNodeBehaviour(driver.world, {}, 'fail');
  const stack = await deploy(driver, 'pool', pool({ update: lenient, type: 'm6i.xlarge' }));
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
});

test('without signals a roll pauses after each batch', async t => {
  const driver = await nodeDriver(t);
  const update = '{ AutoScalingRollingUpdate: { MaxBatchSize: 2, PauseTime: PT1M, SuspendProcesses: [AZRebalance] } }';
  await deploy(driver, 'pool', pool({ update }));
  await deploy(driver, 'pool', pool({ update, type: 'm6i.xlarge' }));
  const events = await groupEvents(driver);
  t.true(
    events.some(event => event.endsWith(' Pausing for PT1M when new instances are added to the autoscaling group.')),
  );
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
  const group = await ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingGroups' });
  t.regex(group.body, /<SuspendedProcesses><\/SuspendedProcesses>/);
});

test('a group that is to be replaced is made anew and deleted at the end', async t => {
  const driver = await nodeDriver(t);
  const update = '{ AutoScalingReplacingUpdate: { WillReplace: true } }';
  const before = outputs(await deploy(driver, 'pool', pool({ update })));
  const after = outputs(await deploy(driver, 'pool', pool({ update, type: 'm6i.xlarge' })));
  t.not(after.Group, before.Group);
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
});

test('a template without a desired capacity leaves the group as it was scaled; one with it sets it back', async t => {
  const driver = await nodeDriver(t);
  const { Group: AutoScalingGroupName = '' } = outputs(await deploy(driver, 'pool', pool()));
  const scale = { Action: 'SetDesiredCapacity', AutoScalingGroupName, DesiredCapacity: '4' };
  await ask(driver, 'autoscaling', scale);
  await deploy(driver, 'pool', pool({ max: 6 }));
  t.is((await instances(driver)).length, 4);
  await deploy(driver, 'pool', pool({ max: 3 }));
  t.is((await instances(driver)).filter(({ state }) => state === 'InService').length, 3, 'never more than MaxSize');
  const ignoring = '{ AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } }';
  await deploy(driver, 'pool', pool({ desired: 3, update: ignoring }));
  await ask(driver, 'autoscaling', scale);
  await deploy(driver, 'pool', pool({ desired: 3, max: 7, update: ignoring }));
  t.is((await instances(driver)).length, 4);
  await deploy(driver, 'pool', pool({ desired: 3, max: 8 }));
  t.is((await instances(driver)).filter(({ state }) => state === 'InService').length, 3);
});
