import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { mistake } from '../rules/mistake.js';
import type { Kept } from './transition.js';

/** What a cluster is built on, with the field that says it. */
const clusterFields: readonly (readonly [field: string, value: (cluster: Cluster) => string | undefined])[] = [
  ['account', ({ account }) => account.name],
  ['region', ({ region }) => region],
  ['network/cidr', ({ network }) => network.cidr],
  ['network/serviceCidr', ({ network }) => network.serviceCidr],
  ['network/cni/plugin', ({ network }) => network.cni.plugin],
  ['network/cni/podCidr', ({ network }) => network.cni.podCidr],
  ['kubernetes/clusterDomain', ({ kubernetes }) => kubernetes.clusterDomain],
  ['storage/sharedBucket', ({ storage }) => storage.sharedBucket],
];

/** CW1601: what a cluster is built on stays as it is. */
export function immutableFields({ before, after }: Kept<Cluster>): Finding[] {
  return clusterFields.flatMap(([field, value]) => {
    const [old, now] = [value(before), value(after)];
    if (old === now) return [];
    const place = { source: after.source, pointer: `/spec/${field}` };
    return [changed(place, { old, now, hint: 'make a new cluster, and move what runs on this one' })];
  });
}

/** CW1601 for the Fleet: stacks are called after it, clusters and members of etcd after its domain; keys are in its store. */
export function immutableFleet(before: Fleet, after: Fleet): Finding[] {
  const fields = [
    { pointer: '/metadata/name', old: before.name, now: after.name },
    { pointer: '/spec/domain', old: before.domain, now: after.domain },
    { pointer: '/spec/store/account', old: before.store.account.name, now: after.store.account.name },
    { pointer: '/spec/store/region', old: before.store.region, now: after.store.region },
  ];
  return fields.flatMap(({ pointer, old, now }) => {
    if (old === now || before.clusters.length === 0) return [];
    return [changed({ source: after.source, pointer }, { old, now, hint: `set it back to ${old}` })];
  });
}

function changed(
  place: Parameters<typeof mistake>[1],
  { old = 'nothing', now = 'nothing', hint }: { old: string | undefined; now: string | undefined; hint: string },
): Finding {
  return mistake('CW1601', place, { message: `this cannot change: it was ${old} and is ${now}`, hint });
}
