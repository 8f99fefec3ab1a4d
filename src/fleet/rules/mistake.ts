import type { Finding, RelatedPlace } from '../../model/finding.js';
import { formatPosition, locate, type Place, writtenPlace } from '../../model/source.js';
import { dottedPath } from '../pointer.js';

interface Said {
  readonly message: string;
  readonly hint: string;
  /** Other fields that the message is about. */
  readonly related?: readonly RelatedPlace[];
}

/** A broken rule, told at the field, or at the closest enclosing one that was written. */
export function mistake(code: Finding['code'], place: Place, said: Said): Finding {
  const { source, pointer } = writtenPlace(place);
  return { code, severity: 'error', at: locate(source, pointer), path: dottedPath(pointer), ...said };
}

/** What is not wrong, but probably not meant. */
export function doubt(code: Finding['code'], place: Place, said: Said): Finding {
  return { ...mistake(code, place, said), severity: 'warning' };
}

/** `file:line:column` of a field, to name it in a message about another one. */
export function placeText({ source, pointer }: Place): string {
  return formatPosition(locate(source, pointer));
}

/** A field for formats that link to the other places that a message is about. `message` says what stands there. */
export function related({ source, pointer }: Place, message: string): RelatedPlace {
  return { at: locate(source, pointer), message };
}
