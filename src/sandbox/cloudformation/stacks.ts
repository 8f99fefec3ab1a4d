import { AwsFault } from '../fault.js';
import { uuidFor } from '../ids.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { PartitionKey, World } from '../world.js';
import type { ChangeSet } from './change-sets/change-set.js';
import type { Context } from './context.js';
import type { Stack } from './state.js';

const service = 'cloudformation';

/** Finds stacks without looking at all of them. */
interface Index {
  /** Oldest first. */
  readonly byPlace: Map<string, Stack[]>;
  readonly byId: Map<string, Stack>;
  /** The newest of a name, deleted or not. */
  readonly byName: Map<string, Stack>;
}

const known = new WeakMap<World, Index>();

/** A stack without anything, not even a status that anybody has seen. From now on its name is taken. */
export function newStack({ world, clock }: Context, place: Place, stackName: string): Stack {
  const { accountId, region } = place;
  const stacks = stacksIn(world, place);
  const uuid = uuidFor(world, 'stack', accountId, region, stackName, stacks.length);
  // Stacks of a place never have the same age, so that their order is never in doubt.
  const creationTime = Math.max(clock.now(undefined), (stacks.at(-1)?.creationTime ?? 0) + 1);
  const stack: Stack = {
    accountId,
    region,
    stackName,
    stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid}`,
    creationTime,
    time: creationTime,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: undefined,
    lastUpdatedTime: undefined,
    deletionTime: undefined,
    terminationProtection: false,
    timeoutInMinutes: undefined,
    policy: undefined,
    disableRollback: false,
    changeSetId: undefined,
    deployment: undefined,
    resources: {},
    outputs: [],
    changeSets: [],
    history: [],
    recent: { events: [], properties: [] },
    lastEventTime: 0,
    operation: undefined,
    previous: undefined,
    leftovers: [],
    operations: [],
    drift: { checkedAt: undefined, resources: {}, detections: [] },
    tokens: {},
  };
  addTo(indexOf(world), stack);
  return stack;
}

/** Takes back a new stack that came to nothing. */
export function forgetStack(world: World, stack: Stack): void {
  const { byPlace, byId, byName } = indexOf(world);
  const stacks = byPlace.get(placeKey(stack)) ?? [];
  stacks.splice(stacks.indexOf(stack), 1);
  byId.delete(stack.stackId);
  byName.delete(`${placeKey(stack)} ${stack.stackName}`);
  const earlier = stacks.findLast(({ stackName }) => stackName === stack.stackName);
  if (earlier) byName.set(`${placeKey(stack)} ${stack.stackName}`, earlier);
}

export const stackNamePattern = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

/** Stacks of an account in a region, deleted ones too, oldest first. */
export function stacksIn(world: World, place: Place): readonly Stack[] {
  return indexOf(world).byPlace.get(placeKey(place)) ?? [];
}

export function allStacks(world: World): readonly Stack[] {
  return [...indexOf(world).byId.values()];
}

/** Found by name unless deleted, or by ARN; undefined if there is none. */
export function findStack(world: World, place: Place, nameOrId: string): Stack | undefined {
  const { byId, byName } = indexOf(world);
  const stack = nameOrId.startsWith('arn:') ? byId.get(nameOrId) : byName.get(`${placeKey(place)} ${nameOrId}`);
  if (stack?.accountId !== place.accountId || stack.region !== place.region) return undefined;
  return nameOrId === stack.stackId || stack.status !== 'DELETE_COMPLETE' ? stack : undefined;
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

/** The stack that holds a change set, by the change set's ARN. */
export function stackOfChangeSet(world: World, place: Place, changeSetId: string): Stack | undefined {
  return stacksIn(world, place).findLast(({ changeSets }) => changeSets.some(has(changeSetId)));
}

/** Name of the stack that a request is about, as far as it says. */
export function stackNamedBy(world: World, place: Place, parameters: QueryParameters): string | undefined {
  const named = parameters.get('StackName');
  if (named !== undefined) return /^arn:.*:stack\/([^/]+)/.exec(named)?.[1] ?? named;
  return stackOfChangeSet(world, place, parameters.get('ChangeSetName') ?? '')?.stackName;
}

function has(id: string) {
  return ({ changeSetId }: ChangeSet) => changeSetId === id;
}

/** Resolves once the stack and its simulated resources are kept. */
export async function keepStack(world: World, stack: Stack): Promise<void> {
  const key = partitionOf(stack);
  world.partition<Stack>(key, () => stack);
  // Resources first: those that the stack does not know yet would be made again with the same ids.
  await resourcesOf(world).keep(stack);
  await world.changed(key);
}

function indexOf(world: World): Index {
  const index = known.get(world) ?? { byPlace: new Map(), byId: new Map(), byName: new Map() };
  if (known.has(world)) return index;
  known.set(world, index);
  const stacks = world.partitions(service).map(key => world.partition<Stack>(key, missing));
  for (const stack of stacks.sort((a, b) => a.creationTime - b.creationTime)) addTo(index, stack);
  return index;
}

function addTo({ byPlace, byId, byName }: Index, stack: Stack): void {
  const place = placeKey(stack);
  byId.set(stack.stackId, stack);
  byName.set(`${place} ${stack.stackName}`, stack);
  const stacks = byPlace.get(place);
  if (stacks) stacks.push(stack);
  else byPlace.set(place, [stack]);
}

function placeKey({ accountId, region }: Place): string {
  return `${accountId} ${region}`;
}

/** Each stack is a partition of its own, so that a change writes one stack only. */
function partitionOf({ accountId, region, stackId }: Stack): PartitionKey {
  return { service, accountId, region, name: stackId.slice(stackId.indexOf(':stack/') + 7).replaceAll('/', '_') };
}

function missing(): never {
  throw new Error('The sandbox has lost a stack.');
}
