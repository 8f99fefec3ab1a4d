import test from 'ava';
import { kubernetesSecrets } from '../../src/kube/secrets.js';
import type { Fleet } from '../../src/model/fleet.js';
import type { Ports } from '../../src/reconcile/world.js';
import { certificateData, certificateLabels, vaultAuthority } from '../pki/cert-operator.js';
import { applyExample, type Edit, exampleWorld } from '../reconcile/example-world.js';
import { results } from '../reconcile/small-world.js';
import { localSandbox } from '../sandbox/local-sandbox.js';
import { startApiServer } from './api-server.js';

const server = await startApiServer();
test.after.always(() => server.stop());
const kubernetes = kubernetesSecrets({ KUBECONFIG: server.kubeconfig('admin') });
const cluster = 'prod-a';
/** Everything of a cluster is in a namespace of its name. */
const namespace = cluster;

const audit: Edit = [
  'clusters/prod-a/cluster.yaml',
  '  tags: { cost-center: "4711" }',
  `  secrets:
    - name: audit
      path: /etc/audit/webhook.yaml
      nodes: [control-plane]
      secretRef: { kubernetes: { name: audit, key: webhook } }
  tags: { cost-center: "4711" }`,
];

async function put(
  name: string,
  stringData: Record<string, string>,
  more: { readonly labels?: Record<string, string> } = {},
) {
  const body = { metadata: { name, ...more }, stringData };
  const there = await kubernetes.version({ namespace, name }, new AbortController().signal);
  if (there === undefined) await server.core.createNamespacedSecret({ namespace, body });
  else await server.core.replaceNamespacedSecret({ namespace, name, body });
}

function fromSecrets(fleet: Fleet): Fleet {
  const clusters = fleet.clusters.filter(({ name }) => name === cluster);
  return { ...fleet, pki: { source: 'kubernetes' }, clusters };
}

test('masters get their certificates and a secret from the management cluster, and roll when these change', async t => {
  const sandbox = await localSandbox(t);
  await server.core.createNamespace({ body: { metadata: { name: namespace } } });
  const world = await exampleWorld(sandbox, [audit], fromSecrets);
  const run = () => applyExample(world, (ports: Ports) => ({ ...ports, sources: { ...ports.sources, kubernetes } }));
  const authority = await vaultAuthority();
  const domain = 'prod-a.k8s.gauss.example.com';
  const api = async () =>
    certificateData(authority, {
      hosts: [
        `*.${domain}`,
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
      ],
      addresses: ['127.0.0.1', '172.31.0.1'],
    });
  await put('prod-a-api', await api(), { labels: certificateLabels(cluster, 'api') });
  await put('audit', { webhook: 'one' });

  const waiting = await run();
  t.is(results(waiting)['prod-a/tccpn'], 'held', 'the key of service accounts is not there yet');
  await put('prod-a-service-account', await certificateData(authority), {
    labels: certificateLabels(cluster, 'service-account'),
  });
  const created = await run();
  t.is(results(created)['prod-a/tccpn'], 'applied');

  const steps = async () => (await run()).plan.steps.filter(({ action }) => action !== 'none').map(({ id }) => id);
  t.deepEqual(await steps(), []);
  await put('audit', { webhook: 'two' });
  t.deepEqual(await steps(), ['prod-a/tccpn']);
  await put('prod-a-api', await api(), { labels: { ...certificateLabels(cluster, 'api'), edited: 'yes' } });
  t.deepEqual(await steps(), ['prod-a/tccpn']);
  t.deepEqual(await steps(), []);
});
