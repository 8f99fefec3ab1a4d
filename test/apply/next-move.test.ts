import test from 'ava';
import { type NextMove, nextMove } from '../../src/apply/next-move.js';
import type { ChangeSet } from '../../src/apply/ports.js';

const digest = 'd'.repeat(64);

function changeSet(status: string, executionStatus = 'UNAVAILABLE', statusReason?: string): ChangeSet {
  const parameters = { AppliedHash: digest };
  return { arn: 'arn', stackArn: 'stack', status, executionStatus, statusReason, parameters, changes: [] };
}

const noChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Every status of the API, and for complete ones every execution status. */
const table: readonly (readonly [status: string, executionStatus: string, move: NextMove['kind']])[] = [
  ['CREATE_PENDING', 'UNAVAILABLE', 'wait'],
  ['CREATE_IN_PROGRESS', 'UNAVAILABLE', 'wait'],
  ['CREATE_COMPLETE', 'UNAVAILABLE', 'wait'],
  ['CREATE_COMPLETE', 'AVAILABLE', 'check'],
  ['CREATE_COMPLETE', 'EXECUTE_IN_PROGRESS', 'wait'],
  ['CREATE_COMPLETE', 'EXECUTE_COMPLETE', 'next-attempt'],
  ['CREATE_COMPLETE', 'EXECUTE_FAILED', 'stop'],
  ['CREATE_COMPLETE', 'OBSOLETE', 'next-attempt'],
  ['DELETE_PENDING', 'UNAVAILABLE', 'wait'],
  ['DELETE_IN_PROGRESS', 'UNAVAILABLE', 'wait'],
  ['DELETE_COMPLETE', 'UNAVAILABLE', 'next-attempt'],
  ['DELETE_FAILED', 'UNAVAILABLE', 'next-attempt'],
  ['FAILED', 'UNAVAILABLE', 'stop'],
  ['NEW_STATUS', 'UNAVAILABLE', 'stop'],
  ['CREATE_COMPLETE', 'NEW_STATUS', 'stop'],
];

for (const [status, executionStatus, move] of table) {
  test(`a change set that is ${status} and ${executionStatus} leads to ${move}`, t => {
    t.is(nextMove(changeSet(status, executionStatus), digest).kind, move);
  });
}

test('without a change set one is asked for', t => {
  t.is(nextMove(undefined, digest).kind, 'create');
});

test('a change set that failed because nothing changes is no failure', t => {
  t.is(nextMove(changeSet('FAILED', 'UNAVAILABLE', noChanges), digest).kind, 'no-changes');
});

test('a change set that failed is told with its reason and how to try again', t => {
  const move = nextMove(changeSet('FAILED', 'UNAVAILABLE', 'Transform AWS::Foo failed'), digest);
  t.regex(move.kind === 'stop' ? move.problem.message : '', /Transform AWS::Foo failed/);
  t.regex(move.kind === 'stop' ? (move.problem.hint ?? '') : '', /delete-change-set --change-set-name arn/);
});

test('a change set of our name that carries another desired digest is never executed', t => {
  t.is(nextMove(changeSet('CREATE_COMPLETE', 'AVAILABLE'), 'e'.repeat(64)).kind, 'stop');
});
