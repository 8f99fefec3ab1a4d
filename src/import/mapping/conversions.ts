import { shown } from '../../fleet/quoted.js';
import { own } from '../../model/own.js';

/** What a conversion may know about the cluster that a field belongs to. */
export interface ImportFacts {
  /** The old release had Cilium: its major is 19 or higher. */
  readonly isCilium: boolean;
  /** The whole cluster has prefix delegation. */
  readonly isPrefixDelegated: boolean;
  /** The Fleet has an issuer of tokens for pods. */
  readonly hasIssuer: boolean;
  /** Undefined if the node pool's limit is not known. */
  readonly maxNodes: number | undefined;
  /** Flatcar of the Release that the cluster gets, and others that it has images of. */
  readonly flatcar: { readonly version: string; readonly alternatives: readonly string[] } | undefined;
  /** The pool may have other instance types that are alike. */
  readonly usesAlike: boolean;
  /** The operator's table of instance types that may stand for another, if it was given. */
  readonly alike: AlikeTable | undefined;
}

export type AlikeTable = Readonly<Record<string, readonly { readonly type: string; readonly weight: number }[]>>;

/** A value for the target field, a reason why there is none, or what is wrong with the source. */
export type Converted =
  | { readonly value: unknown; readonly note?: string; readonly warning?: Problem }
  | { readonly drop: string }
  | Problem;

export interface Problem {
  readonly problem: string;
  readonly hint: string;
}

const ignored = 'aws-operator ignored it: correct it in the file, or remove it';

export function text(value: unknown): Converted {
  if (typeof value !== 'string') return { problem: `${shown(value)} is not text`, hint: 'put it in quotes' };
  return value === '' ? { drop: 'it is empty' } : { value };
}

/** Free text of at most as many characters. */
export function shortened(limit: number) {
  return (value: unknown): Converted => {
    const read = text(value);
    if (typeof value !== 'string' || value.length <= limit || !('value' in read)) return read;
    return { value: `${value.slice(0, limit - 1)}…`, note: `shortened to ${limit} characters` };
  };
}

export function boolean(value: unknown): Converted {
  return typeof value === 'boolean'
    ? { value }
    : { problem: `${shown(value)} is not true or false`, hint: 'write true' };
}

/** A whole number; zero stands for nothing, as Go writes it. */
export function count(value: unknown): Converted {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    return { problem: `${shown(value)} is no whole number`, hint: 'write digits without quotes' };
  }
  return { value };
}

export function positiveCount(value: unknown): Converted {
  return value === 0 ? { drop: '0 stands for the default' } : count(value);
}

/** A size that has a smallest one with us. */
export function sizeOf(least: number, read: (value: unknown) => Converted) {
  return (value: unknown): Converted => {
    const size = read(value);
    if (!('value' in size) || typeof size.value !== 'number' || size.value >= least) return size;
    return { value: least, note: `raised to ${least} GiB, the smallest there is` };
  };
}

/** Annotations hold text. */
export function numberText(value: unknown): Converted {
  if (typeof value === 'string' && /^\d{1,12}$/.test(value)) return { value: Number(value) };
  return { problem: `${shown(value)} is no whole number`, hint: `write digits in quotes; ${ignored}` };
}

export function positiveNumberText(value: unknown): Converted {
  const read = numberText(value);
  return 'value' in read && read.value === 0 ? { drop: '0 stands for the default' } : read;
}

/** The annotation turns something on by being there, whatever it says. */
export function present(): Converted {
  return { value: true };
}

export function trueOrFalse(value: unknown): Converted {
  if (value === 'true' || value === 'false') return { value: value === 'true' };
  return { problem: `${shown(value)} is neither "true" nor "false"`, hint: ignored };
}

/** Only the literal `true` turned it on. */
export function onlyTrue(value: unknown): Converted {
  return value === 'true' ? { value: true } : { drop: 'only "true" turned it on' };
}

/** Settings of the AWS VPC CNI mean nothing to Cilium. */
export function forVpcCni(convert: (value: unknown, facts: ImportFacts) => Converted) {
  return (value: unknown, facts: ImportFacts): Converted =>
    facts.isCilium ? { drop: 'the pod network is Cilium' } : convert(value, facts);
}

/** Settings of kube-proxy mean nothing where Cilium takes its place. */
export const forKubeProxy = forVpcCni;

export function withoutPrefixes(convert: (value: unknown) => Converted) {
  return forVpcCni((value, { isPrefixDelegated }) =>
    isPrefixDelegated ? { drop: 'prefix delegation is on, which took its place' } : convert(value),
  );
}

export function ipamMode(value: unknown, { isCilium }: ImportFacts): Converted {
  if (!isCilium) return { drop: 'the release had no Cilium yet' };
  if (value === 'eni') return { value: 'eni' };
  if (value === 'kubernetes') return { value: 'overlay' };
  return { problem: `${shown(value)} is neither "kubernetes" nor "eni"`, hint: ignored };
}

export function ciliumPods(value: unknown, { isCilium }: ImportFacts): Converted {
  return isCilium ? text(value) : { drop: 'the release had no Cilium yet; spec.provider.pods.cidrBlock holds' };
}

export function quota(value: unknown): Converted {
  const bytes = positiveNumberText(value);
  if (!('value' in bytes) || typeof bytes.value !== 'number') return bytes;
  return { value: Math.ceil(bytes.value / 2 ** 30) };
}

