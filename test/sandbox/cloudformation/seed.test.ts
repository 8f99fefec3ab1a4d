import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { deploy, stackDriver } from './stack-driver.js';

const template = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
`;

async function story(t: ExecutionContext, seed: string) {
  const driver = await stackDriver(t, { seed });
  const { StackId } = await deploy(driver, 'seeded', template);
  const { StackEvents = [] } = await driver.client.send(new DescribeStackEventsCommand({ StackName: 'seeded' }));
  return { StackId, StackEvents };
}

test('the same seed and the same requests give the same ids and times', async t => {
  const [one, two, other] = await Promise.all([story(t, 'a'), story(t, 'a'), story(t, 'b')]);
  t.deepEqual(one, two);
  t.not(one.StackId, other.StackId);
});
