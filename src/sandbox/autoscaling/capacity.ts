import type { LiveResource } from '../resources/live-resource.js';
import type { GroupInstance, GroupState } from './state.js';
import { activeInstances, unitsOf } from './state.js';

/** What a group does next to have what it is to have. */
export type NextStep =
  | { readonly kind: 'launch'; readonly zones: ReadonlyMap<string, number> }
  | { readonly kind: 'terminate'; readonly instance: GroupInstance; readonly cause: string };

/** Undefined if the group has what it is to have, or may do nothing about it. */
export function nextStep(state: GroupState, recipeDigest: string, now: number): NextStep | undefined {
  const active = activeInstances(state);
  const may = (process: string) => !state.suspended.includes(process) && !state.suspendedForRoll.includes(process);
  const sick = active.find(({ healthy }) => !healthy);
  if (sick && may('Terminate') && may('ReplaceUnhealthy')) {
    return {
      kind: 'terminate',
      instance: sick,
      cause: 'an instance was taken out of service in response to a health-check',
    };
  }
  const units = unitsOf(active);
  if (units < state.desired) {
    const waiting = state.retryAt !== undefined && now < state.retryAt;
    return may('Launch') && !waiting ? { kind: 'launch', zones: instancesByZone(active) } : undefined;
  }
  const victim = oldest(active, recipeDigest);
  if (!victim || units - victim.weight < state.desired || !may('Terminate')) return undefined;
  const cause = 'an instance was taken out of service in response to a difference between desired and actual capacity';
  return { kind: 'terminate', instance: victim, cause };
}

export interface Sizes {
  readonly min: number;
  readonly max: number;
}

export function sizesOf({ properties }: Pick<LiveResource, 'properties'>, state?: GroupState): Sizes {
  return { min: state?.temporaryMin ?? Number(properties.MinSize ?? 0), max: Number(properties.MaxSize ?? 0) };
}

export function clamped(desired: number, { min, max }: Sizes): number {
  return Math.min(max, Math.max(min, desired));
}

/** Instances that were launched from something else than the group launches from now, oldest first. */
export function obsoleteInstances(state: GroupState, recipeDigest: string): readonly GroupInstance[] {
  return activeInstances(state).filter(({ recipe }) => recipe !== recipeDigest);
}

export interface Batches {
  /** Ids of all instances that are to go. */
  readonly obsolete: readonly string[];
  readonly policy: { readonly maxBatchSize: number; readonly minInService: number };
}

/** What a roll takes away next: at least one instance, else as much as batch size and instances in service allow. */
export function nextBatch(active: readonly GroupInstance[], { obsolete, policy }: Batches): readonly GroupInstance[] {
  const spare = unitsOf(active) - policy.minInService;
  const candidates = active.filter(({ id }) => obsolete.includes(id)).slice(0, policy.maxBatchSize);
  return candidates.filter((_, index) => index === 0 || unitsOf(candidates.slice(0, index + 1)) <= spare);
}

/** What CloudFormation says when a group cannot launch what it is to have; undefined if it can. */
export function failedLaunch(
  { activities, retryAt }: GroupState,
  { min, max }: Sizes,
  size: number,
): string | undefined {
  const failure = retryAt === undefined ? undefined : activities.at(-1)?.failure;
  if (failure === undefined) return undefined;
  return `Group did not stabilize. {current/minSize/maxSize} group size = {${size}/${min}/${max}}. Failed Scaling Activity: ${failure}`;
}

/** The default termination policy: of the zone that has most, what is obsolete, then what is oldest. */
function oldest(active: readonly GroupInstance[], recipeDigest: string): GroupInstance | undefined {
  const zones = instancesByZone(active);
  const most = Math.max(...zones.values());
  const candidates = active.filter(({ zone }) => zones.get(zone) === most);
  return candidates.find(({ recipe }) => recipe !== recipeDigest) ?? candidates[0];
}

function instancesByZone(instances: readonly GroupInstance[]): ReadonlyMap<string, number> {
  const zones = new Map<string, number>();
  for (const { zone } of instances) zones.set(zone, (zones.get(zone) ?? 0) + 1);
  return zones;
}
