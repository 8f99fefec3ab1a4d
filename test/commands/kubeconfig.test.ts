import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { clusterwright } from '../cli/process.js';
import { scratchFolder } from '../git/scratch.js';
import { appliedFleet } from './certs/applied.js';

const fleet = await appliedFleet();
test.after.always(() => fleet.close());

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<'server' | 'certificate-authority-data', string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<'client-certificate-data' | 'client-key-data', string>> }];
  readonly 'current-context': string;
}

function opened(text: string) {
  const config = parse(text) as Kubeconfig;
  return {
    config,
    server: config.clusters[0].cluster.server,
    authorities: bytes(config.clusters[0].cluster['certificate-authority-data']),
    certificate: bytes(config.users[0].user['client-certificate-data']),
    key: bytes(config.users[0].user['client-key-data']),
  };
}

function bytes(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

const openssl = (args: readonly string[], input: string) => execFileSync('openssl', args, { input, encoding: 'utf8' });

test('the certificate is for a client, of the name and groups asked for, and ends within the hour', async t => {
  const flags = ['--user', 'jane@example.com', '--group', 'ops', '--group', 'view:all', '--ttl', '30m'];
  const { exitCode, stdout, stderr } = await fleet.run('kubeconfig', 'one', ...flags);
  t.is(exitCode, 0, stderr);
  t.regex(
    stderr,
    /^jane@example\.com \(ops, view:all\) may use one at https:\/\/api\.one\.k8s\.solo\.example\.com until /,
  );
  const { certificate, key, server, authorities } = opened(stdout);
  t.is(server, 'https://api.one.k8s.solo.example.com');
  const subject = openssl(['x509', '-noout', '-subject', '-nameopt', 'RFC2253'], certificate).trim();
  t.is(subject, 'subject=CN=jane@example.com,O=view:all,O=ops');
  t.regex(openssl(['x509', '-noout', '-issuer'], certificate), /one admin CA 1/);
  const text = openssl(['x509', '-noout', '-text'], certificate);
  t.regex(text, /Extended Key Usage: *\n\s+TLS Web Client Authentication\n/);
  t.regex(text, /CA:FALSE/);
  t.is(
    openssl(['x509', '-noout', '-pubkey'], certificate),
    openssl(['pkey', '-pubout'], key),
    'the key is that of the certificate',
  );
  t.notThrows(() => openssl(['x509', '-noout', '-checkend', String(25 * 60)], certificate));
  t.throws(() => openssl(['x509', '-noout', '-checkend', String(31 * 60)], certificate));
  const begins = Date.parse(openssl(['x509', '-noout', '-startdate'], certificate).replace('notBefore=', ''));
  t.true(begins < Date.now() - 10 * 60_000, 'clocks ten minutes behind take it');
  t.regex(openssl(['x509', '-noout', '-subject'], authorities), /one cluster CA 1/);
});

test('each kubeconfig is on record, with nothing secret', async t => {
  const { stdout } = await fleet.run('kubeconfig', 'one', '--user', 'recorded');
  const { certificate, key } = opened(stdout);
  const serial = openssl(['x509', '-noout', '-serial'], certificate).trim().replace('serial=', '').toLowerCase();
  const records = await fleet.objects('access/one/');
  const [path, body = ''] = [...records].find(([name]) => name.endsWith(`-${serial}.json`)) ?? [];
  t.truthy(path);
  t.like(JSON.parse(body), {
    cluster: 'one',
    user: 'recorded',
    groups: ['system:masters'],
    serialNumber: serial,
    authority: 1,
  });
  t.false(body.includes(key.slice(40, 100)));
});

test('a file is written whole, for its owner alone, and holds what kubectl reads', async t => {
  const folder = scratchFolder(t, { config: 'an earlier one' });
  const out = join(folder, 'config');
  const process = await clusterwright(
    ['kubeconfig', 'one', '-C', fleet.folder, '--endpoint-url', fleet.sandbox.url, '--out', out],
    fleet.sandbox.env,
  );
  t.is(process.exitCode, 0, process.stderr);
  t.is(process.stdout, '');
  t.is(statSync(out).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(folder), ['config']);
  const { config, key } = opened(readFileSync(out, 'utf8'));
  t.is(config['current-context'], 'solo-one');
  t.false(process.stderr.includes(key.slice(40, 100)));
});

test('what cannot be written leaves nothing behind, and does not fall back to printing', async t => {
  const folder = scratchFolder(t);
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config/inside'), '');
  for (const path of ['config', 'nowhere/config']) {
    const { exitCode, stdout, stderr } = await fleet.run('kubeconfig', 'one', '--out', join(folder, path));
    t.deepEqual([exitCode, stdout], [1, '']);
    t.regex(stderr, /cannot write .*config/);
    t.notRegex(stderr, /PRIVATE KEY|client-key-data/);
  }
  t.deepEqual(readdirSync(folder), ['config']);
  t.false(existsSync(join(folder, 'nowhere')));
});

for (const [flags, message] of [
  [['--ttl', '2h'], /between 1m and 1h/],
  [['--ttl', '10s'], /between 1m and 1h/],
  [['--ttl', 'soon'], /between 1m and 1h/],
  [['--user', 'system:kube-scheduler'], /Kubernetes' own/],
  [['--user', 'a b'], /letters, digits/],
  [['--user', ''], /letters, digits/],
  [['--group', 'a\nb'], /letters, digits/],
] as const) {
  test(`${flags.join(' ').replace('\n', '\\n')} is wrong usage`, async t => {
    const { exitCode, stderr } = await fleet.run('kubeconfig', 'one', ...flags);
    t.is(exitCode, 64);
    t.regex(stderr, message);
  });
}

test('a cluster that there is not is told with those that there are', async t => {
  const { exitCode, stderr } = await fleet.run('kubeconfig', 'two');
  t.is(exitCode, 1);
  t.regex(stderr, /there is no cluster "two"\n {2}next {2}the fleet has one/);
});

test('a cluster without masters lets nobody in, and says what to do', async t => {
  const empty = await appliedFleet([], { isApplied: false });
  try {
    const { exitCode, stdout, stderr } = await empty.run('kubeconfig', 'one');
    t.deepEqual([exitCode, stdout], [1, '']);
    t.regex(stderr, /there is no stack solo-store .*\n {2}next {2}clusterwright apply/);
  } finally {
    await empty.close();
  }
});

test('without Route 53 the address is that of the load balancer', async t => {
  const edit = ['fleet.yaml', 'connect: none', 'connect: none\n  dns: { route53: false }'] as const;
  const bare = await appliedFleet([edit]);
  try {
    const { exitCode, stdout, stderr } = await bare.run('kubeconfig', 'one');
    t.is(exitCode, 0, stderr);
    t.regex(opened(stdout).server, /^https:\/\/[a-z0-9.-]*elb[a-z0-9.-]*$/);
  } finally {
    await bare.close();
  }
});

test('--internal names the address inside the VPC', async t => {
  const { stdout } = await fleet.run('kubeconfig', 'one', '--internal');
  t.is(opened(stdout).server, 'https://internal-api.one.k8s.solo.example.com');
});
