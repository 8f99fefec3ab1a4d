import { isDeepStrictEqual } from 'node:util';
import { parseSections } from '../../cfn/template.js';
import type { Position } from '../../model/source.js';
import type { RenderedYaml } from '../../template/compile.js';
import { type ExtensionSection, entriesOf, extensionSections } from './sections.js';

/**
 * A template of ours with what an extension adds at the end of each section, as text and as data. Undefined if the text
 * of the extension cannot be taken over line by line, for its sections are not written as blocks.
 */
export function spliced(ours: RenderedYaml, extension: RenderedYaml, file: string): RenderedYaml | undefined {
  const added = extensionSections
    .map(section => ({ section, entries: entriesOf(extension.document as object, section) }))
    .filter(({ entries }) => Object.keys(entries).length > 0);
  let lines = linesOf(ours);
  for (const { section, entries } of added) {
    const block = blockOf(section, linesOf(extension));
    if (!isDeepStrictEqual(parsed(section, block), entries)) return undefined;
    lines = withBlock(lines, section, [{ text: `  # From ${file}:`, at: undefined }, ...block]);
  }
  const template = ours.document as Readonly<Record<string, object | undefined>>;
  return {
    text: lines.map(({ text }) => text).join('\n'),
    lines: lines.map(({ at }) => at),
    document: {
      ...template,
      ...Object.fromEntries(added.map(({ section, entries }) => [section, { ...template[section], ...entries }])),
    },
    values: new Map([...ours.values, ...extension.values]),
  };
}

interface Line {
  readonly text: string;
  readonly at: Position | undefined;
}

function linesOf({ text, lines }: RenderedYaml): readonly Line[] {
  return text.split('\n').map((line, index) => ({ text: line, at: lines[index] }));
}

/** What stands below a section's key, indented as ours. */
function blockOf(section: ExtensionSection, lines: readonly Line[]): readonly Line[] {
  const key = lines.findIndex(({ text }) => isKey(text, section));
  if (key === -1) return [];
  const below = lines.slice(key + 1, endOf(lines, key));
  const first = below.find(({ text }) => /^ *[^ #]/.test(text));
  const indent = first === undefined ? 2 : first.text.search(/[^ ]/);
  const outwards = new RegExp(`^ {0,${Math.max(0, indent - 2)}}`);
  return below.map(({ text, at }) => {
    if (text.trim() === '') return { text: '', at };
    return { text: indent < 2 ? ` ${text}` : text.replace(outwards, ''), at };
  });
}

function parsed(section: ExtensionSection, block: readonly Line[]): unknown {
  try {
    return parseSections([`${section}:`, ...block.map(({ text }) => text)].join('\n'))[section];
  } catch {
    return undefined;
  }
}

/** At the end of the section; one that we do not have comes before our resources. */
function withBlock(lines: readonly Line[], section: ExtensionSection, block: readonly Line[]): readonly Line[] {
  const blank = { text: '', at: undefined };
  const key = lines.findIndex(({ text }) => isKey(text, section));
  if (key !== -1) {
    const end = withoutBlanks(lines.slice(0, endOf(lines, key))).length;
    return [...lines.slice(0, end), blank, ...withoutBlanks(block), ...lines.slice(end)];
  }
  const resources = lines.findIndex(({ text }) => isKey(text, 'Resources'));
  const opened = { text: `${section}:`, at: undefined };
  return [...lines.slice(0, resources), opened, ...withoutBlanks(block), blank, ...lines.slice(resources)];
}

/** Index behind the last line of the section whose key stands at `key`. */
function endOf(lines: readonly Line[], key: number): number {
  const next = lines.findIndex(({ text }, index) => index > key && /^[^ #]/.test(text));
  return next === -1 ? lines.length : next;
}

function withoutBlanks(lines: readonly Line[]): readonly Line[] {
  return lines.slice(0, lines.findLastIndex(({ text }) => text !== '') + 1);
}

function isKey(text: string, section: ExtensionSection): boolean {
  return new RegExp(`^${section}: *(#.*)?$`).test(text);
}
