import test from 'ava';
import { AppError } from '../../src/errors.js';
import type { Cluster, Fleet } from '../../src/model/fleet.js';
import { observeSources } from '../../src/observe/sources.js';
import { certificateData, certificateLabels, vaultAuthority } from '../pki/cert-operator.js';
import { cluster, fleet } from '../plan/fixtures.js';
import { memorySources } from './memory-sources.js';

const { signal } = new AbortController();
const data = await certificateData(await vaultAuthority(), { hosts: ['kubernetes'] });
const now = new Date('2026-11-21T10:00:00Z');
const parameter: Cluster['secrets'][number] = {
  name: 'token',
  path: '/etc/registry/token',
  secretRef: { ssm: { name: '/payments/token' } },
};
const inCluster: Cluster['secrets'][number] = {
  name: 'audit',
  path: '/etc/audit/webhook.yaml',
  secretRef: { kubernetes: { name: 'audit', key: 'webhook' } },
};
const shared: Cluster['secrets'][number] = {
  name: 'mirror',
  path: '/etc/mirror',
  secretRef: { kubernetes: { namespace: 'shared', name: 'mirror', key: 'auth' } },
};

function withSecrets(name: string, ...secrets: Cluster['secrets']): Cluster {
  return { ...cluster(name), secrets };
}

test('a fleet that refers to nothing costs nothing', async t => {
  const sources = memorySources();
  const seen = await observeSources(fleet(cluster('dev')), sources, { now, signal });
  t.deepEqual(sources.calls, []);
  t.deepEqual(seen, { at: now, secrets: new Map(), offered: new Map() });
});

test('versions are read without contents, one call for the parameters of a cluster, and nothing twice', async t => {
  const sources = memorySources();
  sources.putParameter('/payments/token', 'x');
  sources.putSecret({ namespace: 'dev', name: 'audit' }, { webhook: 'x' });
  sources.putSecret({ namespace: 'prod', name: 'audit' }, { webhook: 'x' });
  sources.putSecret({ namespace: 'shared', name: 'mirror' }, { auth: 'x' });
  const all = [parameter, inCluster, shared];
  const clusters = [withSecrets('dev', ...all), withSecrets('prod', ...all), cluster('none')];
  const seen = await observeSources(fleet(...clusters), sources, { now, signal });
  t.deepEqual([...seen.secrets.keys()], ['dev', 'prod']);
  t.deepEqual(Object.fromEntries(seen.secrets.get('prod') ?? []), {
    token: { found: '1' },
    audit: { found: '3' },
    mirror: { found: '4' },
  });
  t.deepEqual(sources.calls.toSorted(), [
    'kubernetes.version dev/audit',
    'kubernetes.version prod/audit',
    'kubernetes.version shared/mirror',
    'parameters.versions /payments/token',
    'parameters.versions /payments/token',
  ]);
});

test('what is not there is told with its place, and leaves the rest known', async t => {
  const sources = memorySources();
  sources.putSecret({ namespace: 'shared', name: 'mirror' }, { auth: 'x' });
  const dev = withSecrets('dev', parameter, inCluster, shared);
  const found = (await observeSources(fleet(dev), sources, { now, signal })).secrets.get('dev');
  const problem = (name: string) => {
    const version = found?.get(name);
    return version !== undefined && 'problem' in version ? version : undefined;
  };
  t.like(problem('token'), { waits: false, problem: { code: 'secret-missing' } });
  t.is(
    problem('token')?.problem.message,
    'secret token of dev (accounts/tenant.yaml:1:1): there is no parameter /payments/token in account 111122223333, eu-central-1',
  );
  t.is(
    problem('token')?.problem.hint,
    'aws ssm put-parameter --region eu-central-1 --name /payments/token --type SecureString --value file://FILE, or correct its secretRef',
  );
  t.is(
    problem('audit')?.problem.hint,
    'kubectl --namespace dev create secret generic audit --from-file=webhook=FILE, or correct its secretRef',
  );
  t.regex(problem('audit')?.problem.message ?? '', /: there is no Secret dev\/audit of the management cluster$/);
  t.is(problem('mirror'), undefined);
});

test('a source that fails is seen, not thrown', async t => {
  const sources = memorySources();
  sources.fail(new AppError('kubernetes-unreachable', 'cannot reach it', { kind: 'transient', hint: 'go there' }));
  const seen = await observeSources(fleet(withSecrets('dev', inCluster)), sources, { now, signal });
  const version = seen.secrets.get('dev')?.get('audit');
  t.like(version, { found: undefined, waits: false, problem: { code: 'kubernetes-unreachable', hint: 'go there' } });
});

test('an abort is thrown', async t => {
  const controller = new AbortController();
  controller.abort(new Error('called off'));
  const observing = observeSources(fleet(withSecrets('dev', parameter)), memorySources(), {
    now,
    signal: controller.signal,
  });
  await t.throwsAsync(observing, { message: 'called off' });
});

const fromSecrets: Fleet = { ...fleet(cluster('dev'), cluster('prod')), pki: { source: 'kubernetes' } };

function labels(cluster: string, certificate: string) {
  return { labels: certificateLabels(cluster, certificate) };
}

test('certificates of all clusters come from two lists, and those that are not there yet are waited for', async t => {
  const sources = memorySources();
  sources.putSecret({ namespace: 'dev', name: 'dev-api' }, data, labels('dev', 'api'));
  sources.putSecret({ namespace: 'else', name: 'other-api' }, data, labels('other', 'api'));
  const { offered } = await observeSources(fromSecrets, sources, { now, signal });
  t.deepEqual(sources.calls, ['kubernetes.labelled api', 'kubernetes.labelled service-account']);
  t.is(offered.get('dev')?.api.found?.key.reveal().toString(), data.key);
  t.like(offered.get('dev')?.['service-account'], { waits: true, problem: { code: 'certificate-not-there' } });
  t.like(offered.get('prod')?.api, {
    waits: true,
    problem: {
      message:
        'certificate api of prod is not there yet: no Secret of the management cluster has the labels giantswarm.io/certificate=api and giantswarm.io/cluster=prod',
    },
  });
});

test('a Secret that cannot be used is named with the reason, and two are not chosen between', async t => {
  const sources = memorySources();
  sources.putSecret({ namespace: 'dev', name: 'dev-api' }, { ...data, key: 'hunter2' }, labels('dev', 'api'));
  sources.putSecret({ namespace: 'a', name: 'prod-api' }, data, labels('prod', 'api'));
  sources.putSecret({ namespace: 'b', name: 'prod-api' }, data, labels('prod', 'api'));
  const { offered } = await observeSources(fromSecrets, sources, { now, signal });
  const message = (name: string) => {
    const api = offered.get(name)?.api;
    return api !== undefined && 'problem' in api ? api.problem.message : '';
  };
  t.is(message('dev'), 'Secret dev/dev-api, certificate api of dev, has a key that is no private key in PEM');
  t.is(message('prod'), 'certificate api of prod is offered by several Secrets: a/prod-api, b/prod-api');
});
