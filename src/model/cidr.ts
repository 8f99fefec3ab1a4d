/** An IPv4 block. */
export interface Cidr {
  /** First address, as a number. */
  readonly start: number;
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
}

/** A block written as `10.64.0.0/20`; undefined if it is not one, or if the address is not the first of its block. */
export function parseCidr(text: string): Cidr | undefined {
  const written = readCidr(text);
  return written?.exact ? written.block : undefined;
}

/**
 * The block that holds the written address, and whether that is the block's first. Undefined for anything that is not
 * four decimal numbers and a prefix length; a leading zero is refused, because some programs read it as octal.
 */
export function readCidr(text: string): { readonly block: Cidr; readonly exact: boolean } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null || /(^|[./])0\d/.test(text)) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if (prefix > 32 || Math.max(a, b, c, d) > 255) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  const start = Math.floor(address / size) * size;
  return { block: { start, prefix }, exact: start === address };
}

export function formatCidr({ start, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map(shift => Math.floor(start / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Number of addresses. */
export function cidrSize({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && inner.start >= outer.start && inner.start < outer.start + cidrSize(outer);
}

/** Two blocks are either apart, or one lies in the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** The lower and the upper half. Throws RangeError for a single address. */
export function halves(cidr: Cidr): { readonly lower: Cidr; readonly upper: Cidr } {
  if (cidr.prefix === 32) throw new RangeError(`${formatCidr(cidr)} is one address and has no halves`);
  const lower = { start: cidr.start, prefix: cidr.prefix + 1 };
  return { lower, upper: { ...lower, start: lower.start + cidrSize(lower) } };
}

/** All blocks of a prefix length in a block, in order; none if they are larger than it. */
export function* subnets(cidr: Cidr, prefix: number): Generator<Cidr> {
  const end = cidr.start + cidrSize(cidr);
  if (prefix < cidr.prefix) return;
  for (let start = cidr.start; start < end; start += 2 ** (32 - prefix)) yield { start, prefix };
}

/** The first block of a prefix length in `pool` that overlaps none of `taken`; undefined if there is none. */
export function nextFree(pool: Cidr, prefix: number, taken: readonly Cidr[]): Cidr | undefined {
  if (prefix < pool.prefix) return undefined;
  const size = 2 ** (32 - prefix);
  const end = pool.start + cidrSize(pool);
  let start = pool.start;
  for (const block of taken.toSorted((a, b) => a.start - b.start)) {
    if (block.start >= start + size) break;
    const after = block.start + cidrSize(block);
    if (after > start) start = Math.ceil(after / size) * size;
  }
  return start < end ? { start, prefix } : undefined;
}

/** What is left of a block: the largest blocks in it that overlap none of `taken`, in order. */
export function freeBlocks(whole: Cidr, taken: readonly Cidr[]): readonly Cidr[] {
  const there = taken.filter(block => overlaps(whole, block));
  if (there.length === 0) return [whole];
  if (there.some(block => contains(block, whole))) return [];
  const { lower, upper } = halves(whole);
  return [...freeBlocks(lower, there), ...freeBlocks(upper, there)];
}

/** An address of a block, counted from its first: `172.31.0.0/16`, 10 → `172.31.0.10`. */
export function blockAddress(cidr: string, offset: number): string {
  const block = readCidr(cidr)?.block;
  if (block === undefined) throw new RangeError(`${cidr} is no address block`);
  return formatCidr({ start: block.start + offset, prefix: 32 }).replace('/32', '');
}
