import type { Finding } from '../../model/finding.js';
import { type DocumentSource, formatPosition, locate } from '../../model/source.js';
import { dottedPath } from '../pointer.js';

/** A field of a document, by JSON pointer, written or not. */
export interface Place {
  readonly source: DocumentSource;
  readonly pointer: string;
}

/** A broken rule, told at the field, or at the closest enclosing one that was written. */
export function mistake(
  code: Finding['code'],
  { source, pointer }: Place,
  said: { readonly message: string; readonly hint: string },
): Finding {
  return { code, severity: 'error', at: locate(source, pointer), path: dottedPath(pointer), ...said };
}

/** `file:line:column` of a field, to name it in a message about another one. */
export function placeText({ source, pointer }: Place): string {
  return formatPosition(locate(source, pointer));
}
