/** In the order of text; what is missing comes first. */
export function sorted(list: Iterable<string | undefined>): string[] {
  return [...list].map(text => text ?? '').sort((a, b) => (a < b ? -1 : Number(a > b)));
}
