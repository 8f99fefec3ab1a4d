/** A block of IPv4 addresses, as numbers. */
export interface Cidr {
  readonly first: number;
  /** Number of addresses. */
  readonly size: number;
  readonly prefix: number;
}

/** Undefined unless it is a block in canonical form, such as 10.0.0.0/16. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some(part => part > 255) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % size === 0 ? { first, size, prefix } : undefined;
}

/** The block that a resource's properties give it. */
export function blockOf(properties: Readonly<Record<string, unknown>> | undefined): Cidr | undefined {
  const block = properties?.CidrBlock;
  return typeof block === 'string' ? parseCidr(block) : undefined;
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

/** The address at an index, or the first address of the block if none is given. */
export function addressAt({ first }: Cidr, index = 0): string {
  const number = first + index;
  return [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join('.');
}
