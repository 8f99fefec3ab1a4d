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
    finding => finding.severity === 'error' && mayHide(finding) && !empty.has(formatPosition(finding.at)),
  );
}

function mayHide({ code, path }: Finding): boolean {
  if (code === 'CW1004' || code === 'CW1005') return holdsAddresses.test(path);
  return hidingCodes.has(code);
}

const hidingCodes: ReadonlySet<string> = new Set(
  [1001, 1002, 1006, 1008, 1009, 1010, 1012, 1202, 1203].map(number => `CW${number}`),
);

/** Fields whose value is a block, or should have been a map or a list with one in it. */
const holdsAddresses =
  /(^|cidr|\.?(spec|network|zones|vpc|cni|clusterPrefix|addressPools|managementNetworks|routedRanges)(\[\d+\])?)$/i;

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
