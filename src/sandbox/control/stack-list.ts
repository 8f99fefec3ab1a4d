import { allStacks } from '../cloudformation/stacks.js';
import type { Stack } from '../cloudformation/state.js';
import type { World } from '../world.js';

export interface AccountSummary {
  readonly accountId: string;
  readonly region: string;
  readonly stacks: number;
  /** Those that stacks have made, apart from buckets and keys. */
  readonly resources: number;
  readonly buckets: number;
  readonly keys: number;
}

export interface StackSummary {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly status: string;
  readonly statusReason?: string;
  /** ISO 8601 */
  readonly changedAt: string;
}

export interface ResourceSummary {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly statusReason?: string;
}

/** Every account and region in which there is anything. */
export function accounts(world: World): readonly AccountSummary[] {
  const places = new Map<string, { -readonly [Name in keyof AccountSummary]: AccountSummary[Name] }>();
  const at = ({ accountId, region }: { readonly accountId: string; readonly region: string }) => {
    const id = `${accountId} ${region}`;
    const place = places.get(id) ?? { accountId, region, stacks: 0, resources: 0, buckets: 0, keys: 0 };
    places.set(id, place);
    return place;
  };
  for (const stack of stacks(world)) at(stack).stacks += 1;
  for (const key of world.partitions()) {
    if (key.accountId === 'global') continue;
    const content = world.partition<Contents>(key, () => ({}));
    if (key.service === 'resources') at(key).resources += Object.keys(content.resources ?? {}).length;
    if (key.service === 's3' && key.name !== undefined) at(key).buckets += 1;
    if (key.service === 'kms') at(key).keys += Object.keys(content.keys ?? {}).length;
  }
  return [...places.values()].sort(byPlace);
}

interface Contents {
  readonly resources?: object;
  readonly keys?: object;
}

/** All stacks that have not been deleted. */
export function stacks(world: World): readonly Stack[] {
  return allStacks(world)
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .sort((a, b) => byPlace(a, b) || (a.stackName < b.stackName ? -1 : 1));
}

export function stackSummary(stack: Stack): StackSummary {
  const { accountId, region, stackName, stackId, status, statusReason } = stack;
  const changedAt = new Date(stack.lastEventTime || stack.creationTime).toISOString();
  return {
    accountId,
    region,
    stackName,
    stackId,
    status,
    ...(statusReason !== undefined && { statusReason }),
    changedAt,
  };
}

export function resourceSummaries({ resources }: Stack): readonly ResourceSummary[] {
  return Object.values(resources).map(({ logicalId, type, physicalId, status, statusReason }) => ({
    logicalId,
    type,
    ...(physicalId !== undefined && { physicalId }),
    status,
    ...(statusReason !== undefined && { statusReason }),
  }));
}

function byPlace(a: { accountId: string; region: string }, b: { accountId: string; region: string }): number {
  const [left, right] = [`${a.accountId} ${a.region}`, `${b.accountId} ${b.region}`];
  return left === right ? 0 : left < right ? -1 : 1;
}
