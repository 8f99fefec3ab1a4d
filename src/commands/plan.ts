import { resolve } from 'node:path';
import pc from 'picocolors';
import { exitCodes } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import { makePlan } from '../reconcile/make-plan.js';
import { planDocument } from '../report/plan-document.js';
import { planSummary } from '../report/plan-summary.js';
import { planText } from '../report/plan-text.js';
import type { CommandContext } from './context.js';
import type { FleetAtCommitOptions } from './open-fleet.js';
import { type OpenedWorld, openWorld } from './open-world.js';
import { writeWhole } from './write-whole.js';

export interface PlanOptions extends FleetAtCommitOptions {
  readonly format: 'text' | 'json';
  /** File for the plan as JSON. */
  readonly out: string | undefined;
  readonly detailedExitcode: boolean;
}

/** Shows what a commit would change. Makes and removes change sets of its own; changes nothing else. */
export async function plan(context: CommandContext, options: PlanOptions): Promise<number> {
  const opened = await openWorld(context, options);
  if (opened === undefined) return exitCodes.failed;
  const made = await planned(opened, context.signal);
  const document = `${JSON.stringify(planDocument(made, opened.fleet.name), null, 2)}\n`;
  if (options.out !== undefined) writeWhole(resolve(context.cwd, options.out), document);
  context.stdout.write(options.format === 'json' ? document : planText(made, pc.createColors(context.colour)));
  return exitCodeOf(made, options.detailedExitcode);
}

async function planned({ world, close }: OpenedWorld, signal: AbortSignal): Promise<Plan> {
  try {
    return await makePlan(world('plan'), { signal });
  } finally {
    close();
  }
}

function exitCodeOf({ steps }: Plan, detailed: boolean): number {
  if (steps.some(step => step.problem !== undefined && !step.problem.waits)) return exitCodes.failed;
  if (!detailed) return exitCodes.done;
  const { apply, held, refused, unchanged } = planSummary(steps);
  if (held + refused > 0) return exitCodes.held;
  return apply > 0 || unchanged < steps.length ? exitCodes.changes : exitCodes.done;
}
