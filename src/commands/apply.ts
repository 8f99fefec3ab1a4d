import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import { AppError, exitCodes } from '../errors.js';
import { makePlan } from '../reconcile/make-plan.js';
import type { Outcome } from '../reconcile/outcome.js';
import { settle } from '../reconcile/settle.js';
import { outcomeSummary } from '../report/outcome.js';
import { planSummary } from '../report/plan-summary.js';
import { planText } from '../report/plan-text.js';
import { progressPrinter } from '../report/progress.js';
import { counted } from '../report/text.js';
import type { CommandContext } from './context.js';
import type { FleetAtCommitOptions } from './open-fleet.js';
import { type OpenedWorld, openWorld } from './open-world.js';

export interface ApplyOptions extends FleetAtCommitOptions {
  /** Do not ask. */
  readonly yes: boolean;
}

/** Plans, asks, and ticks until every stack has settled or cannot move. */
export async function apply(context: CommandContext, options: ApplyOptions): Promise<number> {
  const opened = await openWorld(context, options);
  if (opened === undefined) return exitCodes.failed;
  try {
    return await applyTo(opened, context, options);
  } finally {
    opened.close();
  }
}

async function applyTo(opened: OpenedWorld, context: CommandContext, { yes }: ApplyOptions): Promise<number> {
  const paint = pc.createColors(context.colour);
  const plan = await makePlan(opened.world('plan'), { signal: context.signal });
  context.stdout.write(`${planText(plan, paint)}\n`);
  const steps = planSummary(plan.steps).apply;
  if (steps > 0 && !yes && !(await confirmed(context, steps))) {
    context.stdout.write('Nothing was applied.\n');
    return exitCodes.done;
  }
  const printer = progressPrinter(context.stdout, { paint, now: Date.now, live: context.colour });
  try {
    const onProgress = printer.show;
    const outcome = await settle(opened.world('apply'), { plan, onProgress, signal: context.signal });
    printer.end();
    context.stdout.write(`${outcomeSummary(outcome)}\n`);
    if (context.signal.aborted) context.stderr.write(interruptedText);
    return exitCodeOf(outcome, context.signal.aborted);
  } finally {
    printer.end();
  }
}

const interruptedText =
  'Interrupted. What was started goes on in CloudFormation; nothing is lost:\n' +
  '  clusterwright plan     shows where things stand\n' +
  '  clusterwright apply    goes on from there\n';

async function confirmed(context: CommandContext, steps: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new AppError('no-terminal', 'apply asks before it changes anything, and there is no terminal to ask on', {
      hint: 'read the plan above, then run it with --yes',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `Take ${counted(steps, 'step')}? Only "yes" is accepted: `;
    return (await terminal.question(question, { signal: context.signal })).trim() === 'yes';
  } finally {
    terminal.close();
  }
}

/** What waits for a stack that is held is held, too: nothing has failed. */
export function exitCodeOf({ stacks }: Pick<Outcome, 'stacks'>, interrupted: boolean): number {
  const has = (...results: readonly string[]) => stacks.some(stack => results.includes(stack.result));
  if (interrupted && has('running', 'waiting')) return exitCodes.interrupted;
  if (has('failed')) return exitCodes.failed;
  if (has('held', 'refused')) return exitCodes.held;
  return has('blocked') ? exitCodes.failed : exitCodes.done;
}
