import { spawnSync } from 'node:child_process';
import test from 'ava';
import { load } from 'js-yaml';
import { sha512 } from '../../../src/model/digest.js';
import type { Cluster } from '../../../src/model/fleet.js';
import { ownPathAt } from '../../../src/model/node-paths.js';
import { dataUrlText, type IgnitionConfig } from '../../../src/render/node-config/ignition.js';
import { render } from '../../../src/render/render.js';
import { userDataOf } from '../../../src/render/user-data.js';
import { tellingFleet, tellingFleets } from '../../fleets.js';
import { instancesOf } from '../../model/settled.js';
import { cluster, fleet, pool } from '../example-fleet.js';

const arm = pool('arm', {
  instances: instancesOf('m7g.large'),
});
const example = cluster('prod-a', { nodePools: [arm, pool('workers')] });

async function nodeConfig(of: Cluster, node: string) {
  const { nodeConfigs } = await render(fleet(of));
  const artifact = nodeConfigs.find(config => config.node === node);
  if (artifact === undefined) throw new Error(`there is no node config ${node}`);
  const config = JSON.parse(artifact.body) as IgnitionConfig;
  const entry = (path: string) => config.storage.files.find(file => file.path === path);
  return {
    artifact,
    config,
    entry,
    text: (path: string) => dataUrlText(entry(path)?.contents.source ?? ''),
    unit: (name: string) => config.systemd.units.find(unit => unit.name === name),
  };
}

test('there is one config per master and one per pool, named after their content', async t => {
  const { nodeConfigs } = await render(fleet(example));
  t.deepEqual(
    nodeConfigs.map(({ id, role, path }) => [id, role, path]),
    [
      ['prod-a/master-1', 'master', 'prod-a/cloudconfig/master-1.json'],
      ['prod-a/master-2', 'master', 'prod-a/cloudconfig/master-2.json'],
      ['prod-a/master-3', 'master', 'prod-a/cloudconfig/master-3.json'],
      ['prod-a/arm', 'arm', 'prod-a/cloudconfig/arm.json'],
      ['prod-a/workers', 'workers', 'prod-a/cloudconfig/workers.json'],
    ],
  );
  for (const { role, body, key, sha512: digest } of nodeConfigs) {
    t.is(digest, sha512(body));
    t.is(key, `cloudconfig/${role}/${digest}.json`);
  }
});

test('the kubelet is downloaded for the architecture of the nodes and verified', async t => {
  const onArm = await nodeConfig(example, 'arm');
  t.deepEqual(onArm.entry('/opt/bin/kubelet'), {
    path: '/opt/bin/kubelet',
    mode: 0o755,
    overwrite: true,
    contents: {
      source: 'https://dl.k8s.io/v1.36.4/bin/linux/arm64/kubelet',
      verification: { hash: `sha256-${'b'.repeat(64)}` },
    },
  });
  const onMasters = await nodeConfig(example, 'master-1');
  t.is(onMasters.entry('/opt/bin/kubelet')?.contents.verification?.hash, `sha256-${'a'.repeat(64)}`);
});

test('a pool’s nodes register with its labels, its name, and their own identity', async t => {
  const { text, unit } = await nodeConfig(example, 'workers');
  t.is(text('/etc/clusterwright/node.env'), 'NODE_LABELS=clusterwright.io/pool=workers,workload=general\n');
  t.like(load(text('/etc/kubernetes/bootstrap.kubeconfig') ?? ''), {
    clusters: [{ cluster: { server: 'https://api.prod-a.k8s.gauss.example.com' } }],
    users: [{ user: { 'client-key': '/etc/kubernetes/pki/bootstrap.key' } }],
  });
  t.regex(unit('kubelet.service')?.dropins?.[0]?.contents ?? '', /--bootstrap-kubeconfig=/);
});

test('masters run static pods, keep other pods away and ask their own API', async t => {
  const { text, unit } = await nodeConfig(example, 'master-2');
  t.is(text('/etc/clusterwright/node.env'), 'NODE_LABELS=clusterwright.io/master=master-2\n');
  t.like(load(text('/etc/kubernetes/kubelet.yaml') ?? ''), {
    staticPodPath: '/etc/kubernetes/manifests',
    registerWithTaints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    rotateCertificates: true,
    clusterDNS: ['172.31.0.10'],
    authentication: { anonymous: { enabled: false } },
    authorization: { mode: 'Webhook' },
  });
  t.like(load(text('/etc/kubernetes/kubelet.kubeconfig') ?? ''), {
    clusters: [{ cluster: { server: 'https://127.0.0.1:443' } }],
  });
  t.notRegex(unit('kubelet.service')?.dropins?.[0]?.contents ?? '', /bootstrap/);
});

test('certificates and keys lie in memory, which is there before they come', async t => {
  for (const node of ['master-1', 'workers']) {
    const { unit } = await nodeConfig(example, node);
    t.regex(unit('etc-kubernetes-pki.mount')?.contents ?? '', /^Type=tmpfs$/m);
    t.regex(unit('fetch-secrets.service')?.contents ?? '', /^RequiresMountsFor=\/etc\/kubernetes\/pki$/m);
  }
});

test('the kubelet waits for exactly the secret files of its role, and none of them is in the config', async t => {
  for (const [node, count, own] of [
    ['master-2', 26, 'etcd/member.key'],
    ['workers', 3, 'bootstrap.key'],
  ] as const) {
    const { text, config, unit } = await nodeConfig(example, node);
    const files = text('/etc/clusterwright/secret-files')?.trimEnd().split('\n') ?? [];
    t.is(files.length, count);
    t.true(files.every(path => path.startsWith('/etc/kubernetes/pki/')));
    t.is(files.at(-1), `/etc/kubernetes/pki/${own}`);
    t.deepEqual(
      config.storage.files.filter(({ path }) => path.startsWith('/etc/kubernetes/pki')),
      [],
    );
    t.regex(unit('kubelet.service')?.contents ?? '', /ExecStartPre=.*require-files \/etc\/clusterwright\/secret-files/);
  }
});

