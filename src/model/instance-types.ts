import { networkLimits } from './instance-types.generated.js';

/** What an instance type gives to a pod network that takes addresses of the VPC. */
export interface NetworkLimits {
  readonly interfaces: number;
  /** IPv4 addresses of an interface; the first is its own. */
  readonly addresses: number;
}

let parsed: ReadonlyMap<string, ReadonlyMap<string, NetworkLimits>> | undefined;

/** Sizes of a family such as `m6i`, with their limits; undefined for a family that is not known. */
export function sizesOf(family: string): ReadonlyMap<string, NetworkLimits> | undefined {
  return families().get(family);
}

/** All types that are known: AWS adds some every month. */
export function knownInstanceTypes(): readonly string[] {
  return [...families()].flatMap(([family, sizes]) => [...sizes.keys()].map(size => `${family}.${size}`));
}

/** Limits of a type; one that is not known counts as the poorest of its size, or of all. */
export function networkLimitsOf(instanceType: string): NetworkLimits {
  const { family, size } = typeParts(instanceType);
  const known = sizesOf(family)?.get(size);
  if (known) return known;
  const all = [...families().values()];
  const alike = all.flatMap(sizes => sizes.get(size) ?? []);
  return poorest(alike.length > 0 ? alike : all.flatMap(sizes => [...sizes.values()]));
}

/** `m6i.xlarge` is of the family `m6i` and the size `xlarge`. */
export function typeParts(instanceType: string): { readonly family: string; readonly size: string } {
  const [family = '', size = ''] = instanceType.split('.');
  return { family, size };
}

function poorest(limits: readonly NetworkLimits[]): NetworkLimits {
  return limits.reduce((least, next) => (product(next) < product(least) ? next : least));
}

function product({ interfaces, addresses }: NetworkLimits): number {
  return interfaces * addresses;
}

function families(): ReadonlyMap<string, ReadonlyMap<string, NetworkLimits>> {
  parsed ??= new Map(networkLimits.trim().split('\n').map(parseFamily));
  return parsed;
}

function parseFamily(line: string): readonly [string, ReadonlyMap<string, NetworkLimits>] {
  const [family = '', sizes = ''] = line.split(': ');
  return [family, new Map(sizes.split(', ').map(parseSize))];
}

function parseSize(text: string): readonly [string, NetworkLimits] {
  const [size = '', interfaces, addresses] = text.split(' ');
  return [size, { interfaces: Number(interfaces), addresses: Number(addresses) }];
}
