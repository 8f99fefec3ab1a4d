import type { Finding } from '../model/finding.js';
import { type Draft, draft, setField } from './draft.js';
import type { OldCluster } from './old-cluster.js';
import { listAt, textAt, trouble, valueAt } from './resource.js';

/**
 * What an AWSConfig says in several places at once: masters and their zone, the workers. Gives the only
 * pool that there was.
 */
export function legacyParts({ main: resource }: OldCluster, controlPlane: Draft, findings: Finding[]): Draft {
  const pool = draft('NodePool', 'workers');
  const set = (target: Draft, path: string, to: unknown, keys: readonly string[]) =>
    setField(target, { keys: path.split('.'), to, origin: { resource, keys, comment: '' } });
  const wrong = (keys: readonly string[], message: string, hint: string) =>
    findings.push(trouble('CW2006', { resource, keys }, { message, hint }));
  const zones = listAt(resource, 'status', 'aws', 'availabilityZones').flatMap(
    zone => textAt({ value: zone }, 'name') ?? [],
  );
  const zone = textAt(resource, 'spec', 'aws', 'az') ?? zones[0];
  const masters = listAt(resource, 'spec', 'cluster', 'masters').length;
  if (zone === undefined)
    wrong(['spec', 'aws', 'az'], 'nothing says which zones the cluster is in', 'write spec.aws.az');
  else {
    set(controlPlane, 'spec.zones', masters === 3 ? zones.slice(0, 3) : [zone], ['spec', 'aws', 'az']);
    set(pool, 'spec.zones', zones.length > 0 ? zones.toSorted() : [zone], ['status', 'aws', 'availabilityZones']);
  }
  const mastersKeys = ['spec', 'cluster', 'masters'];
  if (masters === 1 || masters === 3) set(controlPlane, 'spec.replicas', masters, mastersKeys);
  else wrong(mastersKeys, `there are ${masters} masters; 1 or 3 are possible`, 'list one, or three');
  const workers = listAt(resource, 'spec', 'aws', 'workers');
  const workersKeys = ['spec', 'aws', 'workers'];
  const [type, ...others] = new Set(workers.map(value => textAt({ value }, 'instanceType')));
  if (type === undefined || others.length > 0) {
    wrong(workersKeys, 'the instance types of workers differ, or there are none', 'give all of them one type');
  } else set(pool, 'spec.instances.types', [{ type }], workersKeys);
  const size = valueAt({ value: workers[0] }, 'dockerVolumeSizeGB');
  if (typeof size === 'number' && size > 0)
    set(pool, 'spec.volumes.containerd.sizeGiB', Math.max(20, size), workersKeys);
  return pool;
}
