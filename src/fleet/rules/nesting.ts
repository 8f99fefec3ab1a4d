import { type Cidr, contains } from '../../model/cidr.js';

/**
 * Every block that lies in another one, with the smallest that holds it. Of equal blocks the later one lies in the
 * earlier. Sorts by address instead of comparing all with all.
 */
export function nested<Block extends { readonly cidr: Cidr }>(
  blocks: readonly Block[],
): readonly { readonly inner: Block; readonly outer: Block }[] {
  const sorted = blocks.toSorted((a, b) => a.cidr.start - b.cidr.start || a.cidr.prefix - b.cidr.prefix);
  const around: Block[] = [];
  return sorted.flatMap(inner => {
    let outer = around.at(-1);
    while (outer !== undefined && !contains(outer.cidr, inner.cidr)) {
      around.pop();
      outer = around.at(-1);
    }
    around.push(inner);
    return outer === undefined ? [] : [{ inner, outer }];
  });
}
