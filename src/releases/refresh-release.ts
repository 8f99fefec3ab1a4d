import type { Document } from 'yaml';
import { AppError } from '../errors.js';
import { didYouMean } from '../fleet/suggestion.js';
import { fetchImages, type ImageRequest, type ImagesByArchitecture } from './fetch-images.js';
import { type ImageChanges, imageChanges } from './image-changes.js';
import { alternativeMap, type ImageMap, imageMaps } from './image-map.js';
import type { PublishedFiles } from './ports.js';
import { writeImages } from './write-images.js';

export interface RefreshRequest extends ImageRequest {
  /** Regions to look at; empty for all that are published. */
  readonly regions: readonly string[];
  /** A Flatcar version that shall become, or is, an alternative for node pools. */
  readonly alternative: string | undefined;
}

/** One map of a Release against what is published. */
export interface RefreshedMap extends ImageChanges {
  readonly map: ImageMap;
}

/** Compares the maps of a Release document with what is published. Throws AppError if that cannot be read or trusted. */
export async function refreshRelease(
  files: PublishedFiles,
  { name, value }: { name: string; value: unknown },
  request: RefreshRequest,
): Promise<readonly RefreshedMap[]> {
  const maps = mapsOf(name, value, request.alternative);
  return Promise.all(
    maps.map(async map => {
      const published = await fetchImages(files, map.version, request);
      requireRegions(map, published, request.regions);
      return { map, ...imageChanges(map, published, request.regions) };
    }),
  );
}

/** Writes what was found into the document. */
export function writeRefreshed(document: Document, maps: readonly RefreshedMap[]): void {
  for (const { map, changes } of maps) if (changes.length > 0) writeImages(document, map, changes);
}

function mapsOf(name: string, value: unknown, alternative: string | undefined): readonly ImageMap[] {
  const maps = imageMaps(value);
  if (maps === undefined) {
    throw new AppError('no-flatcar-version', `Release "${name}" does not say which Flatcar it is`, {
      hint: 'write spec.flatcar.version, for example 4593.2.5; its images are then filled in',
    });
  }
  if (alternative === undefined) return maps;
  const there = maps.find(({ version }) => version === alternative);
  return [there ?? alternativeMap(alternative, undefined)];
}

/** A region that nobody publishes an image for is most likely misspelled. */
function requireRegions(map: ImageMap, published: ImagesByArchitecture, regions: readonly string[]): void {
  const known = [...new Set([...published.values()].flatMap(images => [...images.keys()]))];
  const unknown = regions.find(region => !known.includes(region) && !map.images.some(image => image.region === region));
  if (unknown === undefined) return;
  throw new AppError('no-such-region', `no image of Flatcar ${map.version} is published for ${unknown}`, {
    hint: didYouMean(unknown, known) ?? `published are ${known.toSorted().join(', ')}`,
  });
}
