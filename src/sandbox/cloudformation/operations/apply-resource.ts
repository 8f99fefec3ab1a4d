import { dependenciesOf } from '../../../cfn/dependencies.js';
import { pointerKeys } from '../../../cfn/pointer.js';
import { requiresRecreation } from '../../../cfn/recreation.js';
import { own } from '../../../model/own.js';
import { creationPolicyOf, obsoletingProperties, updatePolicyOf } from '../../autoscaling/policies.js';
import { beginChange, beginLaunch } from '../../autoscaling/turns.js';
import type { Properties } from '../../resource.js';
import { ResourceFailure } from '../../resource.js';
import { detachForeign } from '../../resources/attachments.js';
import { differences } from '../../resources/difference.js';
import { givenName } from '../../resources/physical-ids.js';
import { resourcesOf } from '../../resources/store.js';
import type { Scope } from '../../templates/scope.js';
import { validationError } from '../../templates/template-error.js';
import type { Meeting } from '../drift/reality.js';
import { meetReality } from '../drift/reality.js';
import { enterResourceStatus } from '../events.js';
import { liveScope } from '../live-scope.js';
import { handlerFor, resourcePlace, turnOf } from '../resource-place.js';
import { desiredProperties, policyOf } from '../scope.js';
import { checkStackPolicy } from '../stack-policy.js';
import type { StackResource } from '../state.js';
import type { Running, Started, Task } from './operation.js';

interface Applying extends Running {
  readonly scope: Scope;
  readonly wanted: Properties;
}

interface LiveResource extends StackResource {
  readonly physicalId: string;
}

/**
 * Starts to bring one resource to what the deployment says; undefined if it is there already. Throws what makes it fail.
 */
export async function applyResource(task: Task, running: Running): Promise<Started | undefined> {
  const { context, stack } = running;
  const { logicalId } = task;
  const scope = liveScope(context, stack);
  if (!scope) return undefined;
  const wanted = desiredProperties(context, logicalId, scope, stack.deployment?.tags);
  const applying = { ...running, scope, wanted };
  const existing = stack.resources[logicalId];
  if (!isLive(existing)) return create(applying, newResource(logicalId, applying, existing));
  const met = await meetReality(context, stack, existing, wanted);
  if (met === 'gone') {
    task.verb = 'CREATE';
    return create(applying, newResource(logicalId, applying, existing));
  }
  const before = met?.before ?? existing.properties;
  const changed = differences(before, wanted, '/Properties').map(({ pointer }) => pointer);
  const replaced = isReplaced(existing, changed, applying);
  if (changed.length > 0) checkStackPolicy(stack, existing, replaced ? 'Update:Replace' : 'Update:Modify');
  if (replaced) return replace(applying, { ...existing, properties: before });
  existing.dependencies = dependenciesIn(scope, logicalId);
  existing.deletionPolicy = policyOf(logicalId, scope, 'DeletionPolicy');
  existing.rollback = undefined;
  // What failed half-way is brought back even if nothing is known to differ.
  const restores = met !== undefined && met.actual === undefined;
  if (changed.length > 0 || existing.status === 'UPDATE_FAILED' || restores) {
    return update(applying, existing, { before, met });
  }
  if (met) existing.properties = wanted;
  return undefined;
}

function isLive(resource: StackResource | undefined): resource is LiveResource {
  return resource?.physicalId !== undefined;
}

/** Whether a change of properties, named by pointers, takes a new physical resource. */
function isReplaced({ logicalId, type }: LiveResource, changed: readonly string[], { context, scope }: Applying) {
  const specified = context.specification.resourceType(type);
  if (changed.some(pointer => requiresRecreation(specified, pointer) === 'Always')) return true;
  const { willReplace } = updatePolicyOf(logicalId, scope);
  return willReplace && changed.some(pointer => obsoletingProperties.includes(pointerKeys(pointer)[1] ?? ''));
}

/** There may be many: written out member by member they share one shape and need no second object for their members. */
function newResource(logicalId: string, applying: Applying, earlier: StackResource | undefined): StackResource {
  const { scope, context, stack, wanted } = applying;
  return {
    logicalId,
    type: scope.template.Resources[logicalId]?.Type ?? '',
    physicalId: undefined,
    status: 'CREATE_IN_PROGRESS',
    statusReason: undefined,
    timestamp: context.clock.now(stack),
    properties: wanted,
    attributes: {},
    dependencies: dependenciesIn(scope, logicalId),
    deletionPolicy: policyOf(logicalId, scope, 'DeletionPolicy'),
    generation: (earlier?.generation ?? 0) + 1,
    rollback: undefined,
  };
}

