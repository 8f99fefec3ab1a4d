import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListStackSetsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, describe, propose, settled, stackDriver } from './stack-driver.js';

const gateway = 'Resources: { Gateway: { Type: AWS::EC2::InternetGateway } }';

test('a stack that does not exist is told in the words of AWS', async t => {
  const { client } = await stackDriver(t);
  await t.throwsAsync(client.send(new DescribeStacksCommand({ StackName: 'none' })), {
    name: 'ValidationError',
    message: 'Stack with id none does not exist',
  });
  await t.throwsAsync(
    client.send(new CreateChangeSetCommand({ StackName: 'none', ChangeSetName: 'a', TemplateBody: gateway })),
    {
      name: 'ValidationError',
      message: 'Stack [none] does not exist',
    },
  );
});

test('an action that is not simulated is an invalid one', async t => {
  const { client } = await stackDriver(t);
  await t.throwsAsync(client.send(new ListStackSetsCommand({})), { name: 'InvalidAction' });
});

test('a token may be used again for the same change set only', async t => {
  const { client } = await stackDriver(t);
  const input = {
    StackName: 'tokens',
    ChangeSetName: 'a',
    ChangeSetType: 'CREATE' as const,
    TemplateBody: gateway,
    ClientToken: 'token-1',
  };
  const first = await client.send(new CreateChangeSetCommand(input));
  const again = await client.send(new CreateChangeSetCommand(input));
  t.is(again.Id, first.Id);
  await t.throwsAsync(client.send(new CreateChangeSetCommand({ ...input, ChangeSetName: 'b' })), {
    name: 'TokenAlreadyExistsException',
  });
});

test('a name may be used once', async t => {
  const { client } = await stackDriver(t);
  const input = { StackName: 'names', ChangeSetName: 'a', ChangeSetType: 'CREATE' as const, TemplateBody: gateway };
  await client.send(new CreateChangeSetCommand(input));
  await t.throwsAsync(client.send(new CreateChangeSetCommand(input)), { name: 'AlreadyExistsException' });
});

test('an execution that is repeated with its token is the same execution', async t => {
  const driver = await stackDriver(t);
  const { ChangeSetId } = await propose(driver, { StackName: 'again', ChangeSetType: 'CREATE', TemplateBody: gateway });
  const input = { ChangeSetName: ChangeSetId, ClientRequestToken: 'execute-1' };
  await driver.client.send(new ExecuteChangeSetCommand(input));
  await driver.client.send(new ExecuteChangeSetCommand(input));
  t.is((await settled(driver, 'again')).StackStatus, 'CREATE_COMPLETE');
  await t.throwsAsync(driver.client.send(new ExecuteChangeSetCommand({ ...input, ClientRequestToken: 'execute-2' })), {
    name: 'InvalidChangeSetStatusException',
  });
});

test('termination protection keeps a stack until it is turned off', async t => {
  const driver = await stackDriver(t);
  const { StackId = '' } = await deploy(driver, 'kept', gateway);
  const protect = (EnableTerminationProtection: boolean) =>
    driver.client.send(new UpdateTerminationProtectionCommand({ StackName: 'kept', EnableTerminationProtection }));
  await protect(true);
  t.true((await describe(driver, 'kept')).EnableTerminationProtection);
  await t.throwsAsync(driver.client.send(new DeleteStackCommand({ StackName: 'kept' })), {
    name: 'ValidationError',
    message: 'Stack [kept] cannot be deleted while TerminationProtection is enabled',
  });
  await protect(false);
  await driver.client.send(new DeleteStackCommand({ StackName: 'kept' }));
  t.is((await settled(driver, StackId)).StackStatus, 'DELETE_COMPLETE');
  await t.throwsAsync(describe(driver, 'kept'), { message: 'Stack with id kept does not exist' });
});

