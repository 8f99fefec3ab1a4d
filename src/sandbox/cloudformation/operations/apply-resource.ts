import { dependenciesOf } from '../../../cfn/dependencies.js';
import { pointerKeys } from '../../../cfn/pointer.js';
import { own } from '../../../model/own.js';
import { creationPolicyOf, obsoletingProperties, updatePolicyOf } from '../../autoscaling/policies.js';
import { beginChange, beginLaunch } from '../../autoscaling/turns.js';
import type { CreatedResource, Properties } from '../../resource.js';
import { givenName } from '../../resources/physical-ids.js';
import type { Scope } from '../../templates/scope.js';
import { validationError } from '../../templates/template-error.js';
import { differences } from '../change-sets/difference.js';
import { requiresRecreation } from '../change-sets/recreation.js';
import type { Context } from '../context.js';
import { desiredProperties, policyOf } from '../desired.js';
import type { Meeting } from '../drift/reality.js';
import { detachForeign, meetReality, withUntouched } from '../drift/reality.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace } from '../resource-place.js';
import { checkStackPolicy } from '../stack-policy.js';
import type { Stack, StackResource } from '../state.js';
import { importResource } from './import-resource.js';
import type { Task } from './operation.js';
import { turnOf } from './turn-of.js';

export interface Applying {
  readonly context: Context;
  readonly stack: Stack;
  readonly scope: Scope;
}

/** Starts to bring one resource to what the deployment says, if it is not there yet. Throws what makes it fail. */
export async function applyResource(task: Task, applying: Applying): Promise<void> {
  const { context, stack, scope } = applying;
  const { logicalId } = task;
  const existing = stack.resources[logicalId];
  if (existing?.physicalId === undefined) return create(task, applying, newResource(logicalId, applying, existing));
  const wanted = desiredProperties(logicalId, scope, stack.deployment?.tags ?? {}, context.specification);
  const met = await meetReality(context, stack, existing, wanted);
  if (met === 'gone') return create(task, applying, newResource(logicalId, applying, existing));
  const live = { ...existing, physicalId: existing.physicalId, properties: met?.before ?? existing.properties };
  const changed = differences(live.properties, wanted, '/Properties');
  const type = context.specification.resourceType(live.type);
  const replaced =
    changed.some(({ pointer }) => requiresRecreation(type, pointer) === 'Always') ||
    (updatePolicyOf(logicalId, scope).willReplace &&
      changed.some(({ pointer }) => obsoletingProperties.includes(pointerKeys(pointer)[1] ?? '')));
  if (changed.length > 0) checkStackPolicy(stack, existing, replaced ? 'Update:Replace' : 'Update:Modify');
  if (replaced) {
    return replace(task, applying, live, wanted);
  }
  Object.assign(existing, policies(logicalId, scope), { rollback: undefined });
  // What failed half-way is brought back even if nothing is known to differ.
  const restores = met !== undefined && met.actual === undefined;
  if (changed.length === 0 && existing.status !== 'UPDATE_FAILED' && !restores) {
    if (met) existing.properties = wanted;
    task.state = 'done';
    return undefined;
  }
  return update(task, applying, existing, { wanted, met });
}

/** There may be many: written out member by member they share one shape and need no second object for their members. */
function newResource(logicalId: string, { scope, context, stack }: Applying, failed?: StackResource): StackResource {
  const { dependencies, deletionPolicy, updateReplacePolicy } = policies(logicalId, scope);
  return {
    logicalId,
    type: scope.template.Resources[logicalId]?.Type ?? '',
    physicalId: undefined,
    status: 'CREATE_IN_PROGRESS',
    statusReason: undefined,
    timestamp: context.clock.now(stack),
    properties: {},
    attributes: {},
    dependencies,
    deletionPolicy,
    updateReplacePolicy,
    generation: (failed?.generation ?? 0) + 1,
    isNew: true,
    rollback: undefined,
  };
}

