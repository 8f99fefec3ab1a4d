import type { Finding } from '../model/finding.js';

/** Each finding once: many clusters may inherit one wrong default. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const ids = new Set<string>();
  return findings.filter(({ code, at, message }) => {
    const id = JSON.stringify([code, at, message]);
    return ids.has(id) ? false : ids.add(id);
  });
}
