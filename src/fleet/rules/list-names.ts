import type { Finding } from '../../model/finding.js';
import type { WrittenFleet } from './fleet-wide.js';
import { mistake, placeText, related } from './mistake.js';

/** CW1010: names in the Fleet's lists are unique, as those of documents are. */
export function listNames({ spec, source }: WrittenFleet): Finding[] {
  const lists = [
    ['managementNetworks', 'management network'],
    ['addressPools', 'address pool'],
    ['routedRanges', 'routed range'],
    ['rings', 'ring'],
  ] as const;
  return lists.flatMap(([field, noun]) => {
    const names = (spec[field] ?? []).map(({ name }) => name);
    const place = (index: number) => ({ source, pointer: `/spec/${field}/${index}/name` });
    return names.flatMap((name, index) => {
      const first = names.indexOf(name);
      if (first === index) return [];
      const message = `${noun} "${name}" exists already (${placeText(place(first))})`;
      const others = [related(place(first), `the first ${noun} of that name`)];
      return [mistake('CW1010', place(index), { message, hint: 'rename or remove one of them', related: others })];
    });
  });
}
