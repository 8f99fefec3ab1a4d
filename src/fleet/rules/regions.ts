import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { knownRegions } from '../../model/regions.js';
import type { Place } from '../../model/source.js';
import { didYouMean } from '../suggestion.js';
import type { WrittenFleet } from './fleet-wide.js';
import { doubt } from './mistake.js';

/** CW1305: regions that there are. Told once for all clusters that inherit it. */
export function clusterRegion({ region, source }: Cluster): Finding[] {
  return unknown(region, { source, pointer: '/spec/region' });
}

/** The same of the store and of management networks. */
export function fleetRegions({ spec, source }: WrittenFleet): Finding[] {
  return [
    ...unknown(spec.store.region, { source, pointer: '/spec/store/region' }),
    ...(spec.managementNetworks ?? []).flatMap(({ region }, index) =>
      unknown(region, { source, pointer: `/spec/managementNetworks/${index}/region` }),
    ),
  ];
}

function unknown(region: string, place: Place): Finding[] {
  if (knownRegions().includes(region)) return [];
  const hint = didYouMean(region, knownRegions()) ?? 'check its name; it may be newer than this clusterwright';
  return [doubt('CW1305', place, { message: `region ${region} is not known`, hint })];
}
