/**
 * What is made anew by rotation: first all trust the new one, then it is used, then the old one is dropped. Authorities,
 * the key that signs tokens of service accounts, and the key that encrypts Secrets in etcd.
 */
export const rotatingNames = [
  'ca',
  'etcd-ca',
  'front-proxy-ca',
  'kubelet-ca',
  'admin-ca',
  'service-account',
  'encryption',
] as const;
export type RotatingName = (typeof rotatingNames)[number];

/**
 * Whose old generation is not dropped before somebody says so, because what depends on it cannot be seen from here:
 * tokens that pods were given, up to a year ago; Secrets and snapshots in etcd that were written with it.
 */
export const retiredByHand: readonly RotatingName[] = ['service-account', 'encryption'] satisfies RetiredName[];
export type RetiredName = 'service-account' | 'encryption';

/**
 * Which issue of everything a cluster's nodes have. Decided data: counted, or taken from the calendar, before anything
 * is issued.
 */
export interface Generations {
  /** UTC day, `2026-11-21`, that the validity of all leaf certificates counts from. */
  readonly leaves: string;
  /** Generations that are trusted, counted from 1; the first one is the one in use. Never empty. */
  readonly rotating: Readonly<Record<RotatingName, readonly number[]>>;
}

/** What of all that rotates a node depends on. */
export interface Dependence {
  /** It has every generation that is trusted. */
  readonly trusted: ReadonlySet<RotatingName>;
  /** It has something that was made with the generation in use. */
  readonly used: ReadonlySet<RotatingName>;
}

const everything: Dependence = { trusted: new Set(rotatingNames), used: new Set(rotatingNames) };

/**
 * For example `leaves=2026-11-21 ca=2+1 kubelet-ca=2`, without what does not matter: generations that are not trusted,
 * and which of them is in use (they are in order then).
 */
export function formatGenerations(generations: Generations, { trusted, used }: Dependence = everything): string {
  const parts = rotatingNames.flatMap(name => {
    if (trusted.has(name)) {
      const all = used.has(name) ? generations.rotating[name] : trustedGenerations(generations, name);
      return [`${name}=${all.join('+')}`];
    }
    return used.has(name) ? [`${name}=${inUse(generations, name)}`] : [];
  });
  return [`leaves=${generations.leaves}`, ...parts].join(' ');
}

/** Reads what `formatGenerations` wrote with nothing left out; undefined for anything else. */
export function parseGenerations(text: string): Generations | undefined {
  const [leaves, ...parts] = text.split(' ');
  const day = /^leaves=(\d{4}-\d{2}-\d{2})$/.exec(leaves ?? '')?.[1];
  const rotating = parts.map((part, index) => {
    const name = rotatingNames[index] ?? '';
    const list = part.startsWith(`${name}=`) ? part.slice(name.length + 1) : '';
    return [name, /^[1-9]\d*(\+[1-9]\d*)*$/.test(list) ? list.split('+').map(Number) : []] as const;
  });
  const complete = rotating.length === rotatingNames.length && rotating.every(([, list]) => list.length > 0);
  if (day === undefined || !complete) return undefined;
  return { leaves: day, rotating: Object.fromEntries(rotating) as unknown as Generations['rotating'] };
}

/** In order: which of them is in use does not show. */
export function trustedGenerations({ rotating }: Generations, name: RotatingName): readonly number[] {
  return rotating[name].toSorted((a, b) => a - b);
}

export function inUse({ rotating }: Generations, name: RotatingName): number {
  return rotating[name][0] ?? 1;
}

/** Which files a node's bundle holds. Key material itself never appears in these types. */
export interface SecretsPlan {
  /** `master`, or the name of a pool: whose permissions open the bundle. */
  readonly role: string;
  /** `master-<n>`, or the name of a pool: whose bundle it is. */
  readonly node: string;
  readonly files: readonly SecretFile[];
  /** Certificates that nodes get later, from an authority on the masters: a new one must reach them, too. */
  readonly later: readonly RotatingName[];
}

export interface SecretFile {
  /** Absolute path on the node. */
  readonly path: string;
  /** Unix permission bits, for example 0o400. */
  readonly mode: number;
  readonly content: SecretContent;
}

export type SecretContent =
  /** The leaf certificate of this name in the inventory. */
  | { readonly kind: 'certificate'; readonly of: string }
  /** Its private key. */
  | { readonly kind: 'key'; readonly of: string }
  /** Every trusted generation of these authorities, one after the other, and what signed an offered certificate. */
  | { readonly kind: 'trust'; readonly of: readonly RotatingName[]; readonly beside?: OfferedName }
  /** The generation in use of an authority, for those who sign with it on the node. */
  | { readonly kind: 'authority'; readonly of: RotatingName }
  /** Its private key, or that of service accounts. */
  | { readonly kind: 'signing-key'; readonly of: RotatingName }
  /** Public keys of service accounts' tokens; an offered one comes first. */
  | { readonly kind: 'public-keys'; readonly of: 'service-account'; readonly beside?: OfferedName }
  /** The API server's EncryptionConfiguration. */
  | { readonly kind: 'encryption-config'; readonly of: 'encryption' }
  /** From a Secret of the management cluster, in place of what would be issued. */
  | { readonly kind: 'offered'; readonly of: OfferedName; readonly part: 'certificate' | 'key' }
  /** The secret by reference of this name in the cluster's spec. */
  | { readonly kind: 'reference'; readonly of: string };

/**
 * What cert-operator's Secrets hold of what nodes need, by the value of their label `giantswarm.io/certificate`. It has
 * neither authorities for etcd, kubelets, front proxy and admins, nor certificates for what runs on masters, nor for
 * bootstrapping; those are issued from the fleet's store whatever the source.
 */
export const offeredNames = ['api', 'service-account'] as const;
export type OfferedName = (typeof offeredNames)[number];

/**
 * What a file takes from outside of the specs and the store: `secret registry-token`, `offered api`, `authority api`. The
 * version of each is part of the revision of every bundle that holds it.
 */
export function sourcesOf(content: SecretContent): readonly string[] {
  switch (content.kind) {
    case 'reference':
      return [`secret ${content.of}`];
    case 'offered':
      return [`offered ${content.of}`];
    case 'trust':
      return content.beside === undefined ? [] : [`authority ${content.beside}`];
    case 'public-keys':
      return content.beside === undefined ? [] : [`offered ${content.beside}`];
    default:
      return [];
  }
}

/** Version of the bundle's layout; part of every revision, so a new layout reaches nodes as a roll. */
export const bundleFormat = 2;
