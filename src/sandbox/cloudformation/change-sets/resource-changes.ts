import { dependenciesOf } from '../../../cfn/dependencies.js';
import { own } from '../../../model/own.js';
import type { Context } from '../context.js';
import { desiredProperties, policyOf } from '../desired.js';
import { exportedValue } from '../exports.js';
import type { ChangeDetail, ChangeSet, Deployment, Imports, ResourceChange, Stack } from '../state.js';
import { scopeOf } from '../templates/deployment-scope.js';
import { knownAfterApply, resolve } from '../templates/resolve.js';
import { checkRules } from '../templates/rules.js';
import type { Scope } from '../templates/scope.js';
import { activeResources } from '../templates/scope.js';
import { validationError } from '../templates/template-error.js';
import { attributeDetails } from './attribute-details.js';
import { isSame } from './difference.js';
import { propertyDetails } from './property-details.js';

/** What executing a deployment would do to the resources of its stack, in the order of dependencies. */
export function resourceChanges(
  context: Context,
  stack: Stack,
  next: Deployment,
  imports: Imports,
): readonly ResourceChange[] {
  const changes = new Map<string, ResourceChange>();
  const scope = plannedScope(context, stack, next, changes);
  // Evaluated even if nothing uses them yet, since AWS refuses a template for any of them.
  for (const condition of Object.keys(scope.template.Conditions ?? {})) scope.condition(condition);
  checkRules(scope);
  // Outputs are only evaluated at the end, but what they refer to must be there.
  outputValues(scope);
  const active = activeResources(scope);
  refuseTypeChanges(stack, scope, active);
  for (const logicalId of inOrder(scope, active)) {
    const change =
      stack.resources[logicalId]?.physicalId === undefined
        ? addition(logicalId, { context, scope, next, stack }, own(imports, logicalId))
        : modification(logicalId, { context, scope, next, stack, changes });
    if (change) changes.set(logicalId, change);
  }
  const removed = Object.keys(stack.resources).filter(logicalId => !active.includes(logicalId));
  return [...changes.values(), ...removed.map(logicalId => removal(logicalId, stack))];
}

/** Whether outputs differ from those of the live stack; unknown values count as different. */
export function outputsChange(
  context: Context,
  stack: Stack,
  next: Deployment,
  changes: ChangeSet['changes'],
): boolean {
  const byId = new Map(changes.map(change => [change.logicalId, change]));
  const before = stack.deployment && scopeOf(stack, stack.deployment, plannedResources(context, stack, new Map()));
  const after = scopeOf(stack, next, plannedResources(context, stack, byId));
  return !isSame(before && outputValues(before), outputValues(after));
}

function outputValues(scope: Scope): unknown {
  const outputs = Object.entries((scope.template.Outputs ?? {}) as Record<string, { readonly Condition?: string }>);
  const active = outputs.filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition));
  return resolve(
    Object.fromEntries(active.map(([name, output]) => [name, { ...output, Condition: undefined }])),
    scope,
  );
}

interface Planning {
  readonly context: Context;
  readonly scope: Scope;
  readonly next: Deployment;
  readonly stack: Stack;
}

type Changes = ReadonlyMap<string, ResourceChange>;

/** What the deployment's functions will give, as far as that is known. */
export function plannedScope(context: Context, stack: Stack, next: Deployment, changes: Changes): Scope {
  return scopeOf(stack, next, plannedResources(context, stack, changes));
}

/** Identities and attributes that a change may give a new value are known only after it. */
function plannedResources(
  context: Context,
  stack: Stack,
  changes: Changes,
): Pick<Scope, 'physicalId' | 'attribute' | 'imported'> {
  const live = (logicalId: string) => stack.resources[logicalId];
  return {
    imported: name => exportedValue(context.world, stack, name),
    physicalId(logicalId) {
      const change = changes.get(logicalId);
      const id = live(logicalId)?.physicalId;
      return id === undefined || (change && change.replacement !== 'False') ? knownAfterApply : id;
    },
    attribute(logicalId, name) {
      const value = changes.has(logicalId) ? undefined : live(logicalId)?.attributes[name];
      return value ?? knownAfterApply;
    },
  };
}

/** The new template's resources, each after those that it depends on. */
function inOrder(scope: Scope, active: readonly string[]): readonly string[] {
  const dependencies = dependenciesOf(scope.template);
  const ordered = new Set<string>();
  const visit = (logicalId: string) => {
    for (const needed of dependencies.get(logicalId) ?? []) if (!ordered.has(needed)) visit(needed);
    ordered.add(logicalId);
  };
  for (const logicalId of active) visit(logicalId);
  return [...ordered].filter(logicalId => active.includes(logicalId));
}

function refuseTypeChanges(stack: Stack, { template }: Scope, active: readonly string[]): void {
  const changed = active.filter(
    id => own(stack.resources, id) && stack.resources[id]?.type !== template.Resources[id]?.Type,
  );
  if (changed.length === 0) return;
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
  );
}

function addition(logicalId: string, { context, scope, next }: Planning, imported?: string): ResourceChange {
  const properties = desiredProperties(logicalId, scope, next.tags, context.specification);
  return {
    action: imported === undefined ? 'Add' : 'Import',
    logicalId,
    physicalId: imported,
    type: scope.template.Resources[logicalId]?.Type ?? '',
    replacement: undefined,
    policyAction: undefined,
    scope: [],
    details: [],
    before: undefined,
    after: properties,
  };
}

function removal(logicalId: string, { resources }: Stack): ResourceChange {
  const resource = resources[logicalId];
  return {
    action: 'Remove',
    logicalId,
    physicalId: resource?.physicalId,
    type: resource?.type ?? '',
    replacement: undefined,
    policyAction: plainPolicy(resource?.deletionPolicy ?? 'Delete'),
    scope: [],
    details: [],
    before: resource?.properties,
    after: undefined,
  };
}

function modification(
  logicalId: string,
  planning: Planning & { readonly changes: Changes },
): ResourceChange | undefined {
  const { context, scope, next, stack, changes } = planning;
  const resource = stack.resources[logicalId];
  const previous = stack.deployment;
  if (!resource || !previous) return undefined;
  const type = context.specification.resourceType(resource.type);
  const after = desiredProperties(logicalId, scope, next.tags, context.specification);
  const before = scopeOf(stack, previous, plannedResources(context, stack, new Map()));
  const details = [
    ...propertyDetails({ logicalId, resource, type, after, scope, before, changes, tags: next.tags }),
    ...attributeDetails(logicalId, before, scope),
  ];
  if (details.length === 0) return undefined;
  const replacement = replacementOf(details);
  return {
    action: 'Modify',
    logicalId,
    physicalId: resource.physicalId,
    type: resource.type,
    replacement,
    policyAction:
      replacement === 'True'
        ? `ReplaceAnd${plainPolicy(policyOf(logicalId, scope, 'UpdateReplacePolicy'))}`
        : undefined,
    scope: [...new Set(details.map(({ attribute }) => attribute))],
    details,
    before: resource.properties,
    after,
  };
}

/** RetainExceptOnCreate differs from Retain only while a resource is being created. */
function plainPolicy(policy: string): string {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
}

/** A replacement is certain only if a static change calls for it. */
function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (
    details.some(({ requiresRecreation, evaluation }) => requiresRecreation === 'Always' && evaluation === 'Static')
  ) {
    return 'True';
  }
  return details.some(({ requiresRecreation }) => requiresRecreation !== 'Never') ? 'Conditional' : 'False';
}
