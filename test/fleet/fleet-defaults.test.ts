import test from 'ava';
import { locate } from '../../src/model/source.js';
import { edited, loadExample, summary } from './repository.js';

const fleetFile = 'fleet.yaml';
const devB = 'clusters/dev-b/cluster.yaml';

function withDefaults(text: string): string {
  return edited(fleetFile, '  defaults:\n', `  defaults:\n${text}`);
}

async function cluster(name: string, files: Record<string, string>) {
  const loaded = await loadExample(files);
  const found = loaded.fleet?.clusters.find(one => one.name === name);
  if (found === undefined) throw new Error(summary(loaded).join('\n'));
  return found;
}

test('maps of the defaults are merged at every depth, and lists replaced', async t => {
  const cni =
    '      network: { cni: { warmIpTarget: 4, minimumIpTarget: 8 } }\n      ssh: { users: [{ name: a, keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrLuQlKTAIPSmxrGVYUYWmuKZcFm1W4H0zYHnKuXc3p] }] }\n';
  const { network, ssh } = await cluster('dev-b', {
    [fleetFile]: edited(fleetFile, '    cluster:\n', `    cluster:\n${cni}`),
    [devB]: edited(devB, 'spec:\n', 'spec:\n  ssh: { users: [] }\n').replace(
      '  network:\n',
      '  network:\n    cni: { warmIpTarget: 2 }\n',
    ),
  });
  t.like(network.cni, { plugin: 'aws-vpc', warmIpTarget: 2, minimumIpTarget: 8 });
  t.deepEqual(ssh.users, []);
});

test('pools and control planes take what they leave open from the defaults', async t => {
  const text =
    '    nodePool: { instances: { types: [{ type: m6i.2xlarge }] }, update: { pause: PT5M } }\n    controlPlane: { instanceType: c6i.large }\n';
  const written = edited(devB, '  instanceType: m6i.large\n', '').replace(/ {2}instances:\n.*\n/, '');
  const { nodePools, controlPlane } = await cluster('dev-b', { [fleetFile]: withDefaults(text), [devB]: written });
  t.is(controlPlane.instanceType, 'c6i.large');
  t.deepEqual(nodePools[0]?.instances.types, [{ type: 'm6i.2xlarge', weight: undefined }]);
  t.deepEqual(nodePools[0]?.update, { maxBatch: 1, pause: 'PT5M' });
});

test('what neither a pool nor the defaults say is missing in the pool', async t => {
  const loaded = await loadExample({ [devB]: edited(devB, / {2}scaling: .*\n/, '  scaling: { max: 3 }\n') });
  t.deepEqual(summary(loaded), [
    `${devB}:31:12 CW1003 spec.scaling.min: missing field "min" | set it here, or for all in the Fleet's spec.defaults.nodePool.scaling.min`,
  ]);
});

test('a mistake in a default is told where the default is written', async t => {
  const loaded = await loadExample({
    [fleetFile]: withDefaults('    nodePool: { instances: { onDemand: { base: 50 } } }\n'),
  });
  const [first] = summary(loaded);
  t.regex(first ?? '', /^fleet\.yaml:28:48 CW1024 spec\.defaults\.nodePool\.instances\.onDemand\.base: /);
});

test('a value knows whether it stands in its own document or in the defaults', async t => {
  const { source } = await cluster('dev-b', {});
  t.like(locate(source, '/spec/network/cidr'), { file: devB, line: 11 });
  t.like(locate(source, '/spec/release'), { file: fleetFile, line: 29 });
  t.like(locate(source, '/spec/api/public'), { file: devB });
});

test('zones share out the block of pod addresses by their letters', async t => {
  const { network } = await cluster('prod-a', {});
  t.deepEqual(
    network.zones.map(({ podCidr }) => podCidr),
    ['100.64.0.0/19', '100.64.32.0/19', '100.64.64.0/19'],
  );
});

test('a pod network of its own has no blocks in the VPC', async t => {
  const text = edited(devB, '  network:\n', '  network:\n    cni: { plugin: cilium }\n');
  const { network } = await cluster('dev-b', { [devB]: text });
  t.deepEqual(
    network.zones.map(({ podCidr }) => podCidr),
    [undefined],
  );
});

test('pods get roles when the Fleet has an issuer, and the cluster does not do without', async t => {
  const issuer = edited(
    fleetFile,
    'spec:\n',
    'spec:\n  workloadIdentity: { issuerUrl: https://identity.example.com/ }\n',
  );
  t.is((await cluster('dev-b', {})).workloadIdentity, undefined);
  t.like((await cluster('dev-b', { [fleetFile]: issuer })).workloadIdentity, {
    issuerUrl: 'https://identity.example.com/dev-b',
    audience: 'sts.amazonaws.com',
  });
  const without = edited(devB, 'spec:\n', 'spec:\n  workloadIdentity: { enabled: false }\n');
  t.is((await cluster('dev-b', { [fleetFile]: issuer, [devB]: without })).workloadIdentity, undefined);
});
