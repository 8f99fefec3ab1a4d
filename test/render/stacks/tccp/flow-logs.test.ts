import test from 'ava';
import { flowLogsDefaults } from '../../../../src/model/defaults.js';
import { cluster, platform } from '../../example-fleet.js';
import { get, renderedStack, resource, statementsOf } from '../../rendered.js';

const { network } = cluster('prod-a');
const logging = cluster('prod-a', {
  network: { ...network, flowLogs: { ...flowLogsDefaults, traffic: 'reject', retentionDays: 90, intervalSeconds: 60 } },
});

test('without spec.network.flowLogs nothing is recorded, and the stack makes no role', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(
    Object.keys(stack.template.Resources).filter(id => id.startsWith('FlowLog')),
    [],
  );
  t.deepEqual(stack.capabilities, []);
});

test('connections are recorded as the spec says, into a group that forgets them in time', async t => {
  const stack = await renderedStack(logging, 'tccp');
  t.like(resource(stack, 'FlowLog').Properties, {
    ResourceType: 'VPC',
    ResourceId: { Ref: 'Vpc' },
    TrafficType: 'REJECT',
    MaxAggregationInterval: 60,
    LogGroupName: { Ref: 'FlowLogGroup' },
    DeliverLogsPermissionArn: get('FlowLogRole', 'Arn'),
  });
  t.is(resource(stack, 'FlowLogGroup').Properties?.RetentionInDays, 90);
  t.deepEqual(stack.capabilities, ['CAPABILITY_IAM']);
});

test('only flow logs of this account and region may use the role, and it writes to its group alone', async t => {
  const stack = await renderedStack(logging, 'tccp');
  t.like(resource(stack, 'FlowLogRole').Properties?.AssumeRolePolicyDocument, {
    Statement: [
      {
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ],
  });
  const [write] = statementsOf(stack, 'FlowLogRole');
  t.like(write, { Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'] });
  t.true(JSON.stringify(write).includes('log-group:${FlowLogGroup}'));
});

test('roles of an account that bounds them are bounded', async t => {
  const arn = 'arn:aws:iam::111122223333:policy/bound';
  const account = { ...logging.account, permissionsBoundary: arn };
  const connect = { ...logging.connect, account: { ...platform, permissionsBoundary: arn } };
  const bounded = { ...logging, account, connect } as typeof logging;
  t.is(resource(await renderedStack(bounded, 'tccp'), 'FlowLogRole').Properties?.PermissionsBoundary, arn);
  t.is(resource(await renderedStack(bounded, 'tccpi'), 'PeeringRole').Properties?.PermissionsBoundary, arn);
});
