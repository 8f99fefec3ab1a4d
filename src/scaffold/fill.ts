import { type Document, isMap, isScalar, type YAMLMap } from 'yaml';
import { AppError } from '../errors.js';
import { editYaml } from '../fleet/edit-yaml.js';
import { parseYamlFile } from '../fleet/yaml.js';
import { formatCidr } from '../model/cidr.js';
import { locate } from '../model/source.js';
import type { Assignment } from './allocation.js';

/** The text of a file with blocks filled in; everything else in it stays as it is. */
export function filled(text: string, assignments: readonly Assignment[]): string {
  return editYaml(text, documents => {
    for (const { pointer, cidr, ...owner } of assignments) {
      const document = documents.find(one => isOf(one.toJS(), owner));
      if (document === undefined) throw new AppError('no-such-document', `${owner.cluster} is not in ${owner.file}`);
      fill(document, keysOf(pointer), formatCidr(cidr));
    }
  });
}

/** Line of each block in a text that `filled` made. */
export function filledLines(text: string, assignments: readonly Assignment[]): readonly number[] {
  const { documents } = parseYamlFile('', Buffer.from(text));
  return assignments.map(({ pointer, ...owner }) => {
    const source = documents.find(({ value }) => isOf(value, owner))?.source;
    return source === undefined ? 1 : locate(source, pointer).line;
  });
}

/** Whether it is the document of this cluster, or of this pool of it. */
function isOf(value: unknown, { cluster, pool }: Pick<Assignment, 'cluster' | 'pool'>): boolean {
  const { kind, metadata, spec } = value as {
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown };
    readonly spec?: { readonly cluster?: unknown };
  };
  if (pool === undefined) return kind === 'Cluster' && metadata?.name === cluster;
  return kind === 'NodePool' && metadata?.name === pool && spec?.cluster === cluster;
}

/** A cluster's block comes first among its network's fields, as people write it; others behind what is there. */
function fill(document: Document, keys: readonly (string | number)[], cidr: string): void {
  const around = document.getIn(keys.slice(0, -1));
  const isNetwork = keys.length === 3;
  if (isNetwork && isMap(around) && !around.has('cidr')) {
    commentToFirstKey(around);
    around.items.unshift(document.createPair('cidr', cidr));
  } else document.setIn(keys, cidr);
}

/** A comment above the first field is about that field, and stays above it. */
function commentToFirstKey(map: YAMLMap): void {
  const key = map.items[0]?.key;
  if (!isScalar(key) || typeof map.commentBefore !== 'string') return;
  key.commentBefore = map.commentBefore;
  map.commentBefore = null;
}

/** `/spec/zones/0/cidr`, with indices as numbers. */
function keysOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map(key => (/^\d+$/.test(key) ? Number(key) : key));
}
