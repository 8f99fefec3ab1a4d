import type { Clock } from '../clock.js';
import { findStack } from '../cloudformation/stacks.js';
import type { LiveResource, Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { World } from '../world.js';
import type { Acting } from './settle.js';
import { actingOn, settleGroup } from './settle.js';
import { groupState, groupType, keepGroup } from './state.js';

/** What services that tell of instances, or change them, work with. */
export interface Nodes {
  readonly world: World;
  readonly clock: Clock;
  /** What a resource takes. */
  readonly resourceMs: number;
  /** Has a stack look at once at what has happened to its resources. */
  wake(stackId: string): void;
}

/** Groups of a place as they are by now. */
export async function currentGroups(nodes: Nodes, place: Place): Promise<readonly LiveResource[]> {
  const groups = resourcesOf(nodes.world).ofType(place, groupType);
  for (const group of groups) await settleNow(nodes, group);
  return groups;
}

/** Changes a group, lets it come to what follows, and keeps it. */
export async function changeGroup<Result>(
  nodes: Nodes,
  group: LiveResource,
  change: (acting: Acting) => Result,
): Promise<Result> {
  const result = change(actingNow(nodes, group));
  settleGroup(actingNow(nodes, group));
  await keepGroup(nodes.world, group);
  nodes.wake(group.maker);
  return result;
}

async function settleNow(nodes: Nodes, group: LiveResource): Promise<void> {
  const before = JSON.stringify(groupState(nodes.world, group));
  const due = settleGroup(actingNow(nodes, group));
  const stack = findStack(nodes.world, group, group.maker);
  // A simulated clock stands still between operations: whoever looks moves it on to what is due next.
  if (stack && !stack.operation && due !== undefined) {
    nodes.clock.reach(stack, due);
    settleGroup(actingNow(nodes, group));
  }
  if (JSON.stringify(groupState(nodes.world, group)) !== before) await keepGroup(nodes.world, group);
}

function actingNow({ world, clock, resourceMs }: Nodes, group: LiveResource): Acting {
  return actingOn({ world, group, now: clock.now(findStack(world, group, group.maker)), resourceMs });
}
