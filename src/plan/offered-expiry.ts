import type { Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
import { locate } from '../model/source.js';
import type { SeenSources } from '../observe/sources.js';

const dayMs = 24 * 3_600_000;

/** cert-operator renews 90 days before the end; two weeks later somebody should know that it has not. */
const expectedDays = 75;

/** Certificates of Secrets that should have been renewed by now. Told long before they end. */
export function offeredExpiryFindings(fleet: Fleet, { at, offered }: SeenSources): readonly Finding[] {
  return [...offered].flatMap(([cluster, { api }]): readonly Finding[] => {
    if (api.found === undefined || api.found.notAfter.getTime() - at.getTime() > expectedDays * dayMs) return [];
    const day = api.found.notAfter.toISOString().slice(0, 10);
    return [
      {
        code: 'CW4003',
        severity: 'warning',
        at: locate(fleet.source, '/spec/pki/source'),
        path: 'spec.pki.source',
        message: `certificate api of ${cluster}, from a Secret, ends on ${day}, and was due for renewal`,
        hint: 'see why cert-operator does not renew it; masters roll by themselves once it has',
      },
    ];
  });
}
