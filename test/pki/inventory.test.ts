import test from 'ava';
import { certificateInventory, plannedCertificates, secretsPlan } from '../../src/pki/inventory.js';
import { exampleCluster, exampleFleet } from './example-fleet.js';

const inventory = certificateInventory(exampleFleet, exampleCluster);

test('the inventory holds the authority, the server certificate of the API and one bootstrap leaf per pool', t => {
  t.deepEqual(
    inventory.map(({ name, usage, issuer }) => `${name} ${usage} by ${issuer}`),
    ['ca authority by ca', 'api server by ca', 'bootstrap-workers client by ca', 'bootstrap-gpu client by ca'],
  );
});

test('the API answers by its domains, by the names of the kubernetes Service, by loopback and by the first service address', t => {
  const api = inventory.find(({ name }) => name === 'api');
  t.deepEqual(api?.dnsNames, [
    'api.prod-a.k8s.gauss.example.com',
    'internal-api.prod-a.k8s.gauss.example.com',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ]);
  t.deepEqual(api?.ipAddresses, ['127.0.0.1', '172.31.0.1']);
});

for (const [serviceCidr, first] of [
  ['10.96.0.0/12', '10.96.0.1'],
  ['192.168.255.128/25', '192.168.255.129'],
  ['240.0.255.0/24', '240.0.255.1'],
  ['10.100.7.9/16', '10.100.0.1'],
] as const) {
  test(`the first service address of ${serviceCidr} is ${first}`, t => {
    const cluster = { ...exampleCluster, network: { ...exampleCluster.network, serviceCidr } };
    const api = certificateInventory(exampleFleet, cluster).find(({ name }) => name === 'api');
    t.is(api?.ipAddresses[1], first);
  });
}

test('a bootstrap leaf may only ask for a node identity', t => {
  const leaf = inventory.find(({ name }) => name === 'bootstrap-workers');
  t.deepEqual(leaf?.organizations, ['system:bootstrappers']);
});

test('no common name is longer than X.509 allows, however long the domain is', t => {
  const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;
  const long = certificateInventory({ ...exampleFleet, domain }, { ...exampleCluster, name: 'a'.repeat(20) });
  t.deepEqual(
    long.filter(({ commonName }) => commonName.length > 60).map(({ name }) => name),
    [],
  );
});

test('masters get the server certificate of the API, workers the bootstrap leaf of their own pool, both readable by root only', t => {
  t.deepEqual(listed('master'), [
    '/etc/kubernetes/pki/ca.crt 400 api ca',
    '/etc/kubernetes/pki/apiserver.crt 400 api certificate',
    '/etc/kubernetes/pki/apiserver.key 400 api key',
  ]);
  t.deepEqual(listed('workers'), [
    '/etc/kubernetes/pki/ca.crt 400 bootstrap-workers ca',
    '/etc/kubernetes/pki/bootstrap.crt 400 bootstrap-workers certificate',
    '/etc/kubernetes/pki/bootstrap.key 400 bootstrap-workers key',
  ]);
});

test('a role that the cluster does not have is refused', t => {
  t.throws(() => secretsPlan(exampleCluster, 'nobody'), { message: 'cluster prod-a has no secrets role nobody' });
});

test('a plan needs its own certificates and the authority that signs them', t => {
  const needed = plannedCertificates(inventory, secretsPlan(exampleCluster, 'gpu'));
  t.deepEqual(
    needed.map(({ name }) => name),
    ['ca', 'bootstrap-gpu'],
  );
});

function listed(role: string): readonly string[] {
  return secretsPlan(exampleCluster, role).files.map(
    ({ path, mode, certificate, part }) => `${path} ${mode.toString(8)} ${certificate} ${part}`,
  );
}
