/** Leaf certificates are valid for this long, and renewed when half of it is over. */
export const leafLifetimeDays = 180;
const renewAfterDays = 90;

const dayMs = 24 * 3_600_000;

/** UTC day of a moment: `2026-11-21`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The day after so many more. */
export function laterDay(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * dayMs));
}

/**
 * The day that the leaves of a cluster count from: the one that its nodes have, until half of their lifetime is over.
 * Then it is the day on which that was so, not today: whoever decides again tomorrow, because a roll was held or failed,
 * decides the same. `renewFrom` asks for leaves of that day at least, once it has come.
 */
export function leavesDay(
  applied: string | undefined,
  { renewFrom, today }: { readonly renewFrom: string | undefined; readonly today: string },
): string {
  let day = applied ?? today;
  if (renewFrom !== undefined && renewFrom <= today && renewFrom > day) day = renewFrom;
  const periods = Math.floor((Date.parse(today) - Date.parse(day)) / dayMs / renewAfterDays);
  return periods > 0 ? laterDay(day, periods * renewAfterDays) : day;
}

/** When leaves that count from this day are due for renewal, and when they end. */
export function leafDates(day: string): { readonly renewal: string; readonly end: string } {
  return { renewal: laterDay(day, renewAfterDays), end: laterDay(day, leafLifetimeDays) };
}
