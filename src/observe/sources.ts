import type { Fleet } from '../model/fleet.js';
import { type OfferedCertificates, offeredCertificates } from './offered-certificates.js';
import { secretVersions } from './secret-versions.js';
import type { Seen } from './seen.js';
import type { SecretSources } from './source-ports.js';

/** What sources outside of the specs hold now of what nodes get. */
export interface SeenSources {
  /** When they were looked at. */
  readonly at: Date;
  /** Versions of secrets by reference: by cluster, then by name in its list. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, Seen<string>>>;
  /** By cluster; empty unless the fleet takes certificates from Secrets. */
  readonly offered: ReadonlyMap<string, OfferedCertificates>;
}

/** Reads nothing for a fleet that refers to nothing. What cannot be read concerns the nodes that need it. */
export async function observeSources(
  fleet: Fleet,
  sources: SecretSources,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<SeenSources> {
  const [secrets, offered] = await Promise.all([
    secretVersions(fleet.clusters, sources, signal),
    fleet.pki.source === 'kubernetes' ? offeredCertificates(fleet.clusters, sources.kubernetes, signal) : new Map(),
  ]);
  return { at: now, secrets, offered };
}
