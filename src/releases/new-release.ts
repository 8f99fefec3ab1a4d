import semver from 'semver';
import { AppError } from '../errors.js';
import { fetchImages, type ImageRequest, type ImagesByArchitecture } from './fetch-images.js';
import { type Image, type ImageMap, imageMaps } from './image-map.js';
import { type DigestSources, type NewDownload, newDownloads } from './new-downloads.js';
import { holdsVersion, type Part, partsOf, withVersion } from './parts.js';
import { unknownPart, type VersionStep, versionSteps } from './version-steps.js';

export interface ReleaseRequest {
  /** By part: `kubernetes`, `flatcar`, `etcd`. */
  readonly versions: ReadonlyMap<string, string>;
  /** Whole image references by part, for those that the version alone does not tell. */
  readonly images: ReadonlyMap<string, string>;
  readonly digests: DigestSources;
  readonly lists: ImageRequest;
}

/** How a new Release differs from the one it is copied from. */
export interface NewRelease {
  readonly steps: readonly VersionStep[];
  readonly images: readonly NewImage[];
  readonly downloads: readonly NewDownload[];
  /** Undefined when Flatcar stays. */
  readonly machineImages: NewMachineImages | undefined;
}

export interface NewImage {
  /** The part that runs in it. */
  readonly name: string;
  readonly path: readonly string[];
  readonly reference: string;
}

export interface NewMachineImages {
  readonly map: ImageMap;
  readonly images: readonly Image[];
  /** Images of the old Release in places for which nothing is published any more. */
  readonly dropped: readonly Image[];
}

/**
 * Decides and fetches all that a copy of a Release with other versions needs. Throws AppError if a version may not follow,
 * or if a digest or an image cannot be had.
 */
export async function newRelease(value: unknown, request: ReleaseRequest): Promise<NewRelease> {
  const { spec } = value as { spec: Readonly<Record<string, unknown>> };
  const parts = partsOf(spec);
  const unknown = [...request.images.keys()].find(name => !parts.some(part => part.name === name));
  if (unknown !== undefined) throw unknownPart(unknown, parts);
  const steps = versionSteps(parts, request.versions);
  const images = parts.flatMap(part => newImages(part, steps, request.images.get(part.name)));
  if (steps.length === 0 && images.length === 0) throw nothingNew(parts);
  const flatcar = steps.find(({ part }) => part.name === 'flatcar');
  const [downloads, machineImages] = await Promise.all([
    Promise.all(steps.map(step => newDownloads(step, request.digests))),
    flatcar === undefined ? undefined : newMachineImages(value, flatcar.to, request),
  ]);
  return { steps, images, downloads: downloads.flat(), machineImages };
}

/** Sorted from old to new; names of Releases are versions. */
export function newestRelease<Named extends { readonly name: string }>(releases: readonly Named[]): Named | undefined {
  return releases.toSorted((a, b) => semver.compare(a.name, b.name)).at(-1);
}

function nothingNew(parts: readonly Part[]): AppError {
  return new AppError('nothing-new', 'the new Release would be like the old one', {
    hint: `say what is new: ${parts.map(({ name, version }) => `${name} (now ${version})`).join(', ')}`,
  });
}

/** The image of a part, if it is another one. */
function newImages(
  { name, image, version }: Part,
  steps: readonly VersionStep[],
  given: string | undefined,
): NewImage[] {
  if (image === undefined) {
    if (given === undefined) return [];
    throw new AppError('unknown-image', `${name} has no image in the Release`, { hint: 'write it into the new file' });
  }
  const { path, reference } = image;
  if (given !== undefined) return [{ name, path, reference: given }];
  const step = steps.find(({ part }) => part.name === name);
  if (step === undefined) return [];
  const isPinned = reference.includes('@');
  if (!isPinned && holdsVersion(reference, version)) {
    return [{ name, path, reference: withVersion(reference, version, step.to) }];
  }
  const why = isPinned ? 'is pinned to a digest' : `does not hold its version ${version}`;
  throw new AppError('unknown-image', `the image of ${name} ${why}: ${reference}`, {
    hint: `give the new one: --image ${name}=…`,
  });
}

/** Images for the regions that the old Release has; `images` adds others at any time. */
async function newMachineImages(value: unknown, version: string, request: ReleaseRequest): Promise<NewMachineImages> {
  const [map] = imageMaps(value) ?? [];
  if (map === undefined) throw new AppError('no-flatcar-version', 'the Release does not say which Flatcar it is');
  const published = await fetchImages(request.digests.files, version, request.lists);
  const regions = new Set(map.images.map(({ region }) => region));
  const images = imagesOf(published).filter(({ region }) => regions.has(region));
  const isThere = (one: Image) =>
    images.some(other => other.region === one.region && other.architecture === one.architecture);
  return { map, images, dropped: map.images.filter(image => !isThere(image)) };
}

function imagesOf(published: ImagesByArchitecture): Image[] {
  return [...published].flatMap(([architecture, ids]) =>
    [...ids].map(([region, id]) => ({ region, architecture, id })),
  );
}
