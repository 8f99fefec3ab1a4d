import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import type { CertificateEntry } from '../../src/pki/inventory.js';
import { type Offered, offeredVersions, readOffered, servingProblem, signingProblem } from '../../src/pki/offered.js';
import { asSecrets, certificateData, vaultAuthority, type Wishes } from './cert-operator.js';

const authority = await vaultAuthority();
const stranger = await vaultAuthority('elsewhere');
const now = new Date();
const entry: CertificateEntry = {
  name: 'api',
  usage: 'server',
  issuer: 'ca',
  commonName: 'kube-apiserver',
  organizations: [],
  dnsNames: ['api.prod-a.k8s.gauss.example.com', 'kubernetes'],
  ipAddresses: ['127.0.0.1', '10.96.0.1'],
  lifetimeDays: 180,
};
const names: Wishes = { hosts: entry.dnsNames, addresses: entry.ipAddresses };
const data = await certificateData(authority, names);
const other = await certificateData(authority);

function read(content: Readonly<Record<string, string>>): Offered {
  const offered = readOffered(asSecrets(content));
  if (typeof offered === 'string') throw new Error(offered);
  return offered;
}

test('a Secret of cert-operator is read, with a key in PKCS#1', t => {
  const offered = read(data);
  t.is(servingProblem(offered, entry, now), undefined);
  t.is(createPublicKey(offered.key.reveal()).export({ type: 'spki', format: 'pem' }), offered.publicKey);
});

function versions(content: Readonly<Record<string, string>>) {
  return offeredVersions('api', read(content));
}

test('versions follow certificate and authority, not how their PEM is written', async t => {
  const before = versions(data);
  const rewritten = { ...data, crt: `a comment\n${data.crt?.replaceAll('\n', '\r\n')}`, ca: `${data.ca}\n\n` };
  t.deepEqual(versions(rewritten), before);
  const renewed = versions(await certificateData(authority, names));
  t.not(renewed['offered api'], before['offered api']);
  t.is(renewed['authority api'], before['authority api']);
  t.not(versions({ ...data, ca: stranger.certificate })['authority api'], before['authority api']);
});

function keyVersion(content: Readonly<Record<string, string>>) {
  return offeredVersions('service-account', read(content))['offered service-account'];
}

test('the version of a key pair follows its public key alone', t => {
  t.is(keyVersion({ ...data, ca: stranger.certificate }), keyVersion(data));
  t.not(keyVersion(other), keyVersion(data));
});

const unreadable: readonly [what: string, content: Record<string, string>, reason: string][] = [
  ['nothing', {}, 'lacks ca and crt and key'],
  ['no key', { ca: data.ca, crt: data.crt ?? '' }, 'lacks key'],
  ['an empty ca', { ...data, ca: '' }, 'has a ca that is no certificate in PEM'],
  [
    'a broken crt',
    { ...data, crt: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
    'has a crt that is no certificate in PEM',
  ],
  ['a broken key', { ...data, key: 'hunter2' }, 'has a key that is no private key in PEM'],
  ['another certificate’s key', { ...data, key: other.key }, 'has a certificate that does not match its key'],
];
for (const [what, content, reason] of unreadable) {
  test(`a Secret with ${what} cannot be used`, t => {
    t.is(readOffered(asSecrets(content)), reason);
  });
}

const day = 86_400_000;
const unfit: readonly [what: string, wishes: Wishes, reason: RegExp][] = [
  ['has ended', { ...names, notAfter: new Date(Date.now() - day) }, /^has ended on .* \(CN=api\.prod-a/],
  ['has not begun', { ...names, notBefore: new Date(Date.now() + day) }, /^begins on /],
  ['lacks a name', { ...names, hosts: ['kubernetes'] }, /^is not for api\.prod-a\.k8s\.gauss\.example\.com$/],
  ['lacks an address', { ...names, addresses: ['127.0.0.1'] }, /^is not for 10\.96\.0\.1$/],
  ['is for clients', { ...names, usages: ['1.3.6.1.5.5.7.3.2' as never] }, /^is not for servers/],
];
for (const [what, wishes, reason] of unfit) {
  test(`a certificate that ${what} does not serve the API`, async t => {
    t.regex(servingProblem(read(await certificateData(authority, wishes)), entry, now) ?? '', reason);
  });
}

test('a certificate that another authority signed does not serve the API', t => {
  const offered = read({ ...data, ca: stranger.certificate });
  t.is(servingProblem(offered, entry, now), 'was not signed by the ca beside it');
  t.is(servingProblem(read({ ...data, ca: `${stranger.certificate}\n${data.ca}` }), entry, now), undefined);
});

test('a wildcard covers the names of the API', async t => {
  const offered = read(
    await certificateData(authority, { ...names, hosts: ['*.prod-a.k8s.gauss.example.com', 'kubernetes'] }),
  );
  t.is(servingProblem(offered, entry, now), undefined);
});

test('tokens of service accounts take a key of RSA', t => {
  t.is(signingProblem(read(data)), undefined);
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ec = { ...read(data), publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  t.is(signingProblem(ec), 'has a key of type ec; tokens of service accounts take RSA');
});
