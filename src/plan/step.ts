import type { CfnChange } from '../cfn/change-set.js';
import type { Artifacts } from '../model/artifact.js';
import type { Fleet } from '../model/fleet.js';
import { assess } from './assess.js';
import type { Decision } from './decision.js';
import { nodeConfigChanges } from './node-config-changes.js';
import type { Problem, Step } from './plan.js';
import { stepDigest } from './step-digest.js';

/** What CloudFormation said to a proposed change: its changes, or why it refused the change set. */
export type Proposal =
  | { readonly kind: 'changes'; readonly changes: readonly CfnChange[] }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** `proposal` is undefined for stacks that were not asked about: absent, as wanted, or not changeable now. */
export function stepOf(
  decision: Decision,
  proposal: Proposal | undefined,
  { fleet, artifacts }: { fleet: Fleet; artifacts: Artifacts },
): Step {
  const { stack, live, knownAfter, desired } = decision;
  const refused = proposal?.kind === 'refused' ? proposal.problem : undefined;
  const changes = proposal?.kind === 'changes' ? proposal.changes : undefined;
  const known = { ...assess(decision, changes, fleet), nodeConfigs: nodeConfigChanges(decision, changes, artifacts) };
  const base: Omit<Step, 'action' | 'problem'> = {
    id: stack.id,
    cluster: stack.cluster,
    kind: stack.kind,
    pool: stack.pool,
    stackName: stack.stackName,
    account: stack.target.account.id,
    region: stack.target.region,
    status: live?.status,
    desired: knownAfter.length === 0 ? desired?.digest : undefined,
    digest: undefined,
    reasons: [],
    knownAfter,
    blockedBy: decision.blockedBy,
    ...known,
  };
  if (refused !== undefined) return { ...base, action: 'stop', problem: refused };
  switch (decision.action) {
    case 'create':
      return { ...base, action: 'create', digest: digestUnlessOpen(decision, []), problem: undefined };
    case 'update': {
      const digest = changes && digestUnlessOpen(decision, changes);
      return { ...base, action: 'update', digest, reasons: decision.reasons, problem: undefined };
    }
    case 'protect':
      return {
        ...base,
        action: 'update',
        digest: digestUnlessOpen(decision, []),
        reasons: ['its termination protection is off'],
        problem: undefined,
      };
    default:
      return { ...base, action: decision.action, problem: decision.problem };
  }
}

function digestUnlessOpen(decision: Decision, changes: readonly CfnChange[]): string | undefined {
  return decision.knownAfter.length === 0 ? stepDigest(decision, changes) : undefined;
}
