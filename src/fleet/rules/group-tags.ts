import { type AutoscalerTag, autoscalerTags } from '../../model/autoscaler-tags.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster, NodePool } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** EC2 Auto Scaling user guide, "Tag Auto Scaling groups and instances". */
const limits = { count: 50, keyCharacters: 128 } as const;

/** CW1036: a pool's group has room for its tags, of which one tells the cluster autoscaler each label and taint. */
export function groupTags(cluster: Cluster): Finding[] {
  return cluster.nodePools.flatMap(pool => {
    const tags = autoscalerTags(cluster, pool);
    return [...longKeys(tags, pool), ...tooMany(tags, { cluster, pool })];
  });
}

function longKeys(tags: readonly AutoscalerTag[], pool: NodePool): Finding[] {
  return tags.flatMap(({ key, pointer }) => {
    const excess = key.length - limits.keyCharacters;
    if (pointer === undefined || excess <= 0) return [];
    const name = key.slice(key.indexOf('/', 'k8s.io/cluster-autoscaler/node-template/'.length) + 1);
    const message = `the tag that tells the cluster autoscaler of ${name} is ${excess} characters too long for AWS`;
    const hint = `take a key of at most ${name.length - excess} characters`;
    return [mistake('CW1036', { source: pool.source, pointer }, { message, hint })];
  });
}

function tooMany(
  tags: readonly AutoscalerTag[],
  { cluster, pool }: { readonly cluster: Cluster; readonly pool: NodePool },
): Finding[] {
  const own = ['Name', `kubernetes.io/cluster/${cluster.name}`];
  const users = Object.keys({ ...cluster.tags, ...pool.tags });
  const count = new Set([...own, ...users, ...tags.map(({ key }) => key)]).size;
  if (count <= limits.count) return [];
  const { labels, taints, source } = pool;
  const most = Math.max(users.length, taints.length, Object.keys(labels).length);
  const field = most === users.length ? 'tags' : most === taints.length ? 'taints' : 'labels';
  const message = `the group of pool ${pool.name} would have ${count} tags, of which AWS takes ${limits.count}: one for each tag, label and taint, and ${own.length + 5} of ours`;
  const place = { source, pointer: `/spec/${field}` };
  return [mistake('CW1036', place, { message, hint: 'take fewer tags, labels or taints' })];
}
