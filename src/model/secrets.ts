/**
 * Which certificates and keys reach which nodes: decided data, known before anything is issued. Key material itself
 * never appears in these types.
 */
export interface SecretsPlan {
  /** `master`, or the name of a pool. */
  readonly role: string;
  readonly files: readonly SecretFile[];
}

export interface SecretFile {
  /** Absolute path on the node. */
  readonly path: string;
  /** Unix permission bits, for example 0o400. */
  readonly mode: number;
  /** Name of the certificate in the inventory, for example `api`. */
  readonly certificate: string;
  readonly part: 'ca' | 'certificate' | 'key';
}

/** How often the cluster's CA, and its leaf certificates together, have been issued; both count from 1. */
export interface Generations {
  readonly ca: number;
  readonly leaf: number;
}

export const firstGenerations: Generations = { ca: 1, leaf: 1 };

export function formatGenerations(generations: Generations): string {
  return `ca${generations.ca}.leaf${generations.leaf}`;
}

/** Reads what `formatGenerations` wrote; undefined for anything else. */
export function parseGenerations(text: string): Generations | undefined {
  const match = /^ca([1-9]\d*)\.leaf([1-9]\d*)$/.exec(text);
  return match ? { ca: Number(match[1]), leaf: Number(match[2]) } : undefined;
}

/** Version of the bundle's layout; part of every revision, so a new layout reaches nodes as a roll. */
export const bundleFormat = 1;
