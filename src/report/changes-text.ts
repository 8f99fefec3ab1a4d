import type { Colors as Colours } from 'picocolors/types.js';
import { formatPosition } from '../model/source.js';
import type { PropertyChange, StepChange } from '../plan/plan.js';
import { lineWidth, wrapped } from './text.js';
import { type ValueChange, valueChanges } from './value-change.js';

/** Lines below a step: its resources, and what changes of each. Those that change in the same way are told together. */
export function changesText(changes: readonly StepChange[], paint: Colours): string[] {
  const groups = new Map<string, StepChange[]>();
  for (const change of changes) {
    const { action, replacement, properties } = change;
    const values = properties.map(({ path, before, after }) => [path, before, after]);
    const key = JSON.stringify([action, replacement, values]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap(group => groupLines(group, paint));
}

function groupLines(group: readonly StepChange[], paint: Colours): string[] {
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

function replacementNote(change: StepChange): string {
  if (change.action !== 'modify') return '';
  return { never: '', conditional: 'may be replaced', always: 'replaced' }[change.replacement];
}

/** A line for each value that differs; path, values and place go on lines of their own where one would be too long. */
function propertyLines({ path, before, after, source }: PropertyChange, paint: Colours): string[] {
  const place = source === undefined ? '' : formatPosition(source);
  const changes = valueChanges(before, after ?? '(known after apply)');
  return changes.flatMap((change, index) => {
    const name = [path.replace(/^Properties\./, ''), change.path].filter(Boolean).join('.');
    const shownPlace = index === changes.length - 1 ? place : '';
    return laidOut(name, transition(change), shownPlace, paint);
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
  if (Math.max(before?.length ?? 0, after?.length ?? 0) > longestValue) {
    return `changed (${before?.length ?? 0} -> ${after?.length ?? 0} characters)`;
  }
  if (before === undefined) return `+ ${after ?? ''}`;
  return after === undefined ? `- ${before}` : `${before} -> ${after}`;
}
