import type { Colors as Colours } from 'picocolors/types.js';
import { formatPosition, type Position } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { lineWidth, wrapped } from './text.js';
import { type ValueChange, valueChanges } from './value-change.js';

/** A change of one resource, as it is told. */
export interface ToldChange {
  readonly logicalId: string;
  /** Told unless it is `modify`. */
  readonly action: string;
  readonly replacement: 'never' | 'conditional' | 'always';
  readonly properties: readonly ToldProperty[];
}

export interface ToldProperty {
  /** With dots; `Properties.` is left out. */
  readonly path: string;
  /** JSON or text; undefined where there is no value. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly source: Position | undefined;
}

/** Lines below a stack: its resources, and what changes of each. Those that change in the same way are told together. */
export function changesText(changes: readonly ToldChange[], paint: Colours): string[] {
  const groups = new Map<string, ToldChange[]>();
  for (const change of changes) {
    const { action, replacement, properties } = change;
    const values = properties.map(({ path, before, after }) => [path, before, after]);
    const key = JSON.stringify([action, replacement, values]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap(group => groupLines(group, paint));
}

function groupLines(group: readonly ToldChange[], paint: Colours): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const note = [first.action === 'modify' ? '' : first.action, replacementNote(first)].filter(Boolean).join(', ');
  const titles = wrapped(group.map(change => change.logicalId).join(', '), 6);
  const last = titles.pop() ?? '';
  return [
    ...titles,
    note === '' ? last : `${last}  ${paint.yellow(note)}`,
    ...first.properties.flatMap(property => propertyLines(property, paint)),
  ];
}

function replacementNote(change: ToldChange): string {
  if (change.action !== 'modify') return '';
  return { never: '', conditional: 'may be replaced', always: 'replaced' }[change.replacement];
}

/** A line for each value that differs; path, values and place go on lines of their own where one would be too long. */
export function propertyLines({ path, before, after, source }: ToldProperty, paint: Colours): string[] {
  const place = source === undefined ? '' : formatPosition(source);
  const changes = valueChanges(before, after);
  return changes.flatMap((change, index) => {
    const name = visibleText([path.replace(/^Properties\./, ''), change.path].filter(Boolean).join('.'));
    const shownPlace = index === changes.length - 1 ? place : '';
    return laidOut(name, visibleText(transition(change)), shownPlace, paint);
  });
}

function laidOut(name: string, values: string, place: string, paint: Colours): string[] {
  const whole = `        ${name}  ${values}`;
  const head = whole.length <= lineWidth ? [whole] : [`        ${name}`, `          ${values}`];
  if (place === '') return head;
  const last = head.pop() ?? '';
  const room = lineWidth - place.length;
  if (last.length + 2 <= room) return [...head, last.padEnd(room) + paint.dim(place)];
  return [...head, last, ' '.repeat(Math.max(10, room)) + paint.dim(place)];
}

const longestValue = 48;

function transition({ before, after }: ValueChange): string {
  if (before === undefined) return `+ ${clipped(after ?? '')}`;
  if (after === undefined) return `- ${clipped(before)}`;
  if (withoutDigests(before) === withoutDigests(after)) return 'another digest';
  const isShort = Math.max(before.length, after.length) <= longestValue;
  return isShort ? `${before} -> ${after}` : `changed (${before.length} -> ${after.length} characters)`;
}

function clipped(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;
}

/** Digests follow from something else that is told. */
function withoutDigests(value: string): string {
  return value.replaceAll(/[0-9a-f]{64,}/g, '');
}
