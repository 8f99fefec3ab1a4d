import { type Document, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { ImageChange } from './image-changes.js';
import type { ImageMap } from './image-map.js';

/** Writes changes into a map of a Release document. New regions go where the order of those around them puts them. */
export function writeImages(document: Document, { path }: ImageMap, changes: readonly ImageChange[]): void {
  const map = mapAt(document, path);
  for (const { region, architecture, after } of changes) {
    const entry = map.get(region, true);
    if (isMap(entry)) entry.set(architecture, after);
    else insertSorted(map, document.createPair(region, document.createNode({ [architecture]: after }, { flow: true })));
  }
}

function mapAt(document: Document, path: readonly string[]): YAMLMap {
  const there = document.getIn(path, true);
  if (isMap(there)) {
    // `amis: {}` is where a map is to be: written out it has a line for each region.
    if (there.items.length === 0) there.flow = false;
    return there;
  }
  const map = document.createNode({}, { flow: false });
  document.setIn(path, map);
  return map;
}

/** Before the first key that sorts behind it if the keys are sorted, otherwise at the end; replaces one of its own name. */
function insertSorted(map: YAMLMap, pair: Pair): void {
  const name = keyText(pair);
  map.delete(name);
  const names = map.items.map(keyText);
  const isSorted = names.every((one, index) => index === 0 || (names[index - 1] ?? '') < one);
  const behind = names.findIndex(one => one > name);
  if (!isSorted || behind === -1) map.items.push(pair);
  else map.items.splice(behind, 0, pair);
}

function keyText({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}
