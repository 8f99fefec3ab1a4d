import type { ServerResponse } from 'node:http';
import test from 'ava';
import { kubernetesSecrets } from '../../src/kube/secrets.js';
import { selfSigned } from '../web/self-signed.js';
import { standIn } from './stand-in.js';

const { signal } = new AbortController();
const name = { namespace: 'payments', name: 'registry' };
const found = { kind: 'Secret', metadata: { ...name, resourceVersion: '42' }, data: { token: 'YQ==' } };

function answers(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

test('a server that is busy for a moment is asked again', async t => {
  let calls = 0;
  const { kubeconfig } = await standIn(t, (_, response) => {
    calls += 1;
    if (calls === 1) response.socket?.destroy();
    else if (calls === 2) answers(response, 429, { message: 'too many requests' });
    else answers(response, 200, found);
  });
  t.is(await kubernetesSecrets({ KUBECONFIG: kubeconfig }).version(name, signal), '42');
  t.is(calls, 3);
});

test('a server that stays broken is told as something that may pass', async t => {
  let calls = 0;
  const { kubeconfig, url } = await standIn(t, (_, response) => {
    calls += 1;
    answers(response, 503, { message: 'etcd is not there' });
  });
  const error = await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).read(name, signal));
  t.like(error, { code: 'kubernetes-refused', kind: 'transient' });
  t.is(error.message, `cannot read Secret payments/registry in ${url}: etcd is not there`);
  t.is(calls, 4);
});

test('a refusal is not tried again', async t => {
  let calls = 0;
  const { kubeconfig } = await standIn(t, (_, response) => {
    calls += 1;
    answers(response, 403, { message: 'secrets "registry" is forbidden' });
  });
  await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).read(name, signal), {
    code: 'kubernetes-forbidden',
  });
  t.is(calls, 1);
});

test('an answer that cannot be read is told without what it holds', async t => {
  const { kubeconfig } = await standIn(t, (_, response) => answers(response, 200, 'hunter2 is no JSON'));
  const error = await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).read(name, signal));
  t.like(error, { code: 'kubernetes-failed' });
  t.regex(error.message, /its answer cannot be read$/);
  t.is(error.cause, undefined);
});

test('a page of something else than an API server is told by its status, also when it has no such page', async t => {
  for (const status of [404, 418]) {
    const { kubeconfig, url } = await standIn(t, (_, response) => answers(response, status, '<html>'));
    await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).read(name, signal), {
      message: `cannot read Secret payments/registry in ${url}: HTTP status ${status}`,
    });
  }
});

test('a server that is not there is told with the reason', async t => {
  const closed = await standIn(t, () => undefined);
  await closed.close();
  const error = await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: closed.kubeconfig }).version(name, signal));
  t.like(error, { code: 'kubernetes-unreachable', kind: 'transient' });
  t.is(error.message, `cannot read Secret payments/registry: cannot reach ${closed.url}: nothing listens there`);
});

test('a server that was not reached is not asked again by whatever else is read at that time', async t => {
  let calls = 0;
  const { kubeconfig } = await standIn(t, (_, response) => {
    calls += 1;
    response.socket?.destroy();
  });
  const secrets = kubernetesSecrets({ KUBECONFIG: kubeconfig });
  await t.throwsAsync(secrets.version(name, signal), { code: 'kubernetes-unreachable' });
  t.is(calls, 4);
  await t.throwsAsync(secrets.version({ namespace: 'other', name: 'token' }, signal), {
    code: 'kubernetes-unreachable',
    message: /^cannot read Secret other\/token: /,
  });
  t.is(calls, 4);
});

const others = { addresses: ['127.0.0.1'] };
const certificates = [
  ['of another authority', others, others, /was not issued by the authority|is self-signed/],
  ['for another host', { hosts: ['elsewhere.example.com'] }, undefined, /is for another host$/],
  ['that has expired', { ...others, notAfter: new Date(Date.now() - 60_000) }, undefined, /has expired$/],
] as const;

for (const [what, served, trusted, reason] of certificates) {
  test(`a server with a certificate ${what} is not trusted`, async t => {
    const { kubeconfig } = await standIn(t, (_, response) => answers(response, 200, found), {
      served: await selfSigned(served),
      ...(trusted && { trusted: await selfSigned(trusted) }),
    });
    const error = await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).version(name, signal));
    t.like(error, { code: 'kubernetes-tls', kind: 'user' });
    t.regex(error.message, reason);
  });
}

test('an authority in the kubeconfig that is no certificate vouches for none', async t => {
  const { kubeconfig } = await standIn(t, (_, response) => answers(response, 200, found), {
    trusted: { key: '', certificate: 'x' },
  });
  await t.throwsAsync(kubernetesSecrets({ KUBECONFIG: kubeconfig }).version(name, signal), {
    code: 'kubernetes-tls',
    message: /the kubeconfig does not trust it$/,
  });
});

test('Ctrl-C ends a request that is not answered', async t => {
  const controller = new AbortController();
  const { kubeconfig } = await standIn(t, () => controller.abort(new Error('called off')));
  const reading = kubernetesSecrets({ KUBECONFIG: kubeconfig }).read(name, controller.signal);
  await t.throwsAsync(reading, { message: 'called off' });
});

test('nothing is loaded before a Secret is read, and a kubeconfig that comes later is found', async t => {
  const home = { HOME: '/nowhere', KUBECONFIG: '' };
  const secrets = kubernetesSecrets(home);
  const error = await t.throwsAsync(secrets.version(name, signal));
  t.like(error, { code: 'no-kubeconfig' });
  const { kubeconfig } = await standIn(t, (_, response) => answers(response, 200, found));
  home.KUBECONFIG = kubeconfig;
  t.is(await secrets.version(name, signal), '42');
});
