import type { LoadedDocument, LoadedFleet } from '../fleet/load.js';
import type { Finding } from '../model/finding.js';
import { formatPosition, locate } from '../model/source.js';

/**
 * Findings about parts that could hold an address without its being seen: what cannot be read, fields that are unknown
 * or of the wrong form, blocks that are none. An address that is missing hides nothing.
 */
export function hidingFindings({ findings, documents }: LoadedFleet): readonly Finding[] {
  const empty = new Set(documents.flatMap(emptyAddresses));
  return findings.filter(
    ({ code, severity, at }) => severity === 'error' && hidingCodes.has(code) && !empty.has(formatPosition(at)),
  );
}

const hidingCodes: ReadonlySet<string> = new Set(
  [1001, 1002, 1004, 1005, 1006, 1008, 1009, 1010, 1012, 1202, 1203].map(number => `CW${number}`),
);

/** Where `cidr:` stands with nothing behind it. */
function emptyAddresses({ value, source }: LoadedDocument): string[] {
  return nullsBelow(value, '')
    .filter(pointer => pointer.endsWith('/cidr'))
    .map(pointer => formatPosition(locate(source, pointer)));
}

function nullsBelow(value: unknown, pointer: string): string[] {
  if (value === null) return [pointer];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => nullsBelow(item, `${pointer}/${key}`));
}
