import { AwsFault } from '../fault.js';
import type { PartitionKey, World } from '../world.js';
import type { Place } from './context.js';
import type { Stack } from './state.js';

const service = 'cloudformation';

/** Each stack is a partition of its own, so that a change writes one stack only. */
export function stackKey({
  accountId,
  region,
  stackId,
}: Pick<Stack, 'accountId' | 'region' | 'stackId'>): PartitionKey {
  return { service, accountId, region, name: stackId.slice(stackId.indexOf(':stack/') + 7).replaceAll('/', '_') };
}

/** Stacks of an account in a region, deleted ones too, oldest first. */
export function stacksIn(world: World, place: Place): readonly Stack[] {
  return allStacks(world).filter(stack => stack.accountId === place.accountId && stack.region === place.region);
}

export function allStacks(world: World): readonly Stack[] {
  const stacks = world.partitions(service).map(key => world.partition<Stack>(key, missing));
  return stacks.sort((a, b) => a.creationTime - b.creationTime);
}

/** Found by name unless deleted, or by ARN; undefined if there is none. */
export function findStack(world: World, place: Place, nameOrId: string): Stack | undefined {
  const stacks = stacksIn(world, place);
  if (nameOrId.startsWith('arn:')) return stacks.find(stack => stack.stackId === nameOrId);
  return stacks.find(stack => stack.stackName === nameOrId && stack.status !== 'DELETE_COMPLETE');
}

/** Throws AWS's ValidationError if there is none. The wording differs between actions. */
export function requireStack(world: World, place: Place, nameOrId: string, wording = 'with id'): Stack {
  const stack = findStack(world, place, nameOrId);
  if (stack) return stack;
  throw new AwsFault(
    'ValidationError',
    wording === 'with id' ? `Stack with id ${nameOrId} does not exist` : `Stack ${wording}`,
  );
}

/** Resolves once the stack is kept. */
export function keepStack(world: World, stack: Stack): Promise<void> {
  world.partition<Stack>(stackKey(stack), () => stack);
  return world.changed(stackKey(stack));
}

function missing(): never {
  throw new Error('The sandbox has lost a stack.');
}
