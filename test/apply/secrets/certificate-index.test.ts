import test from 'ava';
import { type CertificateRecord, recordCertificates } from '../../../src/apply/secrets/certificate-index.js';
import type { ObjectStore } from '../../../src/apply/secrets/ports.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const key = 'pki/prod-a/index.json';

function record(name: string, generation = 'ca1.leaf1'): CertificateRecord {
  return { name, generation, fingerprint: 'f0', serialNumber: '4f', notBefore: '2026-11-21', notAfter: '2027-05-20' };
}

test('records are added to those of other roles, sorted, and known ones cost no write', async t => {
  const { ports, store, calls } = memoryWorld();
  const to = { objects: ports.storeObjects, signal };
  await recordCertificates('prod-a', [record('ca', 'ca1'), record('api')], to);
  await recordCertificates('prod-a', [record('ca', 'ca1'), record('bootstrap-workers')], to);
  await recordCertificates('prod-a', [record('ca', 'ca1'), record('api')], to);
  const index = JSON.parse(store.get(key)?.body ?? '') as { cluster: string; certificates: CertificateRecord[] };
  t.is(index.cluster, 'prod-a');
  t.deepEqual(
    index.certificates.map(({ name }) => name),
    ['api', 'bootstrap-workers', 'ca'],
  );
  t.is(calls.filter(call => call.includes('.put')).length, 2);
});

test('earlier generations stay in the index', async t => {
  const { ports, store } = memoryWorld();
  const to = { objects: ports.storeObjects, signal };
  await recordCertificates('prod-a', [record('api', 'ca1.leaf1')], to);
  await recordCertificates('prod-a', [record('api', 'ca1.leaf2')], to);
  const { certificates } = JSON.parse(store.get(key)?.body ?? '') as { certificates: CertificateRecord[] };
  t.deepEqual(
    certificates.map(({ generation }) => generation),
    ['ca1.leaf1', 'ca1.leaf2'],
  );
});

for (const damage of ['', '{', 'null', '[]', '{"format":2,"certificates":[]}', '{"format":1,"certificates":{}}']) {
  test(`an index that reads ${damage || 'nothing'} is refused and left as it is`, async t => {
    const { ports, store } = memoryWorld();
    await ports.storeObjects.putIfAbsent(key, damage, signal);
    const pending = recordCertificates('prod-a', [record('api')], { objects: ports.storeObjects, signal });
    await t.throwsAsync(pending, { code: 'damaged-certificate-index' });
    t.is(store.get(key)?.body, damage);
  });
}

test('an index that never holds still is an error that may pass', async t => {
  const restless: ObjectStore = {
    get: async () => ({ body: '{"format":1,"certificates":[]}', etag: '"x"' }),
    putIfAbsent: async () => 'exists',
    putIfMatch: async () => 'changed',
  };
  const pending = recordCertificates('prod-a', [record('api')], { objects: restless, signal });
  const error = await t.throwsAsync(pending, { code: 'certificate-index-busy' });
  t.like(error, { kind: 'transient' });
});
