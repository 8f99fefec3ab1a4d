import { AwsFault } from '../fault.js';
import { uuidFor } from '../ids.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { World } from '../world.js';
import type { Context } from './context.js';
import type { Stack } from './state.js';

const service = 'cloudformation';

/** "Understand CloudFormation quotas" in the user guide. */
export const accountLimits = { ConcurrentResourcesLimit: 2500, StackLimit: 2000, StackOutputsLimit: 200 } as const;

export const stackNamePattern = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

const known = new WeakMap<World, readonly Stack[]>();

/** All stacks, deleted ones too, oldest first. */
export function allStacks(world: World): readonly Stack[] {
  const stacks = known.get(world) ?? storedStacks(world);
  known.set(world, stacks);
  return stacks;
}

/** Stacks of an account in a region, deleted ones too, oldest first. */
export function stacksIn(world: World, { accountId, region }: Place): readonly Stack[] {
  return allStacks(world).filter(stack => stack.accountId === accountId && stack.region === region);
}

/** Found by name unless deleted, or by ARN; undefined if there is none. */
export function findStack(world: World, place: Place, nameOrId: string): Stack | undefined {
  return stacksIn(world, place).findLast(
    ({ stackId, stackName, status }) =>
      nameOrId === stackId || (nameOrId === stackName && status !== 'DELETE_COMPLETE'),
  );
}

/** The stack that holds a change set, by the change set's ARN. */
export function stackOfChangeSet(world: World, place: Place, id: string): Stack | undefined {
  return stacksIn(world, place).findLast(({ changeSets }) => changeSets.some(({ changeSetId }) => changeSetId === id));
}

/** Name of the stack that a request is about, as far as it says. */
export function stackNamedBy(world: World, place: Place, parameters: QueryParameters): string | undefined {
  const named = parameters.get('StackName');
  if (named !== undefined) return /^arn:.*:stack\/([^/]+)/.exec(named)?.[1] ?? named;
  return stackOfChangeSet(world, place, parameters.get('ChangeSetName') ?? '')?.stackName;
}

/**
 * The stack of a name. A new one has nothing, not even a status that anybody has seen, but from now on its name is
 * taken. Throws LimitExceededException if there are as many as there may be.
 */
export function stackOrNew(context: Context, place: Place, name: string): Stack {
  const existing = findStack(context.world, place, name);
  if (existing) return existing;
  const live = stacksIn(context.world, place).filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (live.length >= accountLimits.StackLimit) {
    throw new AwsFault('LimitExceededException', 'Limit for stack has been exceeded');
  }
  const stack = newStack(context, place, name);
  known.set(context.world, [...allStacks(context.world), stack]);
  return stack;
}

function newStack({ world, clock }: Context, { accountId, region }: Place, stackName: string): Stack {
  const stacks = stacksIn(world, { accountId, region });
  const uuid = uuidFor(world, 'stack', accountId, region, stackName, stacks.length);
  // Stacks of a place never have the same age, so that their order is never in doubt.
  const creationTime = Math.max(clock.now(undefined), (stacks.at(-1)?.creationTime ?? 0) + 1);
  return {
    accountId,
    region,
    stackName,
    stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid}`,
    creationTime,
    time: creationTime,
    status: 'REVIEW_IN_PROGRESS',
    terminationProtection: false,
    disableRollback: false,
    resources: {},
    outputs: [],
    changeSets: [],
    history: [],
    recent: { events: [], properties: [] },
    lastEventTime: 0,
    leftovers: [],
    operations: [],
    drift: { resources: {}, detections: [] },
    tokens: {},
  };
}

/** Takes back a new stack that came to nothing. */
export function forgetStack(world: World, stack: Stack): void {
  known.set(
    world,
    allStacks(world).filter(other => other !== stack),
  );
}

/** Resolves once the stack and its simulated resources are kept. */
export async function keepStack(world: World, stack: Stack): Promise<void> {
  const { accountId, region, stackId } = stack;
  // Each stack is a partition of its own, so that a change writes one stack only.
  const name = stackId.slice(stackId.indexOf(':stack/') + 7).replaceAll('/', '_');
  const key = { service, accountId, region, name };
  world.partition<Stack>(key, () => stack);
  // Another request may have been refused the same name while this one waited for its turn.
  if (!allStacks(world).includes(stack)) known.set(world, [...allStacks(world), stack]);
  // Resources first: those that the stack does not know yet would be made again with the same ids.
  await resourcesOf(world).keep(stack);
  await world.changed(key);
}

function storedStacks(world: World): readonly Stack[] {
  const stacks = world.partitions(service).map(key => world.partition<Stack>(key, missing));
  return stacks.sort((a, b) => a.creationTime - b.creationTime);
}

function missing(): never {
  throw new Error('The sandbox has lost a stack.');
}
