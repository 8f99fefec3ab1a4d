/** Whether the calendar and the clock have it: neither a 30th of February nor a 25th hour. */
export function isMoment(moment: string): boolean {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) return false;
  const [day = ''] = moment.split('T');
  return new Date(time).toISOString().startsWith(day);
}

/** Whether a day (`2026-12-24`, which ends with it) or moment (`2026-12-24T18:00:00Z`) is over. */
export function hasEnded(moment: string, now: Date): boolean {
  return endOf(moment) <= now.getTime();
}

/** Whether a span ends before it begins; a day as its beginning begins with it. */
export function isBackwards({ from, until }: { readonly from: string; readonly until: string }): boolean {
  return Date.parse(from) >= endOf(until);
}

function endOf(moment: string): number {
  const day = 24 * 60 * 60 * 1000;
  return Date.parse(moment) + (moment.includes('T') ? 0 : day);
}
