import { uuidFor } from '../../ids.js';
import type { Context } from '../context.js';
import type { Realities } from '../drift/reality.js';
import { driftStatusOf } from '../drift/results.js';
import { masked } from '../masked.js';
import type { Deployment, Stack } from '../state.js';
import type { ChangeSet } from './change-set.js';
import { isSame } from './difference.js';
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
  const failure = failureOf(context, stack, asked.deployment, { changes, findings });
  const { region, accountId, stackId } = stack;
  const uuid = uuidFor(context.world, 'change set', stackId, asked.name, Object.keys(stack.tokens).length, now);
  return {
    ...asked,
    changeSetId: `arn:aws:cloudformation:${region}:${accountId}:changeSet/${asked.name}/${uuid}`,
    operationId: uuidFor(context.world, 'operation', uuid),
    driftStatus: realities && driftStatusOf(realities.values()),
    creationTime: now,
    dueAt: now + context.pace.changeSetMs,
    status: failure === undefined ? 'CREATE_COMPLETE' : 'FAILED',
    executionStatus: failure === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
    statusReason: failure,
    findings,
    changes: masked(changes, stack.deployment, asked.deployment),
  };
}

function failureOf(
  context: Context,
  stack: Stack,
  next: Deployment,
  { changes, findings }: Pick<ChangeSet, 'changes' | 'findings'>,
): string | undefined {
  if (findings.length > 0) return earlyFailure(findings);
  const live = stack.deployment;
  if (!live || changes.length > 0 || !isSame(live.tags, next.tags)) return undefined;
  if (context.outputChanges === 'counted' && outputsChange(context, stack, live, next)) return undefined;
  const same = live.template === next.template && isSame(live.parameters, next.parameters);
  return same ? identical : withoutEffect;
}

const identical =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
const withoutEffect = 'No updates are to be performed.';
