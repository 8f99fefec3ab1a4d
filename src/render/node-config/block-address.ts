/** An address of a block, counted from its first. `172.31.0.0/16`, 10 → `172.31.0.10`. */
export function blockAddress(cidr: string, offset: number): string {
  const [address = '', prefix = ''] = cidr.split('/');
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(prefix));
  const wanted = Math.floor(number / size) * size + offset;
  return [24, 16, 8, 0].map(shift => Math.floor(wanted / 2 ** shift) % 256).join('.');
}
