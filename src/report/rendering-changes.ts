import type { Colors as Colours } from 'picocolors/types.js';
import type { ValueDifference } from '../cfn/value-differences.js';
import type { Position } from '../model/source.js';
import type {
  Action,
  ConfigChange,
  LocatedChange,
  Rendering,
  RenderingChanges,
  StackChange,
} from '../render/changes/rendering-changes.js';
import { changesText, propertyLines, type ToldChange, type ToldProperty } from './changes-text.js';
import { counted, wrapped } from './text.js';
import { textChangeLines } from './text-change.js';
import { valueText } from './value-change.js';

/**
 * What differs between two renderings, for people: by cluster, a line for each stack and node config, below it what
 * changes within. Clusters that change in the same way are told once. Empty if nothing differs, otherwise ends in a newline.
 */
export function renderingChangesText({ stacks, configs }: RenderingChanges, paint: Colours): string {
  const names = new Set([...stacks, ...configs].map(({ cluster }) => cluster));
  const alike = new Map<string, string[]>();
  for (const name of names) {
    const text = clusterText(
      stacks.filter(({ cluster }) => cluster === name),
      configs.filter(({ cluster }) => cluster === name),
      paint,
    );
    alike.set(text, [...(alike.get(text) ?? []), name ?? 'fleet']);
  }
  return [...alike].map(([text, clusters]) => `${paint.bold(clustersTitle(clusters))}\n${text}\n`).join('\n');
}

function clustersTitle(names: readonly string[]): string {
  if (names.length <= 3) return names.join(', ');
  return `${names.slice(0, 2).join(', ')} and ${counted(names.length - 2, 'more cluster')}, all alike`;
}

function clusterText(stacks: readonly StackChange[], configs: readonly ConfigChange[], paint: Colours): string {
  const entries = [
    ...stacks.map(stack => stackEntry(stack, paint)),
    ...configs.map(config => configEntry(config, paint)),
  ];
  const told = together(entries).map(entry => ({ ...entry, titles: titlesOf(entry) }));
  const width = Math.max(...told.map(({ titles, note }) => (note === '' ? 0 : (titles.at(-1)?.length ?? 0))));
  return told
    .flatMap(({ titles, note, lines }) => [
      ...titles.slice(0, -1),
      `${titles.at(-1)?.padEnd(note === '' ? 0 : width + 3)}${note}`,
      ...lines,
    ])
    .join('\n');
}

/** A stack or a config, or several in which the same changes. */
interface Entry {
  readonly sign: string;
  /** What comes before the names. */
  readonly what: string;
  readonly names: readonly string[];
  readonly note: string;
  readonly lines: readonly string[];
}

const signs: Readonly<Record<Action, string>> = { add: '+', modify: '~', remove: '-' };

function stackEntry(stack: StackChange, paint: Colours): Entry {
  const { id, action, resourceCount } = stack;
  const note = action === 'modify' ? '' : counted(resourceCount, 'resource');
  const lines = stackLines(stack, paint);
  return { sign: signs[action], what: '', names: [id.slice(id.indexOf('/') + 1)], note, lines };
}

function configEntry({ what, name, action, files, fileCount }: ConfigChange, paint: Colours): Entry {
  const all = counted(fileCount, 'file');
  const note = action === 'modify' ? `${files.length} of ${all}` : all;
  const lines = files.flatMap(file => textChangeLines(file, paint)).map(line => `      ${line}`);
  return { sign: signs[action], what: `${what} `, names: [name], note, lines };
}

function together(entries: readonly Entry[]): readonly Entry[] {
  const alike = new Map<string, Entry>();
  for (const entry of entries) {
    const key = JSON.stringify({ ...entry, names: entry.lines.length === 0 ? entry.names : [] });
    const known = alike.get(key);
    alike.set(key, known === undefined ? entry : { ...known, names: [...known.names, ...entry.names] });
  }
  return [...alike.values()];
}

function titlesOf({ sign, what, names }: Entry): readonly string[] {
  const [first = '', ...others] = wrapped(`${what}${names.join(', ')}`, 4);
  return [`  ${sign} ${first.trimStart()}`, ...others];
}

function stackLines({ action, settings, resources }: StackChange, paint: Colours): string[] {
  if (action !== 'modify') return [];
  if (settings.length + resources.length === 0) return ['      only comments, spaces or the order of keys'];
  return [
    ...settings.flatMap(setting => propertyLines(toldValue(setting), paint)).map(line => line.slice(2)),
    ...changesText(resources.map(told), paint),
  ];
}

function told({ differences, ...change }: LocatedChange): ToldChange {
  return { ...change, properties: differences.map(difference => toldValue(difference, difference.source)) };
}

function toldValue({ path, before, after }: ValueDifference, source?: Position): ToldProperty {
  return { path: path.join('.'), before: valueText(before), after: valueText(after), source };
}

/** One line that says how much changed on the way to a rendering, and how much did not. */
export function changesCount({ stacks, configs }: RenderingChanges, { artifacts: total }: Rendering): string {
  const nodeConfigs = configs.filter(({ what }) => what === 'cloudconfig');
  const rest = both(unchanged(total.stacks, stacks), unchanged(total.nodeConfigs, nodeConfigs));
  if (stacks.length + configs.length === 0) return `Nothing changes in ${rest}.`;
  return `${both(stacks.length, nodeConfigs.length)} changed, ${rest} unchanged.`;
}

function unchanged(all: readonly unknown[], changes: readonly { readonly action: Action }[]): number {
  return all.length - changes.filter(({ action }) => action !== 'remove').length;
}

function both(stacks: number, nodeConfigs: number): string {
  const parts = [
    ...(stacks > 0 ? [counted(stacks, 'stack')] : []),
    ...(nodeConfigs > 0 ? [counted(nodeConfigs, 'node config')] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}
