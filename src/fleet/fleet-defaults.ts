import { layered } from '../model/inherited.js';
import type { DocumentSource } from '../model/source.js';
import type { SpecDocument } from './documents.js';
import type { Documents } from './kinds.js';
import type { FleetWide } from './surroundings.js';

type DefaultsKind = {
  readonly cluster: 'Cluster';
  readonly controlPlane: 'ControlPlane';
  readonly nodePool: 'NodePool';
};

/** A document with what the Fleet's `spec.defaults` supply; its source tells where each value comes from. */
export interface SettledDocument<K extends keyof Documents> {
  readonly name: string;
  readonly spec: Documents[K]['spec'];
  readonly source: DocumentSource;
}

export function withFleetDefaults<Section extends keyof DefaultsKind>(
  { name, document, source }: SpecDocument<DefaultsKind[Section]>,
  section: Section,
  fleetWide: FleetWide | undefined,
): SettledDocument<DefaultsKind[Section]> {
  type Spec = Documents[DefaultsKind[Section]]['spec'];
  const defaults = fleetWide?.defaults[section];
  if (fleetWide === undefined || defaults === undefined) return { name, spec: document.spec, source };
  return {
    name,
    spec: layered<object>(defaults, document.spec) as Spec,
    source: { ...source, defaults: { source: fleetWide.source, from: `/spec/defaults/${section}` } },
  };
}
