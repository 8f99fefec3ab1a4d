/** Entries of a list of zones with their blocks. */
export function zoneLines(
  zones: readonly { readonly name: string; readonly cidr: string }[],
  indent: string,
): readonly string[] {
  return zones.map(({ name, cidr }) => `${indent}- { name: ${name}, cidr: ${cidr} }`);
}
