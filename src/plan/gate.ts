import type { ChangeClass } from './change-class.js';
import type { Gate } from './plan.js';

/**
 * Whether apply may take a step of this class. Until approvals exist, everything that could interrupt or lose something
 * is refused.
 */
export function gateOf(changeClass: ChangeClass | undefined): Gate {
  const reason = changeClass === undefined ? undefined : refusals[changeClass];
  return reason === undefined ? { verdict: 'auto', reason: undefined } : { verdict: 'refused', reason };
}

const refusals: Readonly<Partial<Record<ChangeClass, string>>> = {
  interrupting: 'it interrupts something that runs, and changes of class interrupting cannot be approved yet',
  upgrade: 'only a newer clusterwright causes it, and changes of class upgrade cannot be approved yet',
  delete: 'it deletes resources of the stack, and clusterwright deletes nothing yet',
  'replace-stateful':
    'it makes a resource anew that holds data, an address or an identity, and that cannot be allowed yet',
  'delete-stateful':
    'it deletes a resource that holds data, an address or an identity, and clusterwright deletes nothing yet',
};
