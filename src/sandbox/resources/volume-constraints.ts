import type { Properties } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import type { LiveResource } from './live-resource.js';

const volumeType = 'AWS::EC2::Volume';
const restSeconds = 6 * 3600;

/** Throws ResourceFailure if a volume would shrink, or was modified a short time ago: either keeps a rollback from going back. */
export function checkModification(
  { type, properties, attributes }: LiveResource,
  after: Pick<LiveResource, 'properties'>,
  seconds: number | undefined,
): void {
  if (type !== volumeType || !isModified(properties, after.properties)) return;
  if (Number(after.properties.Size) < Number(properties.Size)) {
    throw new ResourceFailure('New size cannot be smaller than existing size');
  }
  const { ModifiedAt } = attributes;
  const rested = typeof ModifiedAt !== 'string' || ModifiedAt === '' || seconds === undefined;
  if (rested || seconds - Number(ModifiedAt) >= restSeconds) return;
  throw new ResourceFailure(
    "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume.",
  );
}

/** Whether a change is one of the volume itself, not of its tags. */
export function isModified(before: Properties, after: Properties): boolean {
  return ['Size', 'VolumeType', 'Iops', 'Throughput'].some(name => String(before[name]) !== String(after[name]));
}
