import { isImageGone } from '../ec2/images.js';
import { uuidFor } from '../ids.js';
import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { resourcesOf } from '../resources/store.js';
import type { World } from '../world.js';
import { nextStep } from './capacity.js';
import type { Transition } from './hooks.js';
import { lifecycleHooks } from './hooks.js';
import { activityId, buryInstance, enterState, instanceType, newInstance } from './instance.js';
import { launchSeconds, retrySeconds, scaledMs, terminationSeconds } from './pace.js';
import { recipeOf } from './recipe.js';
import type { GroupInstance, GroupState } from './state.js';
import { forgetInstance, groupState } from './state.js';

export interface Settling {
  readonly world: World;
  readonly group: LiveResource;
  readonly now: number;
  /** What a resource takes; everything else is scaled by it. */
  readonly resourceMs: number;
}

/**
 * Brings a group to what it is by now: moves on instances that are due, in the order of time, and launches and
 * terminates others. Returns when something is due next.
 */
export function settleGroup({ world, group, now, resourceMs }: Settling): number | undefined {
  const state = groupState(world, group);
  const acting = { world, resources: resourcesOf(world), group, state, now, resourceMs };
  state.createdAt ??= now;
  // Somebody may have taken an instance away altogether.
  for (const id of Object.keys(state.instances)) {
    if (!acting.resources.find(group, instanceType, id)) delete state.instances[id];
  }
  // What fell due earlier happened then, not now.
  for (let at = firstDue(state); at !== undefined && at <= now; at = firstDue(state)) {
    if (state.retryAt !== undefined && state.retryAt <= at) state.retryAt = undefined;
    for (const instance of Object.values(state.instances)) {
      if (instance.dueAt !== undefined && instance.dueAt <= at) moveOn({ ...acting, now: at }, instance);
    }
    balance({ ...acting, now: at });
  }
  balance(acting);
  forgetTerminated(acting);
  return firstDue(state);
}

/** Begins to take an instance out of its group. */
export function terminateInstance(acting: Acting, instance: GroupInstance, cause: string): void {
  if (instance.lifecycle.startsWith('Terminating')) return;
  record(acting, `Terminating EC2 instance: ${instance.id}`, cause);
  if (hold(acting, instance, 'autoscaling:EC2_INSTANCE_TERMINATING')) enter(acting, instance, 'Terminating:Wait');
  else enter(acting, instance, 'Terminating', terminationSeconds);
}

/** A hook that holds an instance is done with it, or has asked for the instance to be given up. */
export function completeHold(acting: Acting, instance: GroupInstance, hook: string, result: string): void {
  const { [hook]: _, ...rest } = instance.holds;
  instance.holds = result === 'ABANDON' ? {} : rest;
  const held = Object.keys(instance.holds).length > 0;
  if (instance.lifecycle === 'Pending:Wait') {
    if (result === 'ABANDON') terminateInstance(acting, instance, 'a lifecycle hook abandoned the launch');
    else if (!held) enter(acting, instance, 'InService');
  } else if (instance.lifecycle === 'Terminating:Wait' && !held) {
    enter(acting, instance, 'Terminating:Proceed', terminationSeconds);
  }
  if (Object.keys(instance.holds).length > 0) wait(instance);
}

export interface Acting extends Settling {
  readonly resources: Resources;
  readonly state: GroupState;
}

export function actingOn(settling: Settling): Acting {
  const { world, group } = settling;
  return { ...settling, resources: resourcesOf(world), state: groupState(world, group) };
}

function firstDue({ instances, retryAt }: GroupState): number | undefined {
  const times = [...Object.values(instances).map(({ dueAt }) => dueAt), retryAt].filter(time => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function moveOn(acting: Acting, instance: GroupInstance): void {
  const { lifecycle, id } = instance;
  if (lifecycle === 'Pending') {
    if (hold(acting, instance, 'autoscaling:EC2_INSTANCE_LAUNCHING')) enter(acting, instance, 'Pending:Wait');
    else enter(acting, instance, 'InService');
  } else if (lifecycle.endsWith(':Wait')) {
    const hooks = lifecycleHooks(acting.group, acting.resources);
    const over = Object.entries(instance.holds).filter(([, { deadline }]) => deadline <= acting.now);
    for (const [name] of over) {
      completeHold(acting, instance, name, hooks.find(hook => hook.name === name)?.defaultResult ?? 'ABANDON');
    }
  } else {
    delete acting.state.instances[id];
    acting.state.terminated = [...acting.state.terminated, { id, at: acting.now }];
    buryInstance(acting.resources, acting.group, id, acting.now);
  }
}

function balance(acting: Acting): void {
  const { state, group, resources, now } = acting;
  const recipe = recipeOf(group, resources);
  for (let step = nextStep(state, recipe.digest, now); step; step = nextStep(state, recipe.digest, now)) {
    if (step.kind === 'terminate') {
      terminateInstance(acting, step.instance, step.cause);
    } else if (isImageGone(acting.world, group, recipe.data.ImageId)) {
      const failure = `The image id '[${String(recipe.data.ImageId)}]' does not exist. Launching EC2 instance failed.`;
      record(acting, 'Launching a new EC2 instance', started, failure);
      state.retryAt = now + scaledMs(retrySeconds, acting.resourceMs);
    } else {
      const instance = newInstance(acting, recipe, step.zones);
      state.instances[instance.id] = instance;
      instance.dueAt = now + scaledMs(launchSeconds, acting.resourceMs);
      record(acting, `Launching a new EC2 instance: ${instance.id}`, started);
    }
  }
}

const started = 'an instance was started in response to a difference between desired and actual capacity';

function enter(acting: Acting, instance: GroupInstance, lifecycle: GroupInstance['lifecycle'], seconds?: number): void {
  instance.lifecycle = lifecycle;
  if (!lifecycle.endsWith(':Wait')) {
    instance.holds = {};
    instance.dueAt = seconds === undefined ? undefined : acting.now + scaledMs(seconds, acting.resourceMs);
  }
  enterState(acting.resources, acting.group, instance);
}

/** Has all hooks of a transition hold the instance; false if there are none. */
function hold(acting: Acting, instance: GroupInstance, transition: Transition): boolean {
  const { world, group, resources, now, resourceMs } = acting;
  const hooks = lifecycleHooks(group, resources).filter(hook => hook.transition === transition);
  instance.holds = Object.fromEntries(
    hooks.map(({ name, heartbeatSeconds }) => [
      name,
      {
        token: uuidFor(world, 'lifecycle', instance.id, transition, name),
        startedAt: now,
        deadline: now + scaledMs(heartbeatSeconds, resourceMs),
      },
    ]),
  );
  wait(instance);
  return hooks.length > 0;
}

/** Until the first hook's time is over. */
export function wait(instance: GroupInstance): void {
  const deadlines = Object.values(instance.holds).map(({ deadline }) => deadline);
  instance.dueAt = deadlines.length === 0 ? undefined : Math.min(...deadlines);
}

function record(acting: Acting, description: string, cause: string, failure?: string): void {
  const { world, group, state, now } = acting;
  const activity = { id: activityId(world, group, state), description, cause, startedAt: now, failure };
  state.activities = [...state.activities, activity].slice(-20);
}

/** EC2 tells of terminated instances for an hour. */
function forgetTerminated({ group, resources, state, now }: Acting): void {
  const old = state.terminated.filter(({ at }) => at + 3_600_000 < now);
  if (old.length === 0) return;
  for (const { id } of old) forgetInstance(resources, group, id);
  state.terminated = state.terminated.filter(gone => !old.includes(gone));
}