function policies(logicalId: string, scope: Scope) {
  const dependencies = dependenciesOf(scope.template).get(logicalId);
  return {
    dependencies: dependencies?.size ? [...dependencies] : none,
    deletionPolicy: policyOf(logicalId, scope, 'DeletionPolicy'),
    updateReplacePolicy: policyOf(logicalId, scope, 'UpdateReplacePolicy'),
  };
}

const none: readonly string[] = [];

async function create(task: Task, applying: Applying, resource: StackResource): Promise<void> {
  const { context, stack, scope } = applying;
  resource.properties = desiredProperties(task.logicalId, scope, stack.deployment?.tags ?? {}, context.specification);
  const id = own(stack.operation?.imports ?? {}, task.logicalId);
  if (id !== undefined) return importResource(task, resource, { context, stack, id });
  stack.resources[task.logicalId] = resource;
  enterResourceStatus(context, stack, resource, 'CREATE_IN_PROGRESS');
  Object.assign(resource, await make(applying, resource));
  enterResourceStatus(context, stack, resource, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
  run(task, 'CREATE_COMPLETE', applying);
  task.progress = await beginLaunch(turnOf(context, stack, resource), creationPolicyOf(task.logicalId, scope));
  return undefined;
}

async function update(
  task: Task,
  applying: Applying,
  resource: StackResource,
  { wanted, met }: { readonly wanted: Properties; readonly met: Meeting | undefined },
): Promise<void> {
  const { context, stack, scope } = applying;
  const { physicalId } = resource;
  if (physicalId === undefined) return;
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS');
  if (met?.actual) resource.actual = met.actual;
  const handler = handlerFor(context, stack, resource, 'update');
  const given = withUntouched(context, stack, resource, met?.given ?? wanted);
  const made = await handler.update(physicalId, given, resourcePlace(context, stack, resource));
  const before = met?.before ?? resource.properties;
  Object.assign(resource, made, { properties: wanted });
  if (met?.actual) detachForeign(context, stack, resource);
  else delete resource.actual;
  run(task, 'UPDATE_COMPLETE', applying);
  task.progress = await beginChange(turnOf(context, stack, resource), before, updatePolicyOf(task.logicalId, scope));
}

async function replace(
  task: Task,
  applying: Applying,
  old: StackResource & { readonly physicalId: string },
  wanted: Properties,
): Promise<void> {
  const { context, stack, scope } = applying;
  const resource: StackResource = { ...newResource(task.logicalId, applying, old), physicalId: old.physicalId };
  stack.resources[task.logicalId] = resource;
  resource.properties = wanted;
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS', replacing);
  const name = givenName({ type: old.type, properties: wanted });
  if (name !== undefined && name === givenName(old)) {
    stack.resources[task.logicalId] = { ...old };
    throw validationError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
  }
  // From here on the old resource is a leftover: it is deleted if the update succeeds, and taken back if not.
  stack.leftovers.push({ ...old, deletionPolicy: resource.updateReplacePolicy });
  resource.physicalId = undefined;
  Object.assign(resource, await make(applying, resource));
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS', 'Resource creation Initiated');
  run(task, 'UPDATE_COMPLETE', applying);
  task.progress = await beginLaunch(turnOf(context, stack, resource), creationPolicyOf(task.logicalId, scope));
}

const replacing = 'Requested update requires the creation of a new physical resource; hence creating one.';

async function make({ context, stack }: Applying, resource: StackResource): Promise<CreatedResource> {
  const handler = handlerFor(context, stack, resource, 'create');
  return handler.create(resource.properties, resourcePlace(context, stack, resource));
}

function run(task: Task, finalStatus: Task['finalStatus'], { context, stack }: Applying): void {
  task.state = 'running';
  task.finalStatus = finalStatus;
  task.finishesAt = context.clock.now(stack) + context.pace.resourceMs;
}
