import type { ExecutionContext } from 'ava';
import test from 'ava';
import { deploy, outputs } from '../cloudformation/stack-driver.js';
import type { NodeDriver } from './node-driver.js';
import { ask, elements, instances, nodeDriver, pool, untilInstances } from './node-driver.js';

async function pooled(t: ExecutionContext): Promise<{ readonly driver: NodeDriver; readonly name: string }> {
  const driver = await nodeDriver(t);
  const { Group: name = '' } = outputs(await deploy(driver, 'pool', pool()));
  return { driver, name };
}

const inService = (found: readonly { readonly state: string }[], count: number) =>
  found.filter(({ state }) => state === 'InService').length === count && found.length === count;

test('groups are described, found by their tags and named; unknown names are left out', async t => {
  const { driver, name } = await pooled(t);
  const describe = (more: Readonly<Record<string, string>> = {}) =>
    ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingGroups', ...more });
  const all = await describe();
  t.deepEqual(elements(all, 'AutoScalingGroupName'), [name]);
  t.is(elements(all, 'InstanceId').length, 2);
  const tag = { 'Filters.member.1.Name': 'tag:role', 'Filters.member.1.Values.member.1': 'worker' };
  t.deepEqual(elements(await describe(tag), 'AutoScalingGroupName'), [name]);
  const other = { ...tag, 'Filters.member.1.Values.member.1': 'master' };
  t.deepEqual(elements(await describe(other), 'AutoScalingGroupName'), []);
  t.deepEqual(elements(await describe({ 'AutoScalingGroupNames.member.1': 'none' }), 'AutoScalingGroupName'), []);
});

test('a group is scaled within its sizes', async t => {
  const { driver, name: AutoScalingGroupName } = await pooled(t);
  const scale = (DesiredCapacity: string, group = AutoScalingGroupName) =>
    ask(driver, 'autoscaling', { Action: 'SetDesiredCapacity', AutoScalingGroupName: group, DesiredCapacity });
  t.is((await scale('5')).status, 200);
  await untilInstances(driver, found => inService(found, 5));
  t.is((await scale('2')).status, 200);
  await untilInstances(driver, found => inService(found, 2));
  t.deepEqual(elements(await scale('6'), 'Message'), [
    'New SetDesiredCapacity value 6 is above max value 5 for the AutoScalingGroup.',
  ]);
  t.deepEqual(elements(await scale('1'), 'Message'), [
    'New SetDesiredCapacity value 1 is below min value 2 for the AutoScalingGroup.',
  ]);
  t.deepEqual(elements(await scale('2', 'none'), 'Code'), ['ValidationError']);
});

test('an instance is terminated, with a replacement or without', async t => {
  const { driver } = await pooled(t);
  const [first] = await instances(driver);
  const terminate = (InstanceId: string, decrement: boolean) =>
    ask(driver, 'autoscaling', {
      Action: 'TerminateInstanceInAutoScalingGroup',
      InstanceId,
      ShouldDecrementDesiredCapacity: String(decrement),
    });
  t.regex(
    elements(await terminate(first?.id ?? '', true), 'Message')[0] ?? '',
    /^Currently, desiredSize equals minSize \(2\)\./,
  );
  const answer = await terminate(first?.id ?? '', false);
  t.deepEqual(elements(answer, 'Description'), [`Terminating EC2 instance: ${first?.id}`]);
  const left = await untilInstances(driver, found => inService(found, 2));
  t.false(left.some(({ id }) => id === first?.id));
  t.regex(elements(await terminate('i-0', false), 'Message')[0] ?? '', /^Instance Id not found/);
});

test('an unhealthy instance is replaced unless the process is suspended', async t => {
  const { driver, name: AutoScalingGroupName } = await pooled(t);
  const [first] = await instances(driver);
  const processes = { AutoScalingGroupName, 'ScalingProcesses.member.1': 'ReplaceUnhealthy' };
  await ask(driver, 'autoscaling', { Action: 'SuspendProcesses', ...processes });
  const sick = { Action: 'SetInstanceHealth', InstanceId: first?.id ?? '', HealthStatus: 'Unhealthy' };
  await ask(driver, 'autoscaling', sick);
  t.true((await instances(driver)).some(({ id, state }) => id === first?.id && state === 'InService'));
  await ask(driver, 'autoscaling', { Action: 'ResumeProcesses', ...processes });
  const left = await untilInstances(driver, found => inService(found, 2));
  t.false(left.some(({ id }) => id === first?.id));
});

test('weights count as units of capacity', async t => {
  const driver = await nodeDriver(t);
  const single = 'LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }';
  const mixed = `MixedInstancesPolicy:
        LaunchTemplate:
          LaunchTemplateSpecification: { LaunchTemplateId: !Ref Template, Version: $Latest }
          Overrides: [{ InstanceType: m6i.2xlarge, WeightedCapacity: 2 }, { InstanceType: m6i.large, WeightedCapacity: 1 }]`;
  await deploy(
    driver,
    'pool',
    pool({ min: 4 }).replace(single, () => mixed),
  );
  const answer = await ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingInstances' });
  t.deepEqual(elements(answer, 'InstanceType'), ['m6i.2xlarge', 'm6i.2xlarge']);
  t.deepEqual(elements(answer, 'WeightedCapacity'), ['2', '2']);
});

test('a group that is deleted lets go of its instances first', async t => {
  const { driver } = await pooled(t);
  await deploy(
    driver,
    'pool',
    pool()
      .replace(/ {2}Group:[\s\S]*?(?=Outputs)/, '')
      .replace('!Ref Group', 'gone'),
  );
  t.deepEqual(await instances(driver), []);
  t.deepEqual(elements(await ask(driver, 'ec2', { Action: 'DescribeInstances' }), 'instanceId'), []);
});

test('an unknown action is refused', async t => {
  const driver = await nodeDriver(t);
  t.deepEqual(elements(await ask(driver, 'autoscaling', { Action: 'StartInstanceRefresh' }), 'Code'), [
    'InvalidAction',
  ]);
});
