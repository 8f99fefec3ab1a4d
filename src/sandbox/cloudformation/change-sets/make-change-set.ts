import { uuidFor } from '../../ids.js';
import { pack } from '../../packed.js';
import { isSame } from '../../resources/difference.js';
import type { Context } from '../context.js';
import type { Realities } from '../drift/reality.js';
import { driftStatusOf } from '../drift/results.js';
import { masked } from '../masked.js';
import type { Deployment, Stack } from '../state.js';
import type { ChangeSet } from './change-set.js';
import { earlyFailure, earlyFindings } from './early-validation.js';
import { checkImportOnly } from './imports.js';
import { outputsChange, resourceChanges } from './resource-changes.js';

type Asked = Pick<ChangeSet, 'name' | 'type' | 'deployment' | 'imports'> &
  Partial<Pick<ChangeSet, 'description' | 'onStackFailure'>>;

/**
 * The finished change set; what a client sees of it at first is decided by `shownStatus`. It is drift-aware if it is
 * told how resources really are.
 */
export function makeChangeSet(context: Context, stack: Stack, asked: Asked, realities?: Realities): ChangeSet {
  const now = context.clock.now(stack);
  const changes = resourceChanges(context, stack, asked.deployment, { imports: asked.imports, realities });
  if (asked.type === 'IMPORT') checkImportOnly(changes);
  const findings = earlyFindings(context, stack, asked.deployment, changes);
  const empty = changes.length === 0 ? emptinessOf(context, stack, asked.deployment) : undefined;
  const failure = findings.length > 0 ? earlyFailure(findings) : empty;
  const { region, accountId, stackId } = stack;
  const uuid = uuidFor(context.world, 'change set', stackId, asked.name, Object.keys(stack.tokens).length, now);
  return {
    ...asked,
    changeSetId: `arn:aws:cloudformation:${region}:${accountId}:changeSet/${asked.name}/${uuid}`,
    operationId: uuidFor(context.world, 'operation', uuid),
    driftStatus: realities && driftStatusOf(realities.values()),
    creationTime: now,
    dueAt: now + context.pace.changeSetMs,
    executionStatus: failure === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
    failure,
    findings,
    // Changes are rarely looked at, and would take half the memory of a stack.
    changes: pack(masked(changes, stack.deployment, asked.deployment)),
  };
}

/** Why a change set that changes no resource fails, if it does. */
function emptinessOf(context: Context, stack: Stack, next: Deployment): string | undefined {
  const live = stack.deployment;
  if (!live || !isSame(live.tags, next.tags)) return undefined;
  if (context.outputChanges === 'counted' && outputsChange(context, stack, live, next)) return undefined;
  const same = live.template === next.template && isSame(live.parameters, next.parameters);
  return same ? identical : withoutEffect;
}

const identical =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
const withoutEffect = 'No updates are to be performed.';
