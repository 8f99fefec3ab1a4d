import { AwsFault } from '../fault.js';
import { optionalInteger, optionalText } from '../json-input.js';
import type { JsonInput } from '../json-protocol.js';

export interface PageOptions<Item> {
  readonly input: JsonInput;
  readonly maximum: number;
  readonly idOf: (item: Item) => string;
}

/** One page of a list; the marker is the id of its last item. */
export function page<Item>(name: string, items: readonly Item[], { input, maximum, idOf }: PageOptions<Item>): object {
  const limit = optionalInteger(input, 'Limit', { from: 1, to: 1000 });
  const marker = optionalText(input, 'Marker');
  const previous = marker === undefined ? -1 : items.findIndex(item => idOf(item) === marker);
  if (marker !== undefined && previous === -1) throw new AwsFault('InvalidMarkerException', 'Invalid marker.');
  const rest = items.slice(previous + 1);
  const shown = rest.slice(0, Math.min(limit ?? 100, maximum));
  const last = shown.at(-1);
  const truncated = shown.length < rest.length;
  return { [name]: shown, Truncated: truncated, ...(truncated && last ? { NextMarker: idOf(last) } : {}) };
}
