import { saysNoChanges } from '../cfn/change-set.js';
import { planChangeSetName, planStartedMs } from '../cfn/change-set-name.js';
import type { StackReader } from '../observe/ports.js';
import type { Decision } from '../plan/decision.js';
import type { Desired } from '../plan/desired.js';
import type { Problem } from '../plan/plan.js';
import type { Proposal } from '../plan/step.js';
import { changeSetRequest, type Provenance } from './change-set-request.js';
import type { ChangeSet, ChangeSetName, ChangeSets, Surroundings } from './ports.js';

export interface ProposeContext extends Provenance {
  /** Lower-case letters and digits that no other run has. */
  readonly run: string;
  readonly startedMs: number;
  readonly wait: Surroundings['wait'];
  readonly changeSets: ChangeSets;
  readonly stacks: Pick<StackReader, 'changeSetNames'>;
  readonly signal: AbortSignal;
}

/**
 * Asks CloudFormation what an update of a stack that exists would change, with a change set of this run's own that is
 * gone again when this returns or throws.
 */
export async function propose(decision: Decision, desired: Desired, context: ProposeContext): Promise<Proposal> {
  const { stack, live } = decision;
  const { changeSets, signal } = context;
  const name = planChangeSetName(context.run, context.startedMs);
  const request = changeSetRequest(decision, desired, { ...context, name });
  const reference: ChangeSetName = { stack: request.stack, name };
  if (live !== undefined) await sweep(live.arn, decision, context);
  try {
    const outcome = await changeSets.create(stack.target, request, signal);
    if (outcome === 'moved') return refused('stack-moved', `an operation began on ${stack.stackName}`, 'plan again');
    return proposalOf(await made(reference, decision, context), decision);
  } finally {
    // With a signal of its own, so that an interrupted plan leaves nothing behind either.
    await changeSets.remove(stack.target, reference, AbortSignal.timeout(sweepTimeoutMs));
  }
}

const sweepTimeoutMs = 10_000;
/** Longer than any plan runs. */
const abandonedAfterMs = 60 * 60_000;

/** Deletes what plans that were killed left behind. */
async function sweep(stackArn: string, { stack }: Decision, context: ProposeContext): Promise<void> {
  const names = await context.stacks.changeSetNames(stack.target, stackArn, context.signal);
  const abandoned = names.filter(name => {
    const startedMs = planStartedMs(name);
    return startedMs !== undefined && context.startedMs - startedMs > abandonedAfterMs;
  });
  for (const name of abandoned) {
    await context.changeSets.remove(stack.target, { stack: stackArn, name }, context.signal);
  }
}

async function made(name: ChangeSetName, { stack }: Decision, context: ProposeContext): Promise<ChangeSet | undefined> {
  for (let delayMs = 100; ; delayMs = Math.min(delayMs * 1.6, 5000)) {
    const changeSet = await context.changeSets.describe(stack.target, name, context.signal);
    const pending = changeSet?.status === 'CREATE_PENDING' || changeSet?.status === 'CREATE_IN_PROGRESS';
    if (!pending) return changeSet;
    await context.wait(delayMs, context.signal);
  }
}

function proposalOf(changeSet: ChangeSet | undefined, { stack }: Decision): Proposal {
  if (changeSet === undefined) return refused('stack-moved', `the change set of ${stack.id} is gone`, 'plan again');
  if (changeSet.status === 'CREATE_COMPLETE') return { kind: 'changes', changes: changeSet.changes };
  if (saysNoChanges(changeSet.statusReason)) return { kind: 'changes', changes: [] };
  const reason = changeSet.statusReason ?? changeSet.status;
  return refused('change-set-failed', `CloudFormation refuses the change: ${reason}`, undefined);
}

function refused(code: string, message: string, hint: string | undefined): Proposal {
  const problem: Problem = { code, message, hint };
  return { kind: 'refused', problem };
}
