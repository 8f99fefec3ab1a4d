import type { Architecture } from '../model/fleet.js';
import { own } from '../model/own.js';
import { architectures } from './flatcar-places.js';

/** One map of a Release: that of its own Flatcar version, or of an alternative that node pools may ask for. */
export interface ImageMap {
  readonly version: string;
  /** Where it stands in the document. */
  readonly path: readonly string[];
  readonly images: readonly Image[];
}

export interface Image {
  readonly region: string;
  readonly architecture: Architecture;
  readonly id: string;
}

/**
 * The maps of a Release document, its own version first. The document may be incomplete: filling it is what this is for.
 * Undefined if it does not say its Flatcar version.
 */
export function imageMaps(document: unknown): readonly ImageMap[] | undefined {
  const flatcar = member(member(document, 'spec'), 'flatcar');
  const version = member(flatcar, 'version');
  if (typeof version !== 'string') return undefined;
  const alternatives = Object.entries(mapOf(member(flatcar, 'alternatives')));
  return [
    { version, path: ['spec', 'flatcar', 'amis'], images: imagesIn(member(flatcar, 'amis')) },
    ...alternatives.map(([other, images]) => alternativeMap(other, images)),
  ];
}

/** The map of an alternative version, as far as it is filled. */
export function alternativeMap(version: string, images: unknown): ImageMap {
  return { version, path: ['spec', 'flatcar', 'alternatives', version], images: imagesIn(images) };
}

function imagesIn(value: unknown): Image[] {
  return Object.entries(mapOf(value)).flatMap(([region, ids]) =>
    architectures.flatMap(architecture => {
      const id = member(ids, architecture);
      return typeof id === 'string' ? [{ region, architecture, id }] : [];
    }),
  );
}

function member(value: unknown, name: string): unknown {
  return own(mapOf(value), name);
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
