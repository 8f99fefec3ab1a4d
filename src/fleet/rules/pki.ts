import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { retiredByHand } from '../../model/secrets.js';
import { mistake } from './mistake.js';

/** CW1470 and CW1471: what is retired is not in use, and is of a kind that somebody has to retire. */
export function rotations({ pki, source }: Cluster): Finding[] {
  return pki.rotations.flatMap(({ name, generation, retired }, index) => {
    if (retired === undefined) return [];
    const place = { source, pointer: `/spec/pki/rotations/${index}/retired` };
    if (!retiredByHand.includes(name)) {
      const message = `generations of ${name} are dropped by themselves`;
      return [mistake('CW1470', place, { message, hint: 'remove retired' })];
    }
    if (retired < generation) return [];
    const message = `generation ${retired} of ${name} is in use`;
    return [mistake('CW1471', place, { message, hint: `retire ${generation - 1} at most, or raise generation first` })];
  });
}

/** CW1472: certificates are renewed from a day that has come. */
export function renewal({ pki, source }: Cluster, now: Date): Finding[] {
  const { renewFrom } = pki;
  if (renewFrom === undefined) return [];
  const place = { source, pointer: '/spec/pki/renewFrom' };
  const time = Date.parse(renewFrom);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== renewFrom) {
    const message = `there is no day ${renewFrom}`;
    return [mistake('CW1472', place, { message, hint: 'write a day of the calendar: YYYY-MM-DD' })];
  }
  // A day ahead of this machine may have come where the sun rises first.
  if (time <= now.getTime() + 24 * 3_600_000) return [];
  const message = `${renewFrom} has not come: nothing would be renewed before`;
  return [mistake('CW1472', place, { message, hint: 'take today, or an earlier day' })];
}