export function metadataVersion(value: unknown): Converted {
  if (value === 'required' || value === 'optional') return { drop: 'tokens (IMDSv2) are always required' };
  return { problem: `${shown(value)} is neither "optional" nor "required"`, hint: ignored };
}

/** A number of nodes, or a part of them up to 1, as a percentage of the most nodes. */
export function batch(value: unknown, { maxNodes }: ImportFacts): Converted {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  const isPart = number > 0 && number <= 1 && String(value).includes('.');
  if (number <= 0 || (!isPart && !Number.isInteger(number))) {
    return { problem: `${shown(value)} is neither a number of nodes nor a part of them up to 1.0`, hint: ignored };
  }
  if (isPart) return { value: `${Math.max(1, Math.round(number * 100))}%` };
  if (maxNodes === undefined || maxNodes < 1)
    return { drop: 'it counts nodes, and how many there may be is not known' };
  return { value: `${Math.min(100, Math.ceil((number * 100) / maxNodes))}%` };
}

/** aws-operator always waited that long between batches; we wait until nodes report ready, and at most that long. */
export function pause(value: unknown): Converted {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(typeof value === 'string' ? value : '');
  const [hours = 0, minutes = 0, seconds = 0] = (match ?? []).slice(1).map(part => Number(part ?? 0));
  const total = hours * 3600 + minutes * 60 + seconds;
  if (total < 1 || total > 3600) {
    return { problem: `${shown(value)} is no ISO 8601 duration up to an hour`, hint: `write PT10M, say; ${ignored}` };
  }
  const longEnough = Math.max(total, 900);
  const note =
    longEnough === total ? {} : { note: 'raised to PT15M: it is now the longest wait for nodes to be ready' };
  return { value: durationText(longEnough), ...note };
}

function durationText(seconds: number): string {
  if (seconds === 3600) return 'PT1H';
  const rest = seconds % 60;
  return `PT${Math.floor(seconds / 60)}M${rest === 0 ? '' : `${rest}S`}`;
}

export function flatcarVersion(value: unknown, { flatcar }: ImportFacts): Converted {
  const version = typeof value === 'string' ? value.replace(/^v/, '') : '';
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    return { problem: `${shown(value)} is no Flatcar version`, hint: 'write one such as 3815.2.5, or remove it' };
  }
  if (flatcar === undefined) return { drop: 'the Release is not known' };
  if (flatcar.alternatives.includes(version)) return { value: version };
  if (!isNewer(version, flatcar.version))
    return { drop: `the Release has Flatcar ${flatcar.version}, which is as new` };
  return {
    problem: `the Release has no images of Flatcar ${version}`,
    hint: `add them: clusterwright images RELEASE --alternative ${version}; or remove the annotation`,
  };
}

function isNewer(version: string, other: string): boolean {
  const [a, b] = [version, other].map(one => one.split('.').map(Number));
  const index = (a ?? []).findIndex((part, at) => part !== b?.[at]);
  return index !== -1 && (a?.[index] ?? 0) > (b?.[index] ?? 0);
}

export function instanceTypes(value: unknown, facts: ImportFacts): Converted {
  const read = text(value);
  if (!('value' in read) || typeof value !== 'string') return read;
  return facts.usesAlike ? alikeTypes(value, facts) : { value: [{ type: value }] };
}

function alikeTypes(type: string, { alike }: ImportFacts): Converted {
  const listed = alike === undefined ? undefined : own(alike, type);
  if (listed !== undefined && listed.length > 0) {
    return { value: listed.some(({ weight }) => weight !== 1) ? listed : listed.map(one => ({ type: one.type })) };
  }
  const why = alike === undefined ? "the operator's table of alike types is not given" : `its table has no ${type}`;
  return {
    value: [{ type }],
    note: `only ${type}: ${why}`,
    warning: {
      problem: `which instance types may stand for ${type} is not known: ${why}`,
      hint: 'name the table (Helm value aws.instance.alike, as JSON or YAML) with --alike, or add types to the pool later',
    },
  };
}

export function percentage(value: unknown): Converted {
  return value === null ? { drop: 'without it, all nodes are on demand' } : count(value);
}

export function workloadIdentity(_: unknown, { hasIssuer }: ImportFacts): Converted {
  if (hasIssuer) return { value: true };
  return { drop: 'the Fleet has no spec.workloadIdentity.issuerUrl yet; set it, and enabled: true in the cluster' };
}

/** Users of a node: one name may have several keys. */
export function users(value: unknown): Converted {
  const list = Array.isArray(value) ? value : [];
  const read = list.map(one => one as { readonly name?: unknown; readonly publicKey?: unknown });
  const wrong = read.find(({ name, publicKey }) => typeof name !== 'string' || typeof publicKey !== 'string');
  if (!Array.isArray(value) || wrong !== undefined) {
    return { problem: 'this is no list of name and publicKey', hint: 'write both as text for every user' };
  }
  const names = [...new Set(read.map(({ name }) => String(name)))];
  const keysOf = (name: string) => read.filter(one => one.name === name).map(({ publicKey }) => publicKey);
  return { value: names.map(name => ({ name, keys: keysOf(name) })) };
}

/** The type of masters, which cannot differ. */
export function firstInstanceType(value: unknown): Converted {
  const types = Array.isArray(value) ? value.map(one => (one as { instanceType?: unknown }).instanceType) : [];
  if (new Set(types).size === 1) return text(types[0]);
  return { problem: 'the instance types differ, or there are none', hint: 'give all of them one type' };
}