test('an export in use keeps its stack', async t => {
  const driver = await stackDriver(t);
  const exporting = `${gateway}\nOutputs: { Id: { Value: !Ref Gateway, Export: { Name: gateway-id } } }`;
  const importing = `Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: g, Value: !ImportValue gateway-id }] } } }`;
  await deploy(driver, 'exporter', exporting);
  await deploy(driver, 'importer', importing);
  await driver.client.send(new DeleteStackCommand({ StackName: 'exporter' }));
  t.like(await describe(driver, 'exporter'), {
    StackStatus: 'CREATE_COMPLETE',
    StackStatusReason: 'Delete canceled. Cannot delete export gateway-id as it is in use by importer.',
  });
});

const wrong: readonly [title: string, template: string, input: object, code: string, message: string][] = [
  [
    'an unknown type',
    'Resources: { A: { Type: AWS::EC2::Vpc } }',
    {},
    'ValidationError',
    'Template format error: Unrecognized resource types: [AWS::EC2::Vpc]',
  ],
  [
    'an unresolved reference',
    'Resources: { A: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref B } } }',
    {},
    'ValidationError',
    'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
  ],
  [
    'a circle',
    'Resources: { A: { Type: AWS::EC2::InternetGateway, DependsOn: B }, B: { Type: AWS::EC2::InternetGateway, DependsOn: A } }',
    {},
    'ValidationError',
    'Circular dependency between resources: [A, B]',
  ],
  [
    'no resources',
    'Parameters: {}',
    {},
    'ValidationError',
    'Template format error: At least one Resources member must be defined.',
  ],
  [
    'a parameter too many',
    gateway,
    { Parameters: [{ ParameterKey: 'X', ParameterValue: '1' }] },
    'ValidationError',
    'Parameters: [X] do not exist in the template',
  ],
  [
    'a parameter without a value',
    `${gateway}\nParameters: { X: { Type: String } }`,
    {},
    'ValidationError',
    'Parameters: [X] must have values',
  ],
  [
    'a value that is not allowed',
    `${gateway}\nParameters: { X: { Type: String, AllowedValues: [a, b] } }`,
    { Parameters: [{ ParameterKey: 'X', ParameterValue: 'c' }] },
    'ValidationError',
    "Parameter 'X' must be one of AllowedValues",
  ],
  [
    'a condition of itself',
    `${gateway}\nConditions: { A: !Not [!Condition A] }\nOutputs: { O: { Condition: A, Value: x } }`,
    {},
    'ValidationError',
    'Template error: Found circular condition dependency: [A]',
  ],
  [
    'a parameter without a type',
    `${gateway}\nParameters: { X: { Default: a } }`,
    {},
    'ValidationError',
    'Template format error: Every Parameters object must contain a Type member.',
  ],
  [
    'a named role without acknowledgement',
    'Resources: { A: { Type: AWS::IAM::Role, Properties: { RoleName: r, AssumeRolePolicyDocument: {} } } }',
    { Capabilities: ['CAPABILITY_IAM'] },
    'InsufficientCapabilitiesException',
    'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  ],
  [
    'a nested stack',
    'Resources: { A: { Type: AWS::CloudFormation::Stack } }',
    {},
    'ValidationError',
    'The sandbox does not simulate nested stacks (resource A).',
  ],
  [
    'a transform',
    `${gateway}\nTransform: AWS::LanguageExtensions`,
    {},
    'ValidationError',
    'The sandbox does not simulate macros and transforms.',
  ],
];
for (const [title, TemplateBody, input, name, message] of wrong) {
  test(`${title} is refused at once`, async t => {
    const { client } = await stackDriver(t);
    const command = {
      StackName: 'wrong',
      ChangeSetName: 'a',
      ChangeSetType: 'CREATE' as const,
      TemplateBody,
      ...input,
    };
    const error = await t.throwsAsync(client.send(new CreateChangeSetCommand(command)));
    t.is(error?.name, name);
    t.is(error?.message, message);
    await t.throwsAsync(client.send(new DescribeStacksCommand({ StackName: 'wrong' })));
  });
}
