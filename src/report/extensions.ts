import type { AddedByExtension, StackArtifact } from '../model/artifact.js';
import { counted, wrapped } from './text.js';

/**
 * What the fleet's own templates added to which stacks, those that got the same together; undefined if they added
 * nothing.
 */
export function extensionsText(stacks: readonly StackArtifact[]): string | undefined {
  const groups = new Map<string, { readonly added: AddedByExtension; readonly stacks: string[] }>();
  for (const { id, extension } of stacks) {
    if (extension === undefined) continue;
    const key = JSON.stringify(extension);
    const group = groups.get(key) ?? { added: extension, stacks: [] };
    groups.set(key, group);
    group.stacks.push(id);
  }
  if (groups.size === 0) return undefined;
  return [...groups.values()].map(({ added, stacks: ids }) => groupText(added, ids)).join('\n');
}

function groupText(added: AddedByExtension, stacks: readonly string[]): string {
  const resources = Object.entries(added.resources).map(([id, type]) => `${id} (${type})`);
  const lines = [
    ...resources,
    ...namesText('output', added.outputs),
    ...namesText('condition', added.conditions),
    ...namesText('mapping', added.mappings),
  ];
  const where =
    stacks.length <= most
      ? stacks.join(', ')
      : `${stacks.slice(0, most).join(', ')} and ${counted(stacks.length - most, 'more stack')}`;
  return [...wrapped(`${added.file} adds to ${where}:`, 0), ...lines.flatMap(line => wrapped(line, 2))].join('\n');
}

/** Stacks that are named one by one. */
const most = 5;

function namesText(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [`${names.length === 1 ? what : `${what}s`} ${names.join(', ')}`];
}
