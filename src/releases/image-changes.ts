import type { Architecture } from '../model/fleet.js';
import type { ImagesByArchitecture } from './fetch-images.js';
import type { Image, ImageMap } from './image-map.js';

export interface ImageChange {
  /** Flatcar version. */
  readonly version: string;
  readonly region: string;
  readonly architecture: Architecture;
  /** Undefined when there was none. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface ImageChanges {
  readonly changes: readonly ImageChange[];
  /** What the map has and nobody publishes: copies of one's own, or a partition that is published elsewhere. */
  readonly unpublished: readonly Image[];
}

/**
 * What published images change in a map. Nothing is ever taken out of it: an id that is not published may be a copy of
 * the user's own. `regions` narrows the comparison; empty for all.
 */
export function imageChanges(
  { version, images }: ImageMap,
  published: ImagesByArchitecture,
  regions: readonly string[],
): ImageChanges {
  const isWanted = (region: string) => regions.length === 0 || regions.includes(region);
  const known = new Map(images.map(image => [keyOf(image), image.id]));
  const listed: Image[] = [...published].flatMap(([architecture, ids]) =>
    [...ids].filter(([region]) => isWanted(region)).map(([region, id]) => ({ region, architecture, id })),
  );
  const isListed = new Set(listed.map(keyOf));
  return {
    changes: listed
      .filter(image => known.get(keyOf(image)) !== image.id)
      .map(image => {
        const { region, architecture, id } = image;
        return { version, region, architecture, before: known.get(keyOf(image)), after: id };
      })
      .toSorted(byRegion),
    unpublished: images.filter(
      image => isWanted(image.region) && published.has(image.architecture) && !isListed.has(keyOf(image)),
    ),
  };
}

function keyOf({ region, architecture }: Pick<Image, 'region' | 'architecture'>): string {
  return `${region}/${architecture}`;
}

function byRegion(a: ImageChange, b: ImageChange): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}
