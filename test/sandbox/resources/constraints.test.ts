import test from 'ava';
import { deploy, history, stackDriver } from '../cloudformation/stack-driver.js';

const disk = (size: number, broken = false) => `Resources:
  Disk: { Type: AWS::EC2::Volume, Properties: { AvailabilityZone: eu-central-1a, Size: ${size} } }
${broken ? '  Bad: { Type: AWS::EC2::VPC, DependsOn: Disk, Properties: { CidrBlock: 10.0.0.0/8 } }' : ''}`;

test('a volume does not shrink', async t => {
  const driver = await stackDriver(t, { pace: { resourceMs: 2 } });
  await deploy(driver, 'disk', disk(20));
  t.is((await deploy(driver, 'disk', disk(10))).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.true(
    (await history(driver, 'disk')).some(event => event.includes('"New size cannot be smaller than existing size"')),
  );
});

test('an update that has grown a volume cannot be rolled back', async t => {
  const driver = await stackDriver(t, { pace: { resourceMs: 2 } });
  await deploy(driver, 'disk', disk(10));
  t.is((await deploy(driver, 'disk', disk(20, true))).StackStatus, 'UPDATE_ROLLBACK_FAILED');
});

test('a volume that was modified rests for six hours', async t => {
  const driver = await stackDriver(t, { pace: { resourceMs: 2 } });
  await deploy(driver, 'disk', disk(10));
  await deploy(driver, 'disk', disk(20));
  await deploy(driver, 'disk', disk(30));
  t.true(
    (await history(driver, 'disk')).some(event =>
      event.includes("You've reached the maximum modification rate per volume"),
    ),
  );
});

test('a desired capacity lies between the sizes of its group', async t => {
  const driver = await stackDriver(t, { pace: { resourceMs: 2 } });
  const group = `Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { MinSize: '1', MaxSize: '2', DesiredCapacity: '3', AvailabilityZones: [eu-central-1a] }`;
  await deploy(driver, 'group', group);
  t.true(
    (await history(driver, 'group')).some(event =>
      event.includes('"Desired capacity:3 must be between the specified min size:1 and max size:2"'),
    ),
  );
});
