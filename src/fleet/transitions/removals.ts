import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { doubt, mistake } from '../rules/mistake.js';
import type { Kept } from './transition.js';

/** CW1602: a zone leaves in a commit of its own, so that nothing is built where something is taken down. */
export function leavingZones({ before, after }: Kept<Cluster>): Finding[] {
  const names = new Set(after.network.zones.map(({ name }) => name));
  const gone = before.network.zones.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  if (gone.length === 0) return [];
  const rest = {
    ...before,
    network: { ...before.network, zones: before.network.zones.filter(zone => names.has(zone.name)) },
  };
  if (isDeepStrictEqual(content(rest), content(after))) return [];
  const message = `${gone.join(', ')} leaves the cluster together with other changes of it`;
  const hint = 'first move masters and pools out of the zone, and remove it in a commit of its own';
  return [mistake('CW1602', { source: after.source, pointer: '/spec/network/zones' }, { message, hint })];
}

/** CW1610: removing a file deletes nothing. */
export function orphans(before: Fleet, after: Fleet): Finding[] {
  const clusters = missing(before.clusters, after.clusters).map(({ name, deletion }) => ({
    what: `cluster ${name}`,
    deletion,
    place: { source: after.source, pointer: '' },
    command: `clusterwright delete ${name}`,
  }));
  const pools = after.clusters.flatMap(cluster => {
    const old = before.clusters.find(({ name }) => name === cluster.name);
    return missing(old?.nodePools ?? [], cluster.nodePools).map(({ name, deletion }) => ({
      what: `pool ${name} of cluster ${cluster.name}`,
      deletion,
      place: { source: cluster.source, pointer: '/metadata/name' },
      command: `clusterwright delete ${cluster.name} --stack tcnp-${name}`,
    }));
  });
  return [...clusters, ...pools].flatMap(({ what, deletion, place, command }) => {
    if (deletion !== undefined) return [];
    const message = `${what} is gone from Git, but not from AWS: removing a file deletes nothing`;
    return [
      doubt('CW1610', place, {
        message,
        hint: `restore it, with deletion.confirm to have it deleted, or use ${command}`,
      }),
    ];
  });
}

function missing<Named extends { readonly name: string }>(before: readonly Named[], after: readonly Named[]): Named[] {
  return before.filter(({ name }) => !after.some(other => other.name === name));
}

/** Without what only says where something is written, and what does not change the cluster itself. */
function content(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(content);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !besides.has(key));
  return Object.fromEntries(entries.map(([key, one]) => [key, content(one)]));
}

const besides = new Set(['source', 'pointer', 'allow', 'approvals', 'paused', 'labels', 'description']);
