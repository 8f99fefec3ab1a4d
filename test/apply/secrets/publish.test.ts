import { createPublicKey } from 'node:crypto';
import test from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import { publishIdentity } from '../../../src/apply/secrets/publish.js';
import type { Cluster } from '../../../src/model/fleet.js';
import type { JsonWebKey } from '../../../src/pki/jwks.js';
import { exampleCluster } from '../../pki/example-fleet.js';
import { type MemoryWorld, memoryWorld } from './memory-ports.js';
import { generations, openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const { account, region } = exampleCluster;
const cluster: Cluster = {
  ...exampleCluster,
  workloadIdentity: {
    addons: { loadBalancerController: false, externalDns: false, ebsCsi: true, cni: true, cloudController: false },
    roles: [],
    issuerUrl: 'https://identity.example.com/prod-a',
    audience: 'sts.amazonaws.com',
    bucket: { account, region, name: 'identity', folder: 'clusters/prod-a/' },
  },
};
const jwks = 'clusters/prod-a/openid/v1/jwks';

test('the issuer’s bucket gets the keys that masters sign with, and where they are', async t => {
  const world = memoryWorld();
  const issuer = memoryWorld();
  const request = requestFor(['master-1'], { cluster });
  await ensureBundles(request, world.ports, signal);
  await publish(world, issuer, request);
  const configuration = issuer.cluster.get('clusters/prod-a/.well-known/openid-configuration')?.body ?? '';
  t.like(JSON.parse(configuration), {
    issuer: 'https://identity.example.com/prod-a',
    jwks_uri: 'https://identity.example.com/prod-a/openid/v1/jwks',
  });
  const { keys } = JSON.parse(issuer.cluster.get(jwks)?.body ?? '') as { keys: JsonWebKey[] };
  t.is(keys.length, 1);
  const files = await openBundle(world, request, 'master-1');
  const signing = createPublicKey(files.get('/etc/kubernetes/pki/service-account.key') ?? '');
  t.true(createPublicKey({ key: { ...keys[0] }, format: 'jwk' }).equals(signing));
  t.notRegex(JSON.stringify([...issuer.cluster]), /PRIVATE|"d":/);
});

test('both keys of a rotation are there before masters sign with the new one', async t => {
  const world = memoryWorld();
  const issuer = memoryWorld();
  for (const list of [[1], [1, 2], [2, 1], [2]]) {
    const rotating = generations('2026-11-21', { 'service-account': list });
    await publish(world, issuer, requestFor(['master-1'], { cluster, generations: rotating }));
    const { keys } = JSON.parse(issuer.cluster.get(jwks)?.body ?? '') as { keys: object[] };
    t.is(keys.length, list.length);
  }
});

test('what stands there already is not written again', async t => {
  const world = memoryWorld();
  const issuer = memoryWorld();
  const request = requestFor(['master-1'], { cluster });
  await publish(world, issuer, request);
  const before = issuer.calls.length;
  await publish(world, issuer, request);
  t.deepEqual(
    issuer.calls.slice(before).map(call => call.split(' ')[0]),
    ['clusterObjects.get', 'clusterObjects.get'],
  );
});

test('without a bucket of the issuer nothing is published', async t => {
  const world = memoryWorld();
  const issuer = memoryWorld();
  await publish(world, issuer, requestFor(['master-1']));
  t.deepEqual([world.calls, issuer.calls], [[], []]);
});

function publish(world: MemoryWorld, issuer: MemoryWorld, request: ReturnType<typeof requestFor>): Promise<void> {
  return publishIdentity(request, { ports: world.ports, objects: issuer.ports.clusterObjects }, signal);
}
