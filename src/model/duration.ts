/** Seconds of an ISO 8601 duration of hours, minutes and seconds, as the schemas allow them: `PT12M30S` is 750. */
export function durationSeconds(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
