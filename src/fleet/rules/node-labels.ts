import type { Finding } from '../../model/finding.js';
import type { NodePool } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/**
 * CW1031: a node may give itself the labels of a pool. In kubernetes.io and k8s.io it may only those that the admission
 * plugin NodeRestriction lists; with any other the kubelet ends. Those of clusterwright.io are ours.
 */
export function nodeLabels({ labels, source }: NodePool): Finding[] {
  return Object.keys(labels).flatMap(key => {
    const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
    const place = { source, pointer: `/spec/labels/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
    if (prefix === 'clusterwright.io') {
      const message = `label ${key} is one that clusterwright sets`;
      return [mistake('CW1031', place, { message, hint: 'use a prefix of your own' })];
    }
    if (!reserved(prefix)) return [];
    const message = `a node may not label itself ${key}`;
    const hint = 'use a prefix of your own, node.kubernetes.io/ or kubelet.kubernetes.io/';
    return [mistake('CW1031', place, { message, hint })];
  });
}

function reserved(prefix: string): boolean {
  if (!/(^|\.)(kubernetes|k8s)\.io$/.test(prefix)) return false;
  return !/(^|\.)(node|kubelet)\.kubernetes\.io$/.test(prefix);
}

/** CW1032: a taint comes once. */
export function taints({ taints, source }: NodePool): Finding[] {
  const ids = taints.map(({ key, effect }) => `${key}:${effect}`);
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const message = `taint ${id} stands here twice`;
    return [mistake('CW1032', { source, pointer: `/spec/taints/${index}` }, { message, hint: 'remove one of them' })];
  });
}
