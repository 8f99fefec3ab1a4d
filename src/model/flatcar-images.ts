import type { Release } from './fleet.js';
import { own } from './own.js';

export interface FlatcarImages {
  /** Region, then architecture, to AMI id; empty where the release has none of this version. */
  readonly images: Release['flatcar']['amis'];
  /** Where they stand in the Release's spec: `flatcar`, `alternatives`, `4593.2.6`. */
  readonly path: readonly string[];
}

/** Images of the Flatcar that nodes of a release boot: its own, or another that a pool asks for. */
export function flatcarImages({ flatcar }: Pick<Release, 'flatcar'>, version = flatcar.version): FlatcarImages {
  if (version === flatcar.version) return { images: flatcar.amis, path: ['flatcar', 'amis'] };
  return { images: own(flatcar.alternatives ?? {}, version) ?? {}, path: ['flatcar', 'alternatives', version] };
}
