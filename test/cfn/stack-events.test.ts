import test from 'ava';
import { firstFailures, type StackEvent } from '../../src/cfn/stack-events.js';

const stackArn = 'arn:stack';
const event = (logicalId: string, status: string, reason?: string): StackEvent => ({
  logicalId,
  physicalId: logicalId === 'stack' ? stackArn : `${logicalId}-1`,
  type: 'AWS::EC2::VPC',
  status,
  reason,
});
const ids = (events: readonly StackEvent[]) =>
  firstFailures(events.toReversed(), stackArn).map(found => found.logicalId);

test('the earliest failure comes first, and what was only cancelled is left out', t => {
  const events = [
    event('stack', 'UPDATE_IN_PROGRESS', 'User Initiated'),
    event('A', 'UPDATE_FAILED', 'no capacity'),
    event('B', 'CREATE_FAILED', 'Resource creation cancelled'),
    event('C', 'UPDATE_FAILED', 'denied'),
    event('stack', 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed'),
  ];
  t.deepEqual(ids(events), ['A', 'C']);
});

test('failures of earlier operations do not count', t => {
  const events = [
    event('stack', 'UPDATE_IN_PROGRESS'),
    event('Old', 'UPDATE_FAILED', 'x'),
    event('stack', 'UPDATE_ROLLBACK_COMPLETE'),
    event('stack', 'UPDATE_IN_PROGRESS'),
    event('New', 'UPDATE_FAILED', 'y'),
  ];
  t.deepEqual(ids(events), ['New']);
});

test('what fails during the rollback is not the cause', t => {
  const events = [
    event('stack', 'CREATE_IN_PROGRESS'),
    event('A', 'CREATE_FAILED', 'x'),
    event('B', 'DELETE_FAILED', 'not empty'),
  ];
  t.deepEqual(ids(events), ['A']);
});

test('the stack itself is told only if no resource failed', t => {
  t.deepEqual(ids([event('stack', 'CREATE_IN_PROGRESS'), event('stack', 'CREATE_FAILED', 'x')]), ['stack']);
});
