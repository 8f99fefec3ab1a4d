import { stackPhase } from '../cfn/stack-status.js';
import { AppError } from '../errors.js';
import { bookkeeping } from '../model/bookkeeping.js';
import { digestOf } from '../model/digest.js';
import type { Decision } from '../plan/decision.js';
import type { Desired } from '../plan/desired.js';
import type { Commit } from '../plan/plan.js';
import type { ChangeSetRequest } from './ports.js';

/** What is written beside the desired state, for people and for later versions. */
export interface Provenance {
  readonly commit: Commit;
  readonly toolVersion: string;
}

/** CloudFormation takes this many bytes of template inline. */
const inlineTemplateBytes = 51_200;

/**
 * The request of a change set of this name. The token follows from what is asked for, so that a request whose answer was
 * lost can be sent again. Throws AppError `template-too-large`.
 */
export function changeSetRequest(
  { stack, live }: Pick<Decision, 'stack' | 'live'>,
  desired: Desired,
  { name, commit, toolVersion }: Provenance & { readonly name: string },
): ChangeSetRequest {
  const bytes = Buffer.byteLength(stack.body);
  if (bytes > inlineTemplateBytes) {
    throw new AppError(
      'template-too-large',
      `the template of ${stack.id} has ${bytes} bytes; CloudFormation takes ${inlineTemplateBytes} inline, and larger ones cannot be applied yet`,
      { hint: `${stack.path} shows it; fewer zones or pools make it smaller` },
    );
  }
  return {
    stack: live?.arn ?? stack.stackName,
    name,
    type: live === undefined || stackPhase(live.status) === 'empty' ? 'CREATE' : 'UPDATE',
    token: `create-${digestOf({ stack: stack.stackName, desired: desired.digest, name }).slice(0, 40)}`,
    templateBody: stack.body,
    parameters: {
      ...desired.parameters,
      [bookkeeping.appliedHash]: desired.digest,
      [bookkeeping.appliedCommit]: commit.sha,
      [bookkeeping.toolVersion]: toolVersion,
    },
    tags: stack.tags,
    capabilities: stack.capabilities,
    serviceRole: stack.target.account.roles.service,
    description: `clusterwright ${toolVersion}: ${stack.owner} at ${commit.sha.slice(0, 12)}`,
  };
}
