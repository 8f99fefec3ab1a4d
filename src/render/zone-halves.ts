/** The two halves of an IPv4 block: the lower one is a zone's public subnet, the upper one its private one. */
export function zoneHalves(cidr: string): { readonly lower: string; readonly upper: string } {
  const [address = '', prefix = ''] = cidr.split('/');
  const start = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const half = Number(prefix) + 1;
  return { lower: `${address}/${half}`, upper: `${dotted(start + 2 ** (32 - half))}/${half}` };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');
}
