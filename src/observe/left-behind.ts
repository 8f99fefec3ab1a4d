import type { NodeGroup } from './ports.js';

/** Why not every node runs what its group would launch now, as half a sentence; undefined if all do. */
export function leftBehind(groups: readonly NodeGroup[]): string | undefined {
  for (const { name, launchedFrom, nodes } of groups) {
    const { template, version } = launchedFrom;
    const other = nodes.find(node => node.launchedFrom.template !== template);
    if (other !== undefined) return `${other.id} of ${name} was launched from another launch template`;
    const old = nodes.find(node => node.launchedFrom.version !== version);
    if (old === undefined) continue;
    return `${old.id} of ${name} runs version ${old.launchedFrom.version} of its launch template, not ${version}`;
  }
  return undefined;
}
