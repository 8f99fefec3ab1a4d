import { controlPlaneDefaults, nodePoolDefaults } from '../model/defaults.js';
import type { ControlPlane, NodePool, ZoneBlock } from '../model/fleet.js';
import { inherited } from '../model/inherited.js';
import type { SpecDocument } from './documents.js';
import { withFleetDefaults } from './fleet-defaults.js';
import { byName, missingField, type SettledNodes, type Surroundings } from './surroundings.js';

/** Every control plane and pool, whether or not its cluster exists. */
export function settledNodes(around: Surroundings): SettledNodes {
  const { references } = around;
  return {
    controlPlanes: settled(references.all('ControlPlane'), document => controlPlane(document, around)),
    nodePools: settled(references.all('NodePool'), document => nodePool(document, around)),
  };
}

function settled<Document, Node>(documents: readonly Document[], settle: (document: Document) => Node | undefined) {
  return new Map(
    documents.flatMap((document): [Document, Node][] => {
      const node = settle(document);
      return node === undefined ? [] : [[document, node]];
    }),
  );
}

/**
 * A control plane with its defaults; whether its cluster exists is another matter. Undefined, with a finding, if
 * neither it nor the Fleet's defaults say what it must have.
 */
function controlPlane(document: SpecDocument<'ControlPlane'>, around: Surroundings): ControlPlane | undefined {
  const { name, spec: given, source } = withFleetDefaults(document, 'controlPlane', around.fleetWide);
  const { cluster: _, replicas, instanceType, ...spec } = inherited(given, controlPlaneDefaults);
  if (replicas === undefined) missingField('replicas', { source, defaults: 'controlPlane' }, around);
  if (instanceType === undefined) missingField('instanceType', { source, defaults: 'controlPlane' }, around);
  if (replicas === undefined || instanceType === undefined) return undefined;
  return { ...spec, name, replicas, instanceType, source };
}

/** The same of a pool. */
function nodePool(document: SpecDocument<'NodePool'>, around: Surroundings): NodePool | undefined {
  const { name, spec: given, source } = withFleetDefaults(document, 'nodePool', around.fleetWide);
  const { cluster: _, scaling, instances, update, zones, ...spec } = inherited(given, nodePoolDefaults);
  const { types } = instances;
  const [min, max] = [scaling?.min, scaling?.max];
  if (min === undefined) missingField('scaling.min', { source, defaults: 'nodePool' }, around);
  if (max === undefined) missingField('scaling.max', { source, defaults: 'nodePool' }, around);
  if (types === undefined) missingField('instances.types', { source, defaults: 'nodePool' }, around);
  if (min === undefined || max === undefined || types === undefined) return undefined;
  return {
    ...spec,
    name,
    cidr: spec.cidr,
    zones: zoneBlocks(zones, '/spec/zones'),
    scaling: { min, max },
    instances: { ...instances, types: types.map(({ type, weight }) => ({ type, weight })) },
    update: { maxBatch: batch(Number.parseInt(update.maxBatch, 10), max), pause: update.pause },
    source,
  };
}

function batch(percent: number, max: number): number {
  return Math.max(1, Math.floor((max * percent) / 100));
}

/** Sorted by name, each with its place in the document. */
export function zoneBlocks(zones: readonly Omit<ZoneBlock, 'pointer'>[], pointer: string): ZoneBlock[] {
  return byName(zones.map(({ name, cidr }, index) => ({ name, cidr, pointer: `${pointer}/${index}` })));
}
