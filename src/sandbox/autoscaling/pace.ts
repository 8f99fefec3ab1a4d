/**
 * Seconds of AWS become ms of the sandbox: what a resource takes, `resourceMs`, stands for half a minute. A PauseTime of
 * PT5M so lasts as long as ten resources.
 */
export function scaledMs(seconds: number, resourceMs: number): number {
  return Math.max(1, Math.round((seconds * resourceMs) / 30));
}

/** The other way round. */
export function secondsOf(timeMs: number, resourceMs: number): number {
  return Math.round((timeMs * 30) / Math.max(1, resourceMs));
}

/** From launch to InService. */
export const launchSeconds = 10;
/** From launch until the node has booted and signals. */
export const bootSeconds = 20;
/** From the end of the last hook until the instance is gone. */
export const terminationSeconds = 10;
/** Until a launch that failed is tried again. */
export const retrySeconds = 60;

/** Seconds of a duration of ISO 8601 such as PT1H30M; undefined if it is none. */
export function durationSeconds(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text.length < 3) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(part => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
