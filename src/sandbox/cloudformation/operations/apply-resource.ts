import { dependenciesOf } from '../../../cfn/dependencies.js';
import { ResourceFailure } from '../../resource.js';
import { differences } from '../change-sets/difference.js';
import { requiresRecreation } from '../change-sets/recreation.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { desiredProperties, policyOf } from '../resources/desired.js';
import { givenName } from '../resources/physical-ids.js';
import type { Made } from '../resources/provision.js';
import { adoptResource, createResource, updateResource } from '../resources/provision.js';
import { keepStack } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';
import type { Scope } from '../templates/scope.js';
import type { Operation, Task } from './operation.js';
import { rollingUpdate } from './rolling-update.js';

export interface Applying {
  readonly context: Context;
  readonly stack: Stack;
  readonly operation: Operation;
  readonly scope: Scope;
}

/** Starts to bring one resource to what the deployment says, if it is not there yet. Throws what makes it fail. */
export async function applyResource(task: Task, applying: Applying): Promise<void> {
  const { context, stack, scope } = applying;
  const { logicalId } = task;
  const existing = stack.resources[logicalId];
  if (existing?.physicalId === undefined) return create(task, applying, newResource(logicalId, applying, existing));
  const wanted = desiredProperties(logicalId, scope, stack.deployment?.tags ?? {}, context.specification);
  const live = { ...existing, physicalId: existing.physicalId };
  const changed = differences(live.properties, wanted, '/Properties');
  const type = context.specification.resourceType(live.type);
  if (changed.some(({ pointer }) => requiresRecreation(type, pointer) === 'Always')) {
    return replace(task, applying, live, wanted);
  }
  Object.assign(existing, policies(logicalId, scope));
  // What failed half-way is brought back even if nothing is known to differ.
  if (changed.length === 0 && existing.status !== 'UPDATE_FAILED') {
    task.state = 'done';
    return undefined;
  }
  return update(task, applying, existing, wanted);
}

function newResource(logicalId: string, { scope, context }: Applying, failed?: StackResource): StackResource {
  return {
    logicalId,
    type: scope.template.Resources[logicalId]?.Type ?? '',
    physicalId: undefined,
    status: 'CREATE_IN_PROGRESS',
    statusReason: undefined,
    timestamp: context.now(),
    properties: {},
    attributes: {},
    ...policies(logicalId, scope),
    generation: (failed?.generation ?? 0) + 1,
    isNew: true,
  };
}

function policies(logicalId: string, scope: Scope) {
  return {
    dependencies: [...(dependenciesOf(scope.template).get(logicalId) ?? [])],
    deletionPolicy: policyOf(logicalId, scope, 'DeletionPolicy'),
    updateReplacePolicy: policyOf(logicalId, scope, 'UpdateReplacePolicy'),
  };
}

async function create(task: Task, { context, stack, scope }: Applying, resource: StackResource): Promise<void> {
  stack.resources[task.logicalId] = resource;
  resource.properties = desiredProperties(task.logicalId, scope, stack.deployment?.tags ?? {}, context.specification);
  enterResourceStatus(stack, resource, 'CREATE_IN_PROGRESS', context.now());
  Object.assign(resource, await make(task, context, stack, resource));
  enterResourceStatus(stack, resource, 'CREATE_IN_PROGRESS', context.now(), 'Resource creation Initiated');
  run(task, 'CREATE_COMPLETE', context.now() + context.pace.resourceMs);
}

async function update(
  task: Task,
  { context, stack, scope }: Applying,
  resource: StackResource,
  wanted: StackResource['properties'],
): Promise<void> {
  const { physicalId } = resource;
  if (physicalId === undefined) return;
  enterResourceStatus(stack, resource, 'UPDATE_IN_PROGRESS', context.now());
  const made = await updateResource(context, stack, { ...resource, physicalId }, wanted);
  const roll = rollingUpdate(resource, wanted, scope.template.Resources[task.logicalId]?.UpdatePolicy);
  Object.assign(resource, made, { properties: wanted });
  if (roll) enterResourceStatus(stack, resource, 'UPDATE_IN_PROGRESS', context.now(), roll.message);
  run(task, 'UPDATE_COMPLETE', context.now() + context.pace.resourceMs * (roll?.batches ?? 1));
}

async function replace(
  task: Task,
  applying: Applying,
  old: StackResource & { readonly physicalId: string },
  wanted: StackResource['properties'],
): Promise<void> {
  const { context, stack, operation } = applying;
  const resource: StackResource = { ...newResource(task.logicalId, applying, old), physicalId: old.physicalId };
  stack.resources[task.logicalId] = resource;
  resource.properties = wanted;
  enterResourceStatus(stack, resource, 'UPDATE_IN_PROGRESS', context.now(), replacing);
  const name = givenName({ type: old.type, properties: wanted });
  if (name !== undefined && name === givenName(old)) {
    stack.resources[task.logicalId] = { ...old };
    throw new ResourceFailure(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
  }
  // From here on the old resource is a leftover: it is deleted if the update succeeds, and taken back if not.
  operation.leftovers.push({ ...old, deletionPolicy: resource.updateReplacePolicy });
  resource.physicalId = undefined;
  Object.assign(resource, await make(task, context, stack, resource));
  enterResourceStatus(stack, resource, 'UPDATE_IN_PROGRESS', context.now(), 'Resource creation Initiated');
  run(task, 'UPDATE_COMPLETE', context.now() + context.pace.resourceMs);
}

/** A resource of another service is made before the stack can remember it, so that it is looked for after a crash. */
async function make(task: Task, context: Context, stack: Stack, resource: StackResource): Promise<Made> {
  if (!Object.hasOwn(context.handlers, resource.type)) return createResource(context, stack, resource);
  const adopted = task.attempted ? await adoptResource(context, stack, resource) : undefined;
  if (adopted) return adopted;
  task.attempted = true;
  await keepStack(context.world, stack);
  return createResource(context, stack, resource);
}

const replacing = 'Requested update requires the creation of a new physical resource; hence creating one.';

function run(task: Task, finalStatus: Task['finalStatus'], finishesAt: number): void {
  task.state = 'running';
  task.finalStatus = finalStatus;
  task.finishesAt = finishesAt;
}
