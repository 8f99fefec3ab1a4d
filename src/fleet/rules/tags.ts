import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { mistake } from './mistake.js';

/** AWS takes 50 tags; the rest is for those that templates and Kubernetes set. */
const most = 40;

/** CW1410, CW1411 and CW1412: the tags that resources get from a cluster, and from its masters or a pool besides. */
export function tags(cluster: Cluster): Finding[] {
  const { source, controlPlane, nodePools } = cluster;
  const own = checked(cluster.tags, {}, source);
  const nodes = [controlPlane, ...nodePools].flatMap(group => {
    return Object.keys(group.tags).length === 0 ? [] : checked(group.tags, cluster.tags, group.source);
  });
  return [...own, ...nodes];
}

type Tags = Readonly<Record<string, string>>;

function checked(tags: Tags, inherited: Tags, source: Place['source']): Finding[] {
  const all = Object.keys({ ...inherited, ...tags });
  const tooMany =
    all.length <= most
      ? []
      : [
          mistake(
            'CW1410',
            { source, pointer: '/spec/tags' },
            {
              message: `there are ${all.length} tags with what is inherited; ${most} are the limit`,
              hint: 'AWS takes 50, some of which clusterwright and Kubernetes set',
            },
          ),
        ];
  const single = Object.keys(tags).flatMap(key => {
    const place = { source, pointer: `/spec/tags/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
    if (isReserved(key)) {
      const message = `tag ${key} is set by clusterwright or Kubernetes`;
      return [mistake('CW1412', place, { message, hint: 'take another key' })];
    }
    const before = all.slice(0, all.indexOf(key));
    const twin = before.find(other => other.toLowerCase() === key.toLowerCase());
    if (twin === undefined) return [];
    // IAM compares the keys of tags without regard to case: IAM user guide, "Rules for tagging".
    const message = `tags ${key} and ${twin} differ in letter case only, which IAM takes for the same`;
    return [mistake('CW1411', place, { message, hint: 'write both the same way' })];
  });
  return [...tooMany, ...single];
}

function isReserved(key: string): boolean {
  return key === 'Name' || /^(kubernetes\.io|k8s\.io|node\.k8s\.amazonaws\.com)\//.test(key);
}
