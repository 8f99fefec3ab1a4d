import { dependenciesOf, inOrder } from '../../../cfn/dependencies.js';
import { own } from '../../../model/own.js';
import { isSame } from '../../resources/difference.js';
import { plannedOutputs } from '../../templates/outputs.js';
import { checkRules } from '../../templates/rules.js';
import type { Scope } from '../../templates/scope.js';
import { activeResources } from '../../templates/scope.js';
import { validationError } from '../../templates/template-error.js';
import type { Context } from '../context.js';
import { driftDetails } from '../drift/drift-details.js';
import { phantomDetail } from '../drift/phantom.js';
import type { Realities } from '../drift/reality.js';
import { reconcile } from '../drift/reconcile.js';
import type { Changes } from '../live-scope.js';
import { plannedScope } from '../live-scope.js';
import { desiredProperties, policyOf } from '../scope.js';
import type { Deployment, Stack, StackResource } from '../state.js';
import type { ChangeDetail, IgnoredAttribute, Imports, ResourceChange } from './change-set.js';
import { attributeDetails, propertyDetails } from './details.js';
import { consequencesOf } from './told.js';

interface Given {
  readonly imports: Imports;
  /** Told to drift-aware change sets. */
  readonly realities?: Realities | undefined;
}

/** What executing a deployment would do to the resources of its stack, in the order of dependencies. */
export function resourceChanges(
  context: Context,
  stack: Stack,
  next: Deployment,
  given: Given,
): readonly ResourceChange[] {
  const changes = new Map<string, ResourceChange>();
  /** Changes that change nothing for other resources. */
  const apart: ResourceChange[] = [];
  const scope = plannedScope(context, stack, next, changes);
  // Evaluated even if nothing uses them yet, since AWS refuses a template for any of them.
  for (const condition of Object.keys(scope.template.Conditions ?? {})) scope.condition(condition);
  checkRules(scope);
  // Outputs are only evaluated at the end, but what they refer to must be there.
  plannedOutputs(scope);
  const active = activeResources(scope);
  refuseTypeChanges(stack, scope, active);
  const before = plannedScope(context, stack, stack.deployment ?? next);
  const planning = { ...given, context, stack, next, scope, before, changes };
  for (const logicalId of inOrder(dependenciesOf(scope.template), active)) {
    const resource = existingResource(logicalId, planning);
    const change = resource ? modification(resource, planning) : addition(logicalId, planning);
    const phantom = resource && !change && given.realities && phantomModification(resource, planning);
    if (phantom) apart.push(phantom);
    else if (change?.action === 'SyncWithActual') apart.push(change);
    else if (change) changes.set(logicalId, change);
  }
  const removed = Object.keys(stack.resources).filter(logicalId => !active.includes(logicalId));
  return [...changes.values(), ...apart, ...removed.map(logicalId => removal(logicalId, planning))];
}

/** Whether outputs differ from those of the live deployment while no resource changes. */
export function outputsChange(context: Context, stack: Stack, live: Deployment, next: Deployment): boolean {
  const [before, after] = [live, next].map(deployment => plannedOutputs(plannedScope(context, stack, deployment)));
  return !isSame(before, after);
}

interface Planning extends Given {
  readonly context: Context;
  readonly stack: Stack;
  readonly next: Deployment;
  readonly scope: Scope;
  /** Of the live deployment. */
  readonly before: Scope;
  /** So far. */
  readonly changes: Changes;
}

function refuseTypeChanges({ resources }: Stack, { template }: Scope, active: readonly string[]): void {
  const changed = active.filter(id => own(resources, id) && resources[id]?.type !== template.Resources[id]?.Type);
  if (changed.length === 0) return;
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
  );
}

function existingResource(logicalId: string, { stack, realities }: Planning): StackResource | undefined {
  const resource = own(stack.resources, logicalId);
  const isGone = resource?.physicalId === undefined || realities?.get(logicalId)?.status === 'DELETED';
  return isGone ? undefined : resource;
}

function addition(logicalId: string, planning: Planning): ResourceChange {
  const { context, scope, next, imports } = planning;
  const physicalId = own(imports, logicalId);
  return {
    ...changeOf(logicalId, planning),
    action: physicalId === undefined ? 'Add' : 'Import',
    physicalId,
    before: undefined,
    after: desiredProperties(context, logicalId, scope, next.tags),
  };
}

function removal(logicalId: string, planning: Planning): ResourceChange {
  const { deletionPolicy = 'Delete' } = planning.stack.resources[logicalId] ?? {};
  return { ...changeOf(logicalId, planning), action: 'Remove', policyAction: plainPolicy(deletionPolicy) };
}

function modification(resource: StackResource, planning: Planning): ResourceChange | undefined {
  const { context, stack, scope, next, before, changes, realities } = planning;
  const { logicalId } = resource;
  const after = desiredProperties(context, logicalId, scope, next.tags);
  const reality = realities?.get(logicalId);
  const actual = reality?.properties;
  const reconciled = actual && reconcile(context, stack, resource, { actual, wanted: after });
  const comparison = {
    logicalId,
    type: context.specification.resourceType(resource.type),
    before: { scope: before, properties: reconciled?.before ?? resource.properties },
    after: { scope, properties: after },
    changes,
  };
  const modified = [...propertyDetails(comparison), ...attributeDetails(comparison)];
  const details = reality ? driftDetails(modified, resource, { reconciled, after }) : modified;
  if (details.length === 0) return undefined;
  const change = {
    ...changeOf(logicalId, planning, reconciled?.ignored),
    before: comparison.before.properties,
    after,
  };
  if (modified.length > 0) return withConsequences(change, details, scope);
  return { ...change, action: 'SyncWithActual', scope: consequencesOf(details).scope, details };
}

function phantomModification(resource: StackResource, planning: Planning): ResourceChange | undefined {
  const { context, stack, scope } = planning;
  const detail = phantomDetail(context, stack, resource, scope);
  if (!detail) return undefined;
  const after = { ...resource.properties, [detail.name ?? '']: detail.afterValue };
  return withConsequences({ ...changeOf(resource.logicalId, planning), after }, [detail], scope);
}

function withConsequences(change: ResourceChange, details: readonly ChangeDetail[], scope: Scope): ResourceChange {
  const modified = { ...change, ...consequencesOf(details), details };
  if (modified.replacement !== 'True') return modified;
  const policy = plainPolicy(policyOf(change.logicalId, scope, 'UpdateReplacePolicy'));
  return { ...modified, policyAction: `ReplaceAnd${policy}` };
}

/** What every change of a resource tells; of its own, the resource is modified without any effect. */
function changeOf(
  logicalId: string,
  { stack, scope, realities }: Planning,
  ignored: readonly IgnoredAttribute[] = [],
): ResourceChange {
  const resource = own(stack.resources, logicalId);
  const reality = realities?.get(logicalId);
  return {
    action: 'Modify',
    logicalId,
    physicalId: resource?.physicalId,
    type: resource?.type ?? scope.template.Resources[logicalId]?.Type ?? '',
    scope: [],
    details: [],
    before: resource?.properties,
    ...(reality && { drift: { status: reality.status, ignored, previous: resource?.properties } }),
  };
}

/** RetainExceptOnCreate differs from Retain only while a resource is being created. */
function plainPolicy(policy: string): string {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
}
