import type { StackArtifact } from '../model/artifact.js';
import type { LiveStack } from '../observe/snapshot.js';
import type { Problem } from './plan.js';

/** A stack of our name that is not ours is never touched. */
export function foreignStack(stack: StackArtifact): Problem {
  return {
    code: 'foreign-stack',
    message: `${stack.stackName} exists and does not belong to ${stack.owner}: its output Owner does not say so`,
    hint: 'rename the fleet or the cluster, or delete the stack if it is nobody’s; clusterwright never touches it',
  };
}

/** What a person can do about a stack that CloudFormation cannot update. */
export function stuckStack(stack: StackArtifact, live: LiveStack): Problem {
  const { message, hint } = explain(live.status, `--stack-name ${live.name} --region ${stack.target.region}`);
  const reason = live.statusReason === undefined ? '' : ` (${live.statusReason})`;
  return { code: 'stuck-stack', message: `${live.status}: ${message}${reason}`, hint };
}

/** One attempt per desired digest: the same change would fail the same way. */
export function revertedStack(live: LiveStack): Problem {
  return {
    code: 'reverted',
    message: `${live.status}: this change was tried and reverted; the state before it is live`,
    hint: 'fix and commit; the same change is not tried again until then',
  };
}

/** What a stack takes from another one is not there, although that one is through. */
export function missingInput(stack: StackArtifact, missing: string): Problem {
  return {
    code: 'output-missing',
    message: `${stack.id} needs the output ${missing}, which is not there`,
    hint: 'somebody changed that stack outside of clusterwright; bring its template back to what the commit says',
  };
}

export function stackBeingDeleted(live: LiveStack): Problem {
  return {
    code: 'being-deleted',
    message: `${live.status}: somebody is deleting the stack`,
    hint: 'find out who and why; once it is gone, plan shows that it would be created again',
  };
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

function explain(status: string, options: string): Explanation {
  const aws = (verb: string) => `aws cloudformation ${verb} ${options}`;
  switch (status) {
    case 'ROLLBACK_COMPLETE':
      return {
        message: 'its creation failed and was rolled back; such a stack can only be deleted',
        hint: `see the cause with ${aws('describe-stack-events')}, fix it, then ${aws('delete-stack')} and apply again`,
      };
    case 'CREATE_FAILED':
      return {
        message: 'its creation failed and nothing was rolled back',
        hint: `look at what is there, then ${aws('delete-stack')} and apply again`,
      };
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      return {
        message: 'resources are left over that could not be deleted',
        hint: `find them with ${aws('describe-stack-resources')}, then ${aws('delete-stack')}, with --retain-resources for those to keep`,
      };
    case 'UPDATE_FAILED':
      return {
        message: 'an update stopped half-way and was not rolled back',
        hint: `${aws('rollback-stack')}, then apply again`,
      };
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        message: 'an update failed and so did its rollback',
        hint: `remove what blocks the rollback, then ${aws('continue-update-rollback')}`,
      };
    case 'IMPORT_ROLLBACK_FAILED':
      return {
        message: 'an import of resources failed and so did its rollback',
        hint: `remove what blocks the rollback, then ${aws('continue-update-rollback')}`,
      };
    default:
      return {
        message: 'clusterwright does not know this status, so it leaves the stack alone',
        hint: 'a newer clusterwright may know it',
      };
  }
}
