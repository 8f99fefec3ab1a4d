import test from 'ava';
import { type Applied, clusterInSandbox, pki, threeMasters } from './cluster-in-sandbox.js';

const moment = '2026-11-21T10:00:00Z';
const names = ['ca', 'etcd-ca', 'front-proxy-ca', 'kubelet-ca', 'admin-ca', 'service-account', 'encryption'];
const rotateAll = (more: string) => {
  const rotations = names.map(name => `{ name: ${name}, generation: 2${retiredByHand(name) ? more : ''} }`);
  return [...threeMasters, pki(`{ rotations: [${rotations.join(', ')}] }`)];
};
const retiredByHand = (name: string) => ['service-account', 'encryption'].includes(name);
const seen = ({ changed, rolled, problems, mistrust }: Applied) => ({ changed, rolled, problems, mistrust });

test('all that rotates may do so at once: an apply takes one step, rolls whom it concerns, and nobody loses trust', async t => {
  const { at } = await clusterInSandbox(t);
  const first = await at(moment, threeMasters);
  t.deepEqual((await first.apply()).problems, []);

  const rotated = await at(moment, rotateAll(''));
  const all = ['one/tccpn', 'one/tcnp-workers'];
  const expected = [
    ['1+2', '1+2', 'kubelet-ca=1'],
    ['2+1', '2+1', 'kubelet-ca=2'],
    ['2', '2+1', 'kubelet-ca=2'],
  ];
  for (const [authorities, keys, ofKubelets] of expected) {
    t.deepEqual(seen(await rotated.apply()), { changed: all, rolled: all, problems: [], mistrust: [] }, authorities);
    const told = names.map(name => `${name}=${retiredByHand(name) ? keys : authorities}`);
    t.is(await rotated.generations('one/tccpn'), `leaves=2026-11-21 ${told.join(' ')}`);
    t.is(await rotated.generations('one/tcnp-workers'), `leaves=2026-11-21 ca=${authorities} ${ofKubelets}`);
  }
  t.deepEqual((await rotated.apply()).changed, [], 'old keys stay until somebody says that they are not needed');

  const retired = await at(moment, rotateAll(', retired: 1'));
  const masters = ['one/tccpn'];
  t.deepEqual(seen(await retired.apply()), { changed: masters, rolled: masters, problems: [], mistrust: [] });
  t.is(await retired.generations('one/tccpn'), `leaves=2026-11-21 ${names.map(name => `${name}=2`).join(' ')}`);
  t.deepEqual((await retired.apply()).changed, []);
});
