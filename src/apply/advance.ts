import { appliesDigest, applyChangeSetName, changeSetNameOf, parseApplyChangeSetName } from '../cfn/change-set-name.js';
import { digestOf } from '../model/digest.js';
import { type Assessment, assess } from '../plan/assess.js';
import type { Decision } from '../plan/decision.js';
import type { Desired } from '../plan/desired.js';
import type { Problem, Step } from '../plan/plan.js';
import { staleness } from '../plan/staleness.js';
import { changeSetRequest, type Provenance } from './change-set-request.js';
import { nextMove } from './next-move.js';
import type { ChangeSet } from './ports.js';
import { type Preparation, prepare } from './prepare.js';

export interface AdvanceContext extends Preparation, Provenance {
  /** The step as it was shown before the run; undefined if it was not. */
  readonly shown: Step | undefined;
}

export type Advance =
  /** A change set was asked for, or AWS is still making it. */
  | { readonly kind: 'proposed' }
  | { readonly kind: 'executing'; readonly assessment: Assessment }
  /** The world moved meanwhile: observe again. */
  | { readonly kind: 'moved' }
  /** CloudFormation sees nothing to change. */
  | { readonly kind: 'no-changes' }
  | { readonly kind: 'gated'; readonly assessment: Assessment }
  | { readonly kind: 'stopped'; readonly problem: Problem };

/**
 * Takes a stack that may start one move further: asks for the change set that is named from the desired digest, or
 * executes it if it holds what was shown and the gate agrees. Waits for nothing. Doing a move twice, or two appliers
 * doing it at once, is doing it once: names and tokens follow from what is wanted.
 */
export async function advance(decision: Decision, desired: Desired, context: AdvanceContext): Promise<Advance> {
  const { stack, live } = decision;
  const problem = staleness(context.shown, decision, undefined);
  if (problem !== undefined) return { kind: 'stopped', problem };
  const reference = (attempt: number) => ({
    stack: live?.arn ?? stack.stackName,
    name: applyChangeSetName(desired.digest, attempt),
  });
  for (let attempt = firstAttempt(decision, desired); ; attempt++) {
    const name = reference(attempt);
    const changeSets = context.ports.changeSets;
    const found = live && (await changeSets.describe(stack.target, name, context.signal));
    const move = nextMove(found, desired.digest);
    switch (move.kind) {
      case 'next-attempt':
        continue;
      case 'create': {
        const request = changeSetRequest(decision, desired, { ...context, name: name.name });
        const outcome = await changeSets.create(stack.target, request, context.signal);
        return { kind: outcome === 'moved' ? 'moved' : 'proposed' };
      }
      case 'wait':
        return { kind: 'proposed' };
      case 'no-changes':
        await changeSets.remove(stack.target, name, context.signal);
        return { kind: 'no-changes' };
      case 'stop':
        return { kind: 'stopped', problem: move.problem };
      case 'check':
        return checkAndExecute(decision, move.changeSet, context);
    }
  }
}

/** After the attempt that the stack itself names as its last. */
function firstAttempt({ live }: Decision, desired: Desired): number {
  const last = parseApplyChangeSetName(changeSetNameOf(live?.changeSet) ?? '');
  return appliesDigest(last, desired.digest) ? last.attempt + 1 : 1;
}

async function checkAndExecute(decision: Decision, changeSet: ChangeSet, context: AdvanceContext): Promise<Advance> {
  const { stack } = decision;
  const { ports, signal } = context;
  const problem = staleness(context.shown, decision, changeSet.changes);
  // It stays: either AWS has made it obsolete, or the next plan shows just this.
  if (problem !== undefined) return { kind: 'stopped', problem };
  const assessment = assess(decision, changeSet.changes, context.fleet);
  if (assessment.gate.verdict !== 'auto') {
    const name = { stack: changeSet.stackArn, name: changeSet.arn };
    await ports.changeSets.remove(stack.target, name, signal);
    return { kind: 'gated', assessment };
  }
  await prepare(decision, context);
  const execution = {
    changeSetArn: changeSet.arn,
    stackArn: changeSet.stackArn,
    token: `execute-${digestOf(changeSet.arn).slice(0, 40)}`,
  };
  const outcome = await ports.changeSets.execute(stack.target, execution, signal);
  return outcome === 'moved' ? { kind: 'moved' } : { kind: 'executing', assessment };
}
