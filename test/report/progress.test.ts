import { Writable } from 'node:stream';
import test from 'ava';
import pc from 'picocolors';
import type { StackOutcome } from '../../src/reconcile/outcome.js';
import type { Progress } from '../../src/reconcile/progress.js';
import { progressPrinter } from '../../src/report/progress.js';

const paint = pc.createColors(false);

function screen(rows?: number): { stream: Writable; readonly written: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  if (rows !== undefined) Object.assign(stream, { rows });
  return { stream, written: () => chunks.join('') };
}

const at = (id: string, status: string): Progress => ({
  kind: 'status',
  id,
  cluster: 'prod-a',
  status,
  since: 0,
  reason: undefined,
});

const outcome: StackOutcome = {
  id: 'prod-a/tccp',
  cluster: 'prod-a',
  stackName: 'gauss-prod-a-tccp',
  result: 'failed',
  changeClass: 'create',
  status: 'ROLLBACK_COMPLETE',
  problem: { code: 'reverted', message: 'the stack was rolled back', hint: 'fix and commit' },
  blockedBy: [],
  causes: [{ logicalId: 'Vpc', type: 'AWS::EC2::VPC', status: 'CREATE_FAILED', reason: 'no more VPCs' }],
  tookMs: 61_000,
};

test('where there is no terminal, each change of status is a plain line', t => {
  const { stream, written } = screen();
  const printer = progressPrinter(stream, { paint, now: () => 0, live: false });
  printer.show(at('prod-a/tccp', 'proposed'));
  printer.show(at('prod-a/tccp', 'CREATE_IN_PROGRESS'));
  printer.end();
  t.is(written(), 'prod-a  tccp  CREATE_IN_PROGRESS\n');
});

test('a failure names status, cause and next step', t => {
  const { stream, written } = screen();
  progressPrinter(stream, { paint, now: () => 0, live: false }).show({ kind: 'done', id: outcome.id, outcome });
  t.is(
    written(),
    `prod-a  tccp  failed in 1m01s (ROLLBACK_COMPLETE): the stack was rolled back
  cause  Vpc (AWS::EC2::VPC): no more VPCs
  next   fix and commit
`,
  );
});

const up = (lines: number) => `\u001b[${lines}A\u001b[J`;

test('on a terminal the stacks at work are one block that is erased before it is drawn again', t => {
  const { stream, written } = screen(24);
  const printer = progressPrinter(stream, { paint, now: () => 3000, live: true });
  printer.show(at('prod-a/tccp', 'CREATE_IN_PROGRESS'));
  printer.show(at('prod-a/tcs', 'CREATE_IN_PROGRESS'));
  printer.end();
  const first = 'prod-a  tccp   CREATE_IN_PROGRESS   3s\n';
  t.is(written(), `${first}${up(1)}${first}prod-a  tcs    CREATE_IN_PROGRESS   3s\n${up(2)}`);
});

test('a block never grows taller than the screen', t => {
  const { stream, written } = screen(5);
  const printer = progressPrinter(stream, { paint, now: () => 0, live: true });
  for (let index = 0; index < 9; index += 1) printer.show(at(`prod-a/s${index}`, 'x'));
  printer.end();
  t.true(written().includes('… and 7 more\n'));
  t.false(written().includes('\u001b[4A'));
});
