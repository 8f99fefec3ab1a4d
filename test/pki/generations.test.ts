import test from 'ava';
import type { Cluster } from '../../src/model/fleet.js';
import { formatGenerations, parseGenerations, type RotatingName } from '../../src/model/secrets.js';
import { decideGenerations, rotationsUnderWay } from '../../src/pki/decide-generations.js';
import { leafDates, leavesDay } from '../../src/pki/renewal.js';
import { generations } from '../apply/secrets/requests.js';
import { exampleCluster, exampleGenerations } from './example-fleet.js';

type Rotations = Cluster['pki']['rotations'];

function cluster(rotations: Rotations, renewFrom?: string): Cluster {
  return { ...exampleCluster, pki: { rotations, ...(renewFrom && { renewFrom }) } };
}

const today = '2026-11-21';

test('generations are written in one line and read back', t => {
  const rotating = generations('2027-02-19', { ca: [2, 1], 'service-account': [10, 9] });
  const text =
    'leaves=2027-02-19 ca=2+1 etcd-ca=1 front-proxy-ca=1 kubelet-ca=1 admin-ca=1 service-account=10+9 encryption=1';
  t.is(formatGenerations(rotating), text);
  t.deepEqual(parseGenerations(text), rotating);
});

for (const text of [
  '',
  'ca1.leaf1',
  'leaves=2027-02-19',
  'leaves=2027-02-19 ca=1',
  'leaves=tomorrow ca=1 etcd-ca=1 front-proxy-ca=1 kubelet-ca=1 admin-ca=1 service-account=1 encryption=1',
  'leaves=2027-02-19 ca=0 etcd-ca=1 front-proxy-ca=1 kubelet-ca=1 admin-ca=1 service-account=1 encryption=1',
  'leaves=2027-02-19 etcd-ca=1 ca=1 front-proxy-ca=1 kubelet-ca=1 admin-ca=1 service-account=1 encryption=1',
  'leaves=2027-02-19 ca=1+ etcd-ca=1 front-proxy-ca=1 kubelet-ca=1 admin-ca=1 service-account=1 encryption=1',
]) {
  test(`generations that read “${text}” are not taken for any`, t => {
    t.is(parseGenerations(text), undefined);
  });
}

test('leaves count from the day of the first apply, and are valid for 180 days', t => {
  t.is(leavesDay(undefined, { renewFrom: undefined, today }), today);
  t.deepEqual(leafDates(today), { renewal: '2027-02-19', end: '2027-05-20' });
});

for (const [date, day] of [
  ['2026-11-21', '2026-11-21'],
  ['2027-02-18', '2026-11-21'],
  ['2027-02-19', '2027-02-19'],
  ['2027-05-19', '2027-02-19'],
  ['2027-05-20', '2027-05-20'],
  ['2028-01-01', '2027-11-16'],
  // The clock of another applier is behind.
  ['2026-11-20', '2026-11-21'],
] as const) {
  test(`leaves of 2026-11-21 that are looked at on ${date} should count from ${day}`, t => {
    t.is(leavesDay('2026-11-21', { renewFrom: undefined, today: date }), day);
  });
}

test('deciding again on a later day decides the same, until the next renewal', t => {
  const days = Array.from({ length: 90 }, (_, index) => new Date(Date.parse('2027-02-19') + index * 86_400_000));
  const decided = days.map(date => leavesDay(today, { renewFrom: undefined, today: date.toISOString().slice(0, 10) }));
  t.deepEqual([...new Set(decided)], ['2027-02-19']);
});

for (const [renewFrom, day] of [
  ['2026-12-01', '2026-12-01'],
  ['2026-12-24', '2026-11-21'],
  ['2026-11-01', '2026-11-21'],
] as const) {
  test(`leaves of 2026-11-21 that are to be renewed from ${renewFrom} count from ${day} on 2026-12-02`, t => {
    t.is(leavesDay('2026-11-21', { renewFrom, today: '2026-12-02' }), day);
  });
}

test('a new cluster begins with the generations that its specs say', t => {
  const decided = decideGenerations({
    cluster: cluster([{ name: 'ca', generation: 3 }]),
    applied: undefined,
    everywhere: false,
    today,
  });
  t.deepEqual(decided, generations(today, { ca: [3] }));
});

test('an authority rotates in three steps, each only when all nodes have the one before', t => {
  t.deepEqual(steps('ca', [{ name: 'ca', generation: 2 }]), ['1', '1+2', '2+1', '2']);
  t.deepEqual(steps('kubelet-ca', [{ name: 'kubelet-ca', generation: 3 }]), [
    '1',
    '1+2',
    '2+1',
    '2',
    '2+3',
    '3+2',
    '3',
  ]);
  const waiting = decideGenerations({
    cluster: cluster([{ name: 'ca', generation: 2 }]),
    applied: generations(today, { ca: [1, 2] }),
    everywhere: false,
    today,
  });
  t.deepEqual(waiting.rotating.ca, [1, 2]);
});

for (const name of ['service-account', 'encryption'] as const) {
  test(`the old key of ${name} stays until somebody says that it is not needed any more`, t => {
    t.deepEqual(steps(name, [{ name, generation: 2 }]), ['1', '1+2', '2+1']);
    t.deepEqual(steps(name, [{ name, generation: 2, retired: 1 }]), ['1', '1+2', '2+1', '2']);
    t.deepEqual(steps(name, [{ name, generation: 3 }]), ['1', '1+2', '2+1']);
  });
}

test('authorities rotate side by side', t => {
  const both = cluster([
    { name: 'ca', generation: 2 },
    { name: 'etcd-ca', generation: 2 },
  ]);
  const decided = decideGenerations({ cluster: both, applied: exampleGenerations, everywhere: true, today });
  t.deepEqual([decided.rotating.ca, decided.rotating['etcd-ca'], decided.rotating['admin-ca']], [[1, 2], [1, 2], [1]]);
});

test('a generation below the applied one changes nothing', t => {
  t.deepEqual(steps('ca', [{ name: 'ca', generation: 1 }], [4]), ['4']);
});

/** What is decided one after the other while every step reaches all nodes. */
function steps(name: RotatingName, rotations: Rotations, from: readonly number[] = [1]): readonly string[] {
  let applied = generations(today, { [name]: from });
  const seen = [applied.rotating[name].join('+')];
  for (let round = 0; round < 10; round++) {
    const underWay = rotationsUnderWay(cluster(rotations), applied).includes(name);
    applied = decideGenerations({ cluster: cluster(rotations), applied, everywhere: true, today });
    const text = applied.rotating[name].join('+');
    if (underWay !== (text !== seen.at(-1)))
      throw new Error(`${text} after ${seen.at(-1)}, but under way: ${underWay}`);
    if (underWay) seen.push(text);
  }
  return seen;
}
