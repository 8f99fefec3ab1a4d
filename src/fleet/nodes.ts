import type { ControlPlane, NodePool, ZoneBlock } from '../model/fleet.js';
import type { SpecDocument } from './documents.js';
import { byName } from './surroundings.js';

/** A control plane with its defaults; whether its cluster exists is another matter. */
export function controlPlane({ document: { metadata, spec }, source }: SpecDocument<'ControlPlane'>): ControlPlane {
  const volume = spec.etcd?.volume;
  return {
    name: metadata.name,
    replicas: spec.replicas,
    zones: spec.zones,
    instanceType: spec.instanceType,
    etcdVolume: {
      sizeGiB: volume?.sizeGiB ?? 100,
      iops: volume?.iops ?? 3000,
      throughputMiBps: volume?.throughputMiBps ?? 125,
    },
    source,
  };
}

/** A pool with its defaults; whether its cluster exists is another matter. */
export function nodePool({ document: { metadata, spec }, source }: SpecDocument<'NodePool'>): NodePool {
  const percent = Number.parseInt(spec.update?.maxBatch ?? '10%', 10);
  return {
    name: metadata.name,
    cidr: spec.cidr,
    zones: zoneBlocks(spec.zones, '/spec/zones'),
    scaling: spec.scaling,
    instances: {
      types: spec.instances.types.map(({ type, weight }) => ({ type, weight })),
      onDemand: {
        base: spec.instances.onDemand?.base ?? 0,
        percentageAbove: spec.instances.onDemand?.percentageAbove ?? 100,
      },
      spotStrategy: spec.instances.spot?.strategy ?? 'price-capacity-optimized',
    },
    labels: spec.labels ?? {},
    update: {
      maxBatch: Math.max(1, Math.floor((spec.scaling.max * percent) / 100)),
      pause: spec.update?.pause ?? 'PT15M',
    },
    source,
  };
}

/** Sorted by name, each with its place in the document. */
export function zoneBlocks(zones: readonly Omit<ZoneBlock, 'pointer'>[], pointer: string): ZoneBlock[] {
  return byName(zones.map(({ name, cidr }, index) => ({ name, cidr, pointer: `${pointer}/${index}` })));
}
