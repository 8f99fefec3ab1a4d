import { dependenciesOf } from '../../../cfn/dependencies.js';
import { own } from '../../../model/own.js';
import { knownAfterApply, resolve } from '../../templates/resolve.js';
import { checkRules } from '../../templates/rules.js';
import type { Scope } from '../../templates/scope.js';
import { activeResources } from '../../templates/scope.js';
import { validationError } from '../../templates/template-error.js';
import type { Context } from '../context.js';
import { scopeOf } from '../deployment-scope.js';
import { desiredProperties, policyOf } from '../desired.js';
import { driftDetails } from '../drift/drift-details.js';
import { phantomChange } from '../drift/phantom.js';
import type { Realities, Reality } from '../drift/reality.js';
import { reconcile } from '../drift/reconcile.js';
import { exportedValue } from '../exports.js';
import type {
  ChangeDetail,
  ChangeSet,
  Deployment,
  IgnoredAttribute,
  Imports,
  ResourceChange,
  Stack,
  StackResource,
} from '../state.js';
import { attributeDetails } from './attribute-details.js';
import { isSame } from './difference.js';
import { propertyDetails } from './property-details.js';

/** What executing a deployment would do to the resources of its stack, in the order of dependencies. */
export function resourceChanges(
  context: Context,
  stack: Stack,
  next: Deployment,
  { imports, realities }: { readonly imports: Imports; readonly realities?: Realities | undefined },
): readonly ResourceChange[] {
  const changes = new Map<string, ResourceChange>();
  /** Changes that change nothing for other resources. */
  const told: ResourceChange[] = [];
  const scope = plannedScope(context, stack, next, changes);
  // Evaluated even if nothing uses them yet, since AWS refuses a template for any of them.
  for (const condition of Object.keys(scope.template.Conditions ?? {})) scope.condition(condition);
  checkRules(scope);
  // Outputs are only evaluated at the end, but what they refer to must be there.
  outputValues(scope);
  const active = activeResources(scope);
  refuseTypeChanges(stack, scope, active);
  for (const logicalId of inOrder(scope, active)) {
    const resource = stack.resources[logicalId];
    const reality = realities?.get(logicalId);
    const planning = { context, scope, next, stack, reality };
    const isThere = resource?.physicalId !== undefined && reality?.status !== 'DELETED';
    const change = isThere
      ? modification(resource, { ...planning, changes })
      : addition(logicalId, planning, own(imports, logicalId));
    const phantom = realities && isThere && !change ? phantomChange(context, stack, resource, scope) : undefined;
    if (phantom) told.push(phantom);
    else if (change?.action === 'SyncWithActual') told.push(change);
    else if (change) changes.set(logicalId, change);
  }
  const removed = Object.keys(stack.resources).filter(logicalId => !active.includes(logicalId));
  return [...changes.values(), ...told, ...removed.map(logicalId => removal(logicalId, stack, realities))];
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
  /** Told to drift-aware change sets. */
  readonly reality: Reality | undefined;
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

function addition(
  logicalId: string,
  { context, scope, next, stack, reality }: Planning,
  imported?: string,
): ResourceChange {
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
    ...driftOf(reality, stack.resources[logicalId]),
  };
}

function removal(logicalId: string, { resources }: Stack, realities: Realities | undefined): ResourceChange {
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
    ...driftOf(realities?.get(logicalId), resource),
  };
}

function modification(
  resource: StackResource,
  planning: Planning & { readonly changes: Changes },
): ResourceChange | undefined {
  const { context, scope, next, stack, changes, reality } = planning;
  const { logicalId } = resource;
  const previous = stack.deployment;
  if (!previous) return undefined;
  const type = context.specification.resourceType(resource.type);
  const after = desiredProperties(logicalId, scope, next.tags, context.specification);
  const before = scopeOf(stack, previous, plannedResources(context, stack, new Map()));
  const actual = reality?.properties;
  const reconciled = actual && reconcile(context, stack, resource, { actual, wanted: after });
  const compared = reconciled ? { ...resource, properties: reconciled.before } : resource;
  const modified = [
    ...propertyDetails({ logicalId, resource: compared, type, after, scope, before, changes, tags: next.tags }),
    ...attributeDetails(logicalId, before, scope),
  ];
  const details = reality ? driftDetails(modified, resource, { reconciled, after }) : modified;
  if (details.length === 0) return undefined;
  const isModified = modified.length > 0;
  const replacement = isModified ? replacementOf(details) : undefined;
  return {
    action: isModified ? 'Modify' : 'SyncWithActual',
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
    before: compared.properties,
    after,
    ...driftOf(reality, resource, reconciled?.ignored),
  };
}

function driftOf(
  reality: Reality | undefined,
  resource: StackResource | undefined,
  ignored: readonly IgnoredAttribute[] = [],
): Pick<ResourceChange, 'drift'> {
  return reality ? { drift: { status: reality.status, ignored, previous: resource?.properties } } : {};
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