function dependenciesIn({ template }: Scope, logicalId: string): readonly string[] {
  const dependencies = dependenciesOf(template).get(logicalId);
  return dependencies?.size ? [...dependencies] : none;
}

const none: readonly string[] = [];

async function create(applying: Applying, resource: StackResource): Promise<Started> {
  const { context, stack, operation } = applying;
  const id = own(operation.imports ?? {}, resource.logicalId);
  stack.resources[resource.logicalId] = resource;
  if (id !== undefined) return importResource(applying, resource, id);
  enterResourceStatus(context, stack, resource, 'CREATE_IN_PROGRESS');
  return make(applying, resource, 'CREATE');
}

/** A resource that is taken over stays as it is, whatever the template says. */
async function importResource({ context, stack }: Applying, resource: StackResource, id: string): Promise<Started> {
  enterResourceStatus(context, stack, resource, 'IMPORT_IN_PROGRESS', 'Resource import started.');
  const found = await handlerFor(context, stack, resource, 'create').read(id, resourcePlace(context, stack, resource));
  if (!found) throw new ResourceFailure(`Resource of type '${resource.type}' with identifier '${id}' was not found.`);
  Object.assign(resource, { physicalId: id, attributes: found.attributes });
  return {};
}

interface Change {
  readonly before: Properties;
  readonly met: Meeting | undefined;
}

async function update(applying: Applying, resource: LiveResource, { before, met }: Change): Promise<Started> {
  const { context, stack, scope, wanted } = applying;
  const resources = resourcesOf(context.world);
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS');
  if (met?.actual) resource.actual = met.actual;
  const handler = handlerFor(context, stack, resource, 'update');
  // What others have set in properties that neither this template nor the last one sets is left alone.
  const live = resources.find(stack, resource.type, resource.physicalId);
  const untouched = Object.entries(live?.properties ?? {}).filter(
    ([name]) => !Object.hasOwn(resource.properties, name),
  );
  const given = met?.given ?? wanted;
  const all = untouched.length === 0 ? given : { ...Object.fromEntries(untouched), ...given };
  const made = await handler.update(resource.physicalId, all, resourcePlace(context, stack, resource));
  Object.assign(resource, made, { properties: wanted });
  // Reverting drift takes away what others have attached.
  if (met?.actual && live) detachForeign(live, resources, stack.stackId, wanted);
  if (!met?.actual) delete resource.actual;
  const policy = updatePolicyOf(resource.logicalId, scope);
  return { progress: await beginChange(turnOf(context, stack, resource), before, policy) };
}

async function replace(applying: Applying, old: LiveResource): Promise<Started> {
  const { context, stack, scope } = applying;
  const { logicalId, physicalId } = old;
  const resource: StackResource = { ...newResource(logicalId, applying, old), physicalId };
  stack.resources[logicalId] = resource;
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS', replacing);
  const name = givenName(resource);
  if (name !== undefined && name === givenName(old)) {
    stack.resources[logicalId] = { ...old };
    throw validationError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
  }
  // From here on the old resource is a leftover: it is deleted if the update succeeds, and taken back if not.
  stack.leftovers.push({ ...old, deletionPolicy: policyOf(logicalId, scope, 'UpdateReplacePolicy') });
  resource.physicalId = undefined;
  return make(applying, resource, 'UPDATE');
}

const replacing = 'Requested update requires the creation of a new physical resource; hence creating one.';

async function make(applying: Applying, resource: StackResource, verb: 'CREATE' | 'UPDATE'): Promise<Started> {
  const { context, stack, scope } = applying;
  const handler = handlerFor(context, stack, resource, 'create');
  Object.assign(resource, await handler.create(resource.properties, resourcePlace(context, stack, resource)));
  enterResourceStatus(context, stack, resource, `${verb}_IN_PROGRESS`, 'Resource creation Initiated');
  const policy = creationPolicyOf(resource.logicalId, scope);
  return { progress: await beginLaunch(turnOf(context, stack, resource), policy) };
}
