import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { managementCluster } from '../../src/kube/kube-config.js';
import { kubeconfigFile, kubeconfigText } from './stand-in.js';

test('KUBECONFIG comes before the file in the home directory', async t => {
  const named = await kubeconfigFile(t, kubeconfigText('https://named', 'x'));
  const home = dirname(await kubeconfigFile(t, ''));
  await mkdir(join(home, '.kube'));
  await writeFile(join(home, '.kube/config'), kubeconfigText('https://usual', 'x'));
  const both = await managementCluster({ KUBECONFIG: named, HOME: home });
  t.is(both.getCurrentCluster()?.server, 'https://named');
  t.is((await managementCluster({ HOME: home })).getCurrentCluster()?.server, 'https://usual');
});

test('files of KUBECONFIG are merged, and those that are not there left out', async t => {
  const clusters = await kubeconfigFile(t, kubeconfigText('https://first', 'x'));
  const other = kubeconfigText('https://second', 'x', 'other').replaceAll('management', 'other');
  const further = await kubeconfigFile(t, other);
  const merged = await managementCluster({ KUBECONFIG: `/missing:${clusters}:${further}` });
  t.deepEqual(
    merged.getClusters().map(({ server }) => server),
    ['https://first', 'https://second'],
  );
  t.is(merged.getCurrentContext(), 'management');
  const twice = await managementCluster({ KUBECONFIG: `${further}:${further}` });
  t.is(twice.getClusters().length, 1);
  t.is(twice.getCurrentContext(), 'other');
});

test('without a kubeconfig the error says what to set', async t => {
  await t.throwsAsync(managementCluster({ HOME: '/nowhere' }), {
    code: 'no-kubeconfig',
    message:
      'the management cluster is needed for its Secrets, and neither KUBECONFIG nor ~/.kube/config says where it is',
  });
  await t.throwsAsync(managementCluster({ KUBECONFIG: '/missing' }), {
    message: 'the management cluster is needed for its Secrets, and KUBECONFIG names /missing, which is not there',
  });
});

test('a kubeconfig that cannot be read is told without what it holds', async t => {
  const file = await kubeconfigFile(t, 'users: [{ token: hunter2 }');
  const error = await t.throwsAsync(managementCluster({ KUBECONFIG: file }), { code: 'bad-kubeconfig' });
  t.is(error.message, `${file} is no kubeconfig that can be read`);
  t.is(error.cause, undefined);
});

test('a current context that is not there is told with those that are', async t => {
  const file = await kubeconfigFile(t, kubeconfigText('https://named', 'x', 'missing'));
  const error = await t.throwsAsync(managementCluster({ KUBECONFIG: file }));
  t.is(error.message, `${file} has no current context with a cluster; its contexts are management`);
});
