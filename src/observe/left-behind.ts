import type { NodeGroup } from './ports.js';

/** Why not every node runs what its group would launch now, as half a sentence; undefined if all do. */
export function leftBehind(groups: readonly NodeGroup[]): string | undefined {
  for (const { name, version, nodes } of groups) {
    const old = nodes.find(node => node.version !== version);
    if (old === undefined) continue;
    return `${old.id} of ${name} runs version ${old.version} of its launch template, not ${version}`;
  }
  return undefined;
}
