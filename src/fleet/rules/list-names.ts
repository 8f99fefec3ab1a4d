import type { Finding } from '../../model/finding.js';
import type { Fleet } from '../../model/fleet.js';
import type { Declared } from './declared.js';
import { mistake, placeText } from './mistake.js';

/** CW1010: names of management networks and address pools are unique, as those of documents are. */
export function listNames({ source }: Fleet, declared: Declared): Finding[] {
  const lists = [
    ['managementNetworks', 'management network'],
    ['addressPools', 'address pool'],
  ] as const;
  return lists.flatMap(([field, noun]) => {
    const names = declared[field].map(({ name }) => name);
    const place = (index: number) => ({ source, pointer: `/spec/${field}/${index}/name` });
    return names.flatMap((name, index) => {
      const first = names.indexOf(name);
      if (first === index) return [];
      const message = `${noun} "${name}" exists already (${placeText(place(first))})`;
      return [mistake('CW1010', place(index), { message, hint: 'rename or remove one of them' })];
    });
  });
}
