import { AwsFault } from './fault.js';
import type { QueryParameters } from './query-protocol.js';
import type { XmlValue } from './xml.js';

export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly show: (item: Item) => XmlValue;
  /** Items a page. */
  readonly size: number;
}

/**
 * The members of `element` on the page that the request's token stands for, and the token of the next page. A token
 * names the last item that was given out, so new items shift nothing.
 */
export function queryPage<Item>(parameters: QueryParameters, element: string, listing: Listing<Item>) {
  const { items, idOf, show, size } = listing;
  const token = parameters.get('NextToken');
  const start = token === undefined ? 0 : items.findIndex(item => tokenOf(idOf(item)) === token) + 1;
  if (token !== undefined && start === 0) throw new AwsFault('ValidationError', 'Invalid NextToken');
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const more = start + size < items.length && last !== undefined;
  return { [element]: members(shown.map(show)), NextToken: more ? tokenOf(idOf(last)) : undefined };
}

function tokenOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** A list in the Query protocol. */
export function members(items: readonly XmlValue[]): XmlValue {
  return { member: items };
}

/** Data with AWS's names in the shape of the Query protocol: names begin with a capital letter, lists have members. */
export function shaped(data: unknown): XmlValue {
  if (Array.isArray(data)) return members(data.map(shaped));
  if (typeof data !== 'object' || data === null) return data as XmlValue;
  const entries = Object.entries(data).map(([name, value]) => [capitalised(name), shaped(value)] as const);
  return Object.fromEntries(entries);
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function time(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}
