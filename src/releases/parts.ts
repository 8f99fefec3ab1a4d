import type { Architecture } from '../model/fleet.js';
import { own } from '../model/own.js';
import { architectures } from './flatcar-places.js';

/** Something in a Release that has a version, with all that follows from it. */
export interface Part {
  /** As on the command line: `kubernetes`, `flatcar`, `aws-vpc-cni`, or the name of a download. */
  readonly name: string;
  readonly version: string;
  /** Where the version stands; undefined for a download that has it in its URL only. */
  readonly versionPath: readonly string[] | undefined;
  readonly image: { readonly path: readonly string[]; readonly reference: string } | undefined;
  readonly downloads: readonly PartDownload[];
}

/** A file that nodes download, of a part. */
export interface PartDownload {
  /** `kubelet`, or its key in `spec.downloads`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly url: string;
  readonly architectures: readonly Architecture[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The parts of a Release that follows its schema. A further download belongs to the component of its name, to Kubernetes
 * if its URL has that very version (kubectl, say), and is a part of its own otherwise.
 */
export function partsOf(spec: Fields): readonly Part[] {
  const kubernetes = fieldsOf(spec.kubernetes);
  const components = Object.entries(fieldsOf(spec.components)).map(([key, value]): Part => {
    const { version, image } = fieldsOf(value);
    const path = ['spec', 'components', key];
    return {
      name: kebab(key),
      version: String(version),
      versionPath: [...path, 'version'],
      image: typeof image === 'string' ? { path: [...path, 'image'], reference: image } : undefined,
      downloads: [],
    };
  });
  const parts: Part[] = [
    {
      name: 'kubernetes',
      version: String(kubernetes.version),
      versionPath: ['spec', 'kubernetes', 'version'],
      image: undefined,
      downloads: downloadsAt('kubelet', ['spec', 'kubernetes', 'kubelet'], kubernetes.kubelet),
    },
    {
      name: 'flatcar',
      version: String(fieldsOf(spec.flatcar).version),
      versionPath: ['spec', 'flatcar', 'version'],
      image: undefined,
      downloads: [],
    },
    ...components,
  ];
  const further = Object.entries(fieldsOf(spec.downloads)).flatMap(([name, value]) =>
    downloadsAt(name, ['spec', 'downloads', name], value),
  );
  return further.reduce(withDownload, parts);
}

function withDownload(parts: readonly Part[], download: PartDownload): readonly Part[] {
  const owner =
    parts.find(({ name }) => name === download.name) ??
    parts.find(({ name, version }) => name === 'kubernetes' && holdsVersion(download.url, version));
  if (owner !== undefined) {
    return parts.map(part => (part === owner ? { ...part, downloads: [...part.downloads, download] } : part));
  }
  const version = versionIn(download.url);
  if (version === undefined) return parts;
  return [...parts, { name: download.name, version, versionPath: undefined, image: undefined, downloads: [download] }];
}

function downloadsAt(name: string, path: readonly string[], value: unknown): PartDownload[] {
  const { url, sha256 } = fieldsOf(value);
  if (typeof url !== 'string') return [];
  const known = fieldsOf(sha256);
  return [{ name, path, url, architectures: architectures.filter(one => own(known, one) !== undefined) }];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Whether a text has a version as a whole: `1.36.4` is in `/v1.36.4/`, not in `/v1.36.40/`. */
export function holdsVersion(text: string, version: string): boolean {
  return versionPattern(version).test(text);
}

/** A URL or image of another version. */
export function withVersion(text: string, from: string, to: string): string {
  return text.replace(versionPattern(from), () => to);
}

function versionPattern(version: string): RegExp {
  return new RegExp(`(?<![0-9.])${version.replaceAll('.', '\\.')}(?![0-9]|\\.[0-9])`, 'g');
}

/** The one version that a URL speaks of. */
function versionIn(url: string): string | undefined {
  const versions = new Set(url.match(/(?<![0-9.])[0-9]+\.[0-9]+\.[0-9]+(?![0-9]|\.[0-9])/g));
  return versions.size === 1 ? [...versions][0] : undefined;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