test('SSH authorities are trusted if there are any', async t => {
  const trusting = await nodeConfig(example, 'workers');
  t.is(trusting.text('/etc/ssh/trusted-user-ca-keys.pem'), 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ops\n');
  t.truthy(trusting.entry('/etc/ssh/sshd_config.d/10-trusted-ca.conf'));
  const closed = await nodeConfig(cluster('prod-a', { ssh: { trustedCaKeys: [], users: [] } }), 'workers');
  t.false(closed.artifact.body.includes('/etc/ssh/'));
});

test('nodes are replaced, not updated in place', async t => {
  const { unit } = await nodeConfig(example, 'master-1');
  t.deepEqual(unit('update-engine.service'), { name: 'update-engine.service', mask: true });
  t.deepEqual(unit('locksmithd.service'), { name: 'locksmithd.service', mask: true });
});

test('a release without what a pool needs is an error that says what to add', async t => {
  const { release } = example;
  const amd64 = { 'eu-central-1': { amd64: 'ami-0123456789abcdef0' } };
  const noImage = { ...release, flatcar: { ...release.flatcar, amis: amd64 } };
  await t.throwsAsync(render(fleet(cluster('prod-a', { nodePools: [arm], release: noImage }))), {
    code: 'no-machine-image',
    message: 'release v1.36.4 has no arm64 image in eu-central-1',
  });
  const kubelet = { ...release.kubernetes.kubelet, sha256: { amd64: 'a'.repeat(64) } };
  const noDigest = { ...release, kubernetes: { ...release.kubernetes, kubelet } };
  await t.throwsAsync(render(fleet(cluster('prod-a', { nodePools: [arm], release: noDigest }))), {
    code: 'no-download',
  });
});

test('user data names the node config, and leaves open what only CloudFormation knows', async t => {
  const { stacks, nodeConfigs } = await render(fleet(example));
  const masters = stacks.find(({ id }) => id === 'prod-a/tccpn');
  const [, second] = masters ? userDataOf(masters) : [];
  t.is(second?.node, 'master-2');
  const artifact = nodeConfigs.find(({ id }) => id === 'prod-a/master-2');
  const { ignition, storage } = JSON.parse(second?.body ?? '') as {
    ignition: { config: { merge: unknown } };
    storage: { files: [{ contents: { source: string } }] };
  };
  t.deepEqual(ignition.config.merge, [
    {
      source: `s3://111122223333-gauss-prod-a/${artifact?.key}`,
      verification: { hash: `sha512-${artifact?.sha512}` },
    },
  ]);
  t.is(
    decodeURIComponent(storage.files[0].contents.source),
    [
      'data:,CLUSTER=prod-a',
      'BUCKET=111122223333-gauss-prod-a',
      'BUCKET_FOLDER=',
      'SECRETS_ROLE=master',
      'SECRETS_REVISION=${SecretsRevision2}',
      'KEY_ARN=${KeyArn}',
      'AWS_REGION=eu-central-1',
      'STACK_NAME=gauss-prod-a-tccpn',
      'ASG_LOGICAL_ID=MasterAutoScalingGroup2',
      'ENI_ID=${MasterEni2}',
      'ETCD_VOLUME_ID=${EtcdVolume2}',
      'ETCD_1_IP=${MasterEni1.PrimaryPrivateIpAddress}',
      'ETCD_2_IP=${MasterEni2.PrimaryPrivateIpAddress}',
      'ETCD_3_IP=${MasterEni3.PrimaryPrivateIpAddress}',
      '',
    ].join('\n'),
  );
});

const validated = spawnSync('ignition-validate', ['--version']).error === undefined ? test : test.skip;

validated('Ignition’s own validator accepts every node config and all user data without a warning', async t => {
  const { stacks, nodeConfigs } = await render(
    fleet(example, cluster('dev-b', { ssh: { trustedCaKeys: [], users: [] } })),
  );
  const bodies = [...nodeConfigs, ...stacks.flatMap(stack => userDataOf(stack))].map(({ body }) => body);
  t.is(bodies.length, 18);
  for (const input of bodies) {
    const { status, stdout, stderr } = spawnSync('ignition-validate', ['-'], { input, encoding: 'utf8' });
    t.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
  }
});

test('a secret by reference is among the files that a node waits for, on the nodes that it is for', async t => {
  const secrets: Cluster['secrets'] = [
    { name: 'token', path: '/etc/registry/token', nodes: ['workers'], secretRef: { ssm: { name: '/token' } } },
  ];
  const listed = async (node: string) =>
    (await nodeConfig({ ...example, secrets }, node)).text('/etc/clusterwright/secret-files')?.split('\n');
  t.true((await listed('workers'))?.includes('/etc/registry/token'));
  t.false((await listed('arm'))?.includes('/etc/registry/token'));
});

for (const name of tellingFleets) {
  test(`every file that nodes of the fleet ${name} come with is known as clusterwright's`, async t => {
    const { nodeConfigs } = await render(await tellingFleet(name));
    const configs = nodeConfigs.map(({ body }) => JSON.parse(body) as IgnitionConfig);
    const paths = configs.flatMap(({ storage: { files, links } }) => [...files, ...links].map(({ path }) => path));
    t.deepEqual(
      paths.filter(path => ownPathAt(path) === undefined),
      [],
    );
  });
}
