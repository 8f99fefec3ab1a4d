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

const record = (zone: string, type: string) =>
  `{ Type: AWS::Route53::RecordSet, Properties: { HostedZoneId: ${zone}, Name: api.example.com, Type: ${type}, TTL: '60', ResourceRecords: [x] } }`;

test('records of one name live in two zones and have two types, but not twice the same', async t => {
  const driver = await stackDriver(t, { pace: { resourceMs: 2 } });
  const records = `Resources:
  Outside: ${record('Z0000000001', 'A')}
  Inside: ${record('Z0000000002', 'A')}
  Text: ${record('Z0000000002', 'TXT')}
Outputs: { Name: { Value: !Ref Inside } }`;
  const stack = await deploy(driver, 'records', records);
  t.is(stack.StackStatus, 'CREATE_COMPLETE');
  t.is(stack.Outputs?.[0]?.OutputValue, 'api.example.com');
  const again = `Resources:\n  Again: ${record('Z0000000002', 'A')}`;
  t.is((await deploy(driver, 'again', again)).StackStatus, 'ROLLBACK_COMPLETE');
});
