import type { Colors as Colours } from 'picocolors/types.js';
import type { Outcome, StackOutcome } from '../reconcile/outcome.js';
import { duration } from './text.js';

/** What became of one stack: a line, and for a failure its causes and the next step below. No final newline. */
export function stackOutcomeText(outcome: StackOutcome, paint: Colours): string {
  return [`${stackLabel(outcome)}  ${resultText(outcome, paint)}`, ...failureLines(outcome)].join('\n');
}

/** `1 applied, 1 held (tccp), 13 unchanged.` */
export function outcomeSummary(outcome: Outcome): string {
  const order = ['applied', 'running', 'waiting', 'held', 'refused', 'failed', 'blocked', 'unchanged'] as const;
  const parts = order.flatMap(result => {
    const stacks = outcome.stacks.filter(stack => stack.result === result);
    return stacks.length === 0 ? [] : [countOf(result, stacks)];
  });
  return `${parts.join(', ')}.`;
}

/** `prod-a  tcnp-workers`; the fleet's own stack stands for itself. */
export function stackLabel({ id }: { readonly id: string }): string {
  const slash = id.indexOf('/');
  return slash === -1 ? `fleet  ${id}` : `${id.slice(0, slash)}  ${id.slice(slash + 1)}`;
}

function resultText(outcome: StackOutcome, paint: Colours): string {
  const took = outcome.tookMs === undefined ? '' : ` in ${duration(outcome.tookMs)}`;
  const said = outcome.status === undefined || outcome.problem?.message.startsWith(outcome.status);
  const status = said ? '' : ` (${outcome.status})`;
  switch (outcome.result) {
    case 'applied':
      return paint.green(`done${took}`) + (outcome.changeClass === undefined ? '' : `, ${outcome.changeClass}`);
    case 'unchanged':
      return 'unchanged';
    case 'held':
    case 'refused':
      return paint.yellow(`${outcome.result}${because(outcome)}`);
    case 'failed':
      return paint.red(`failed${took}${status}${because(outcome)}`);
    case 'blocked':
      return paint.yellow(`not started: waits for ${outcome.blockedBy.join(', ')}`);
    case 'running':
      return `interrupted; CloudFormation goes on${status}`;
    case 'waiting':
      return 'interrupted before its turn';
  }
}

function because({ problem }: StackOutcome): string {
  return problem === undefined ? '' : `: ${problem.message}`;
}

function failureLines({ causes, problem }: StackOutcome): string[] {
  const causeLines = causes.map(cause => `  cause  ${cause.logicalId} (${cause.type}): ${cause.reason}`);
  return problem?.hint === undefined ? causeLines : [...causeLines, `  next   ${problem.hint}`];
}

function countOf(result: string, stacks: readonly StackOutcome[]): string {
  const named = result !== 'applied' && result !== 'unchanged';
  return `${stacks.length} ${result}${named ? ` (${stacks.map(stack => stack.id).join(', ')})` : ''}`;
}
