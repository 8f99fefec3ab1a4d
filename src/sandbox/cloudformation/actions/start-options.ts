import { flag } from '../../query-parameters.js';
import type { QueryParameters } from '../../query-protocol.js';
import type { OnStackFailure } from '../change-sets/change-set.js';
import type { Stack } from '../state.js';
import { tokenOf } from '../tokens.js';

/** How an operation is to go that brings a stack to what a request or its change set asks for. */
export function startOptions(parameters: QueryParameters, choice?: OnStackFailure) {
  const keeps = choice === 'DO_NOTHING' || flag(parameters, 'DisableRollback');
  const gives = choice === 'DELETE' ? 'delete' : 'rollback';
  return {
    token: tokenOf(parameters),
    onFailure: keeps ? 'keep' : gives,
    retainExceptOnCreate: flag(parameters, 'RetainExceptOnCreate'),
  } as const;
}

/** The stack moves on without its change sets. */
export function obsoleteChangeSets({ changeSets }: Stack): void {
  for (const changeSet of changeSets) {
    if (changeSet.executionStatus === 'AVAILABLE') changeSet.executionStatus = 'OBSOLETE';
  }
}
