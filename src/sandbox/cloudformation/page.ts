import { validationError } from '../templates/template-error.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** The page that a token stands for. A token names the last item that was given out, so new items shift nothing. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | undefined,
  { size, idOf }: { readonly size: number; readonly idOf: (item: Item) => string },
): Page<Item> {
  const start = token === undefined ? 0 : items.findIndex(item => tokenOf(idOf(item)) === token) + 1;
  if (token !== undefined && start === 0) throw validationError('Invalid NextToken');
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const more = start + size < items.length && last !== undefined;
  return { items: page, nextToken: more ? tokenOf(idOf(last)) : undefined };
}

function tokenOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
