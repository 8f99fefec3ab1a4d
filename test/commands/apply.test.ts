import test from 'ava';
import { exitCodeOf } from '../../src/commands/apply.js';
import type { StackOutcome } from '../../src/reconcile/outcome.js';

type Result = StackOutcome['result'];

function stack(result: Result): StackOutcome {
  return {
    id: 'prod-a/tccp',
    cluster: 'prod-a',
    stackName: 'gauss-prod-a-tccp',
    result,
    changeClass: undefined,
    status: undefined,
    problem: undefined,
    blockedBy: [],
    causes: [],
    tookMs: undefined,
  };
}

const ends: readonly [results: readonly Result[], interrupted: boolean, code: number][] = [
  [[], false, 0],
  [['unchanged', 'applied'], false, 0],
  [['applied', 'held'], false, 3],
  [['applied', 'refused'], false, 3],
  [['held', 'blocked'], false, 3],
  [['applied', 'failed', 'held', 'blocked'], false, 1],
  [['applied', 'blocked'], false, 1],
  [['running', 'failed'], true, 130],
  [['applied', 'waiting'], true, 130],
  [['applied'], true, 0],
];
for (const [results, interrupted, code] of ends) {
  const how = interrupted ? 'an interrupted run' : 'a run';
  test(`${how} that ends with ${results.join(', ') || 'nothing'} exits with ${code}`, t => {
    t.is(exitCodeOf({ stacks: results.map(stack) }, interrupted), code);
  });
}
