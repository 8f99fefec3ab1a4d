import test from 'ava';
import { certificateInventory } from '../../src/pki/inventory.js';
import { certificateOfKey, secretsNodes, secretsPlan } from '../../src/pki/secrets-plan.js';
import { exampleCluster, exampleFleet } from './example-fleet.js';

const none = { loadBalancers: [] };
const inventory = certificateInventory(exampleFleet, exampleCluster, none);
const threeMasters = { ...exampleCluster, controlPlane: { ...exampleCluster.controlPlane, replicas: 3 as const } };

test('the inventory holds five authorities and what each of them signs', t => {
  t.deepEqual(
    inventory.map(({ name, usage, issuer }) => `${name} ${usage} by ${issuer}`),
    [
      'ca authority by ca',
      'etcd-ca authority by etcd-ca',
      'front-proxy-ca authority by front-proxy-ca',
      'kubelet-ca authority by kubelet-ca',
      'admin-ca authority by admin-ca',
      'api server by ca',
      'apiserver-kubelet-client client by ca',
      'apiserver-etcd-client client by etcd-ca',
      'front-proxy-client client by front-proxy-ca',
      'controller-manager client by ca',
      'scheduler client by ca',
      'addons client by ca',
      'etcd1 peer by etcd-ca',
      'bootstrap-workers client by ca',
      'bootstrap-gpu client by ca',
    ],
  );
});

test('Kubernetes knows its components by the names that its own roles are bound to', t => {
  t.deepEqual(['controller-manager', 'scheduler', 'addons', 'bootstrap-gpu', 'apiserver-kubelet-client'].map(subject), [
    'system:kube-controller-manager',
    'system:kube-scheduler',
    'system:masters clusterwright-addons',
    'system:bootstrappers bootstrap-gpu',
    'clusterwright:kubelet-clients kube-apiserver-kubelet-client',
  ]);
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

test('the API answers by the names that the specs add, in the domain that the cluster has, and by its load balancers', t => {
  const cluster = {
    ...exampleCluster,
    api: { ...exampleCluster.api, altNames: ['k8s.example.com', '192.0.2.7', 'kubernetes'] },
    kubernetes: { ...exampleCluster.kubernetes, clusterDomain: 'gauss.internal' },
  };
  const loadBalancers = ['Prod-A-Api-internal-0f.elb.eu-central-1.amazonaws.com'];
  const api = certificateInventory(exampleFleet, cluster, { loadBalancers }).find(({ name }) => name === 'api');
  t.deepEqual(api?.dnsNames.slice(2), [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.gauss.internal',
    'prod-a-api-internal-0f.elb.eu-central-1.amazonaws.com',
    'k8s.example.com',
  ]);
  t.deepEqual(api?.ipAddresses, ['127.0.0.1', '172.31.0.1', '192.0.2.7']);
});

test('each member of etcd has a certificate of its own, for its own name', t => {
  const members = certificateInventory(exampleFleet, threeMasters, none).filter(({ usage }) => usage === 'peer');
  t.deepEqual(
    members.map(({ name, dnsNames, ipAddresses }) => [name, ...dnsNames, ...ipAddresses].join(' ')),
    [1, 2, 3].map(n => `etcd${n} etcd${n}.prod-a.k8s.gauss.example.com localhost 127.0.0.1`),
  );
});

for (const [serviceCidr, first] of [
  ['10.96.0.0/12', '10.96.0.1'],
  ['192.168.255.128/25', '192.168.255.129'],
  ['240.0.255.0/24', '240.0.255.1'],
  ['10.100.7.9/16', '10.100.0.1'],
] as const) {
  test(`the first service address of ${serviceCidr} is ${first}`, t => {
    const cluster = { ...exampleCluster, network: { ...exampleCluster.network, serviceCidr } };
    const api = certificateInventory(exampleFleet, cluster, none).find(({ name }) => name === 'api');
    t.is(api?.ipAddresses[1], first);
  });
}

test('no common name is longer than X.509 allows, however long the domain is', t => {
  const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;
  const long = certificateInventory({ ...exampleFleet, domain }, { ...threeMasters, name: 'a'.repeat(20) }, none);
  t.deepEqual(
    long.filter(({ commonName }) => commonName.length > 60).map(({ name }) => name),
    [],
  );
});

test('a master gets what the control plane needs, and of etcd its own member only', t => {
  t.deepEqual(listed('master-2'), [
    'ca.crt trust ca',
    'client-ca.crt trust ca,kubelet-ca,admin-ca',
    'apiserver.crt certificate api',
    'apiserver.key key api',
    'apiserver-kubelet-client.crt certificate apiserver-kubelet-client',
    'apiserver-kubelet-client.key key apiserver-kubelet-client',
    'apiserver-etcd-client.crt certificate apiserver-etcd-client',
    'apiserver-etcd-client.key key apiserver-etcd-client',
    'front-proxy-ca.crt trust front-proxy-ca',
    'front-proxy-client.crt certificate front-proxy-client',
    'front-proxy-client.key key front-proxy-client',
    'controller-manager.crt certificate controller-manager',
    'controller-manager.key key controller-manager',
    'scheduler.crt certificate scheduler',
    'scheduler.key key scheduler',
    'addons.crt certificate addons',
    'addons.key key addons',
    'kubelet-ca.crt trust kubelet-ca',
    'kubelet-signer.crt authority kubelet-ca',
    'kubelet-signer.key signing-key kubelet-ca',
    'service-account.pub public-keys service-account',
    'service-account.key signing-key service-account',
    'encryption.json encryption-config encryption',
    'etcd/ca.crt trust etcd-ca',
    'etcd/member.crt certificate etcd2',
    'etcd/member.key key etcd2',
  ]);
});

test('workers get the cluster’s authority and the bootstrap leaf of their own pool, and nothing else', t => {
  t.deepEqual(listed('workers'), [
    'ca.crt trust ca',
    'bootstrap.crt certificate bootstrap-workers',
    'bootstrap.key key bootstrap-workers',
  ]);
});

test('all files are readable by root only, and every private key names the certificate that it must fit', t => {
  const plans = secretsNodes(threeMasters).map(node => secretsPlan(threeMasters, node));
  t.is(plans.length, 5);
  for (const plan of plans) {
    t.true(plan.files.every(({ mode }) => mode === 0o400));
    const keys = plan.files.filter(({ path }) => path.endsWith('.key'));
    t.deepEqual(
      keys.filter(key => certificateOfKey(plan, key) === undefined).map(({ path }) => path),
      plan.role === 'master' ? ['/etc/kubernetes/pki/service-account.key'] : [],
    );
  }
});

for (const node of ['nobody', 'master-2', 'master-0', 'master']) {
  test(`nodes that the cluster does not have are refused: ${node}`, t => {
    t.throws(() => secretsPlan(exampleCluster, node), { message: `cluster prod-a has no nodes ${node}` });
  });
}

function subject(name: string): string {
  const entry = inventory.find(other => other.name === name);
  return [...(entry?.organizations ?? []), entry?.commonName].join(' ');
}

function listed(node: string): readonly string[] {
  return secretsPlan(threeMasters, node).files.map(({ path, content }) => {
    return `${path.replace('/etc/kubernetes/pki/', '')} ${content.kind} ${String(content.of)}`;
  });
}
