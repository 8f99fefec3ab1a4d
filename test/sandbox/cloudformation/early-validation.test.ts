import { DescribeEventsCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { propose, stackDriver } from './stack-driver.js';

const template = `
Parameters:
  Size: { Type: String, Default: '8' }
Resources:
  Volume:
    Type: AWS::EC2::Volume
    Properties: { AvailabilityZone: eu-central-1a, Size: !Ref Size }
`;

const wrong: readonly [title: string, template: string, path: string, reason: string][] = [
  [
    'a missing property',
    template.replace('Type: AWS::EC2::Volume', 'Type: AWS::EC2::Subnet').replace(/Properties: .*/, 'Properties: {}'),
    '/Resources/Volume/Properties',
    'Required property [VpcId] not found',
  ],
  [
    'an unknown property',
    template.replace('Size: !Ref', 'Sizes: !Ref'),
    '/Resources/Volume/Properties/Sizes',
    'Unsupported property [Sizes]',
  ],
  [
    'a wrong value of a parameter',
    template.replace("'8'", 'eight'),
    '/Resources/Volume/Properties/Size',
    'must be an integer, not "eight"',
  ],
];
for (const [title, TemplateBody, path, reason] of wrong) {
  test(`${title} fails the change set, and an event tells where it is`, async t => {
    const driver = await stackDriver(t);
    const { Status, StatusReason, ChangeSetId } = await propose(driver, {
      StackName: 'early',
      ChangeSetType: 'CREATE',
      TemplateBody,
    });
    t.is(Status, 'FAILED');
    t.regex(StatusReason ?? '', /\[AWS::EarlyValidation::PropertyValidation\]/);
    const { OperationEvents } = await driver.client.send(new DescribeEventsCommand({ ChangeSetName: ChangeSetId }));
    t.like(OperationEvents?.[0], {
      EventType: 'VALIDATION_ERROR',
      LogicalResourceId: 'Volume',
      ValidationName: 'PROPERTY_VALIDATION',
      ValidationPath: path,
      ValidationStatusReason: reason,
    });
    t.is(OperationEvents?.length, 1);
  });
}
