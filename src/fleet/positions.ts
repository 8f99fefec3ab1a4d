import { EVENT_ID, type Event, getScalarValue } from 'js-yaml';
import type { DocumentSource, Position } from '../model/source.js';
import { escapeKey } from './pointer.js';

/** A file, or some documents of it. */
export interface Part {
  readonly file: string;
  readonly text: string;
  /** Lines of the file above this part. */
  readonly linesBefore: number;
}

/** Where every value and key of each document stands, from the parser's events. */
export function documentSources({ file, text, linesBefore }: Part, events: readonly Event[]): DocumentSource[] {
  const lineStarts = startsOfLines(text);
  const at = (offset: number): Position => {
    const position = positionOf(file, lineStarts, offset);
    return { ...position, line: position.line + linesBefore };
  };
  const sources: { file: string; values: Map<string, Position>; keys: Map<string, Position> }[] = [];
  const open: Frame[] = [];
  let searchFrom = 0;

  for (const event of events) {
    const parent = open.at(-1);
    const source = sources.at(-1);
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        sources.push({ file, values: new Map(), keys: new Map() });
        open.push({ kind: 'document', pointer: '', next: 0, key: undefined });
        break;
      case EVENT_ID.POP:
        open.pop();
        break;
      case EVENT_ID.ALIAS:
        if (parent) childPointer(parent);
        break;
      case EVENT_ID.SCALAR: {
        if (parent === undefined || source === undefined) break;
        const offset = startOfScalar(text, event, searchFrom);
        searchFrom = Math.max(searchFrom, offset);
        if (parent.kind === 'document' && event.valueStart < 0) {
          // An empty document is where its separator is.
          const separator = separatorAfter(text, searchFrom);
          source.values.set('', at(separator));
          searchFrom = separator + 3;
        } else if (parent.kind === 'mapping' && parent.key === undefined) {
          parent.key = getScalarValue(text, event);
          source.keys.set(`${parent.pointer}/${escapeKey(parent.key)}`, at(offset));
        } else {
          source.values.set(childPointer(parent), at(offset));
        }
        break;
      }
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        if (parent === undefined || source === undefined) break;
        const pointer = childPointer(parent);
        searchFrom = Math.max(searchFrom, event.start);
        source.values.set(pointer, at(event.start));
        open.push({
          kind: event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence',
          pointer,
          next: 0,
          key: undefined,
        });
        break;
      }
    }
  }
  return sources;
}

interface Frame {
  readonly kind: 'document' | 'mapping' | 'sequence';
  readonly pointer: string;
  next: number;
  key: string | undefined;
}

/** Pointer of the next child, and moves on. */
function childPointer(frame: Frame): string {
  if (frame.kind === 'document') return frame.pointer;
  if (frame.kind === 'sequence') return `${frame.pointer}/${frame.next++}`;
  const key = frame.key ?? '';
  frame.key = undefined;
  return `${frame.pointer}/${escapeKey(key)}`;
}

/** A quoted scalar's value starts after its quote; an empty one (`key:`) has no start at all. */
function startOfScalar(text: string, event: Extract<Event, { type: 4 }>, searchFrom: number): number {
  if (event.valueStart < 0) return searchFrom;
  const quote = text[event.valueStart - 1];
  const quoted = event.style === 2 || event.style === 3;
  return quoted && (quote === '"' || quote === "'") ? event.valueStart - 1 : event.valueStart;
}

function separatorAfter(text: string, from: number): number {
  if (from === 0 && text.startsWith('---')) return 0;
  const found = text.indexOf('\n---', from);
  return found === -1 ? from : found + 1;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionOf(file: string, lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file, line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
