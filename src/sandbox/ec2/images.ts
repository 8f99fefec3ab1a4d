import type { Place } from '../resources/live-resource.js';
import type { PartitionKey, World } from '../world.js';

/** Images that are gone; every other one exists. */
interface Images {
  gone: readonly string[];
}

export function isImageGone(world: World, place: Place, imageId: unknown): boolean {
  return typeof imageId === 'string' && world.partition<Images>(keyOf(place), noImages).gone.includes(imageId);
}

/** Makes an image vanish, or come back. */
export async function setImage(world: World, place: Place, imageId: string, gone: boolean): Promise<void> {
  const images = world.partition<Images>(keyOf(place), noImages);
  images.gone = [...images.gone.filter(other => other !== imageId), ...(gone ? [imageId] : [])];
  await world.changed(keyOf(place));
}

function keyOf({ accountId, region }: Place): PartitionKey {
  return { service: 'ec2', accountId, region };
}

function noImages(): Images {
  return { gone: [] };
}
