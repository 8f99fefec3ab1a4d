import { spawnSync } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import test from 'ava';
import { secret } from '../../src/model/secret.js';
import { certificateProblem } from '../../src/pki/check.js';
import { type CertificateEntry, certificateInventory } from '../../src/pki/inventory.js';
import { type Issued, issueAuthority, issueLeaf } from '../../src/pki/issue.js';
import { dayOf } from '../../src/pki/renewal.js';
import { exampleCluster, exampleFleet } from './example-fleet.js';

const now = new Date('2026-11-21T10:00:00Z');
const environment = { now: () => now, randomBytes };
const entries = certificateInventory(exampleFleet, exampleCluster, { loadBalancers: [] });
const entry = (name: string): CertificateEntry => {
  const found = entries.find(candidate => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const authority = await issueAuthority(entry('ca'), 1, environment);
const day = '2026-11-21';
const api = await issueLeaf(entry('api'), { authority, day }, environment);
const bootstrap = await issueLeaf(entry('bootstrap-workers'), { authority, day }, environment);
const member = await issueLeaf(entry('etcd1'), { authority, day }, environment);
const parsed = (issued: Issued) => new X509Certificate(issued.public);

test('the authority is a P-256 root that may sign leaves only, named after cluster, fleet and generation', t => {
  const certificate = parsed(authority);
  t.is(certificate.subject, 'O=gauss\nCN=prod-a cluster CA 1');
  t.is(certificate.issuer, certificate.subject);
  t.true(certificate.ca);
  t.true(certificate.verify(certificate.publicKey));
  t.is(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  t.is(createPrivateKey(authority.key.reveal()).asymmetricKeyDetails?.namedCurve, 'prime256v1');
});

const dates = ({ validFrom, validTo }: X509Certificate) =>
  [validFrom, validTo].map(text => new Date(text).toISOString());

test('an authority begins fifteen minutes ago and lasts ten years', t => {
  t.deepEqual(dates(parsed(authority)), ['2026-11-21T09:45:00.000Z', '2036-11-18T10:00:00.000Z']);
});

test('leaves of a day end on the same day whenever they are issued, and begin the day before, but not before their authority', async t => {
  t.deepEqual(dates(parsed(api)), ['2026-11-21T09:45:00.000Z', '2027-05-20T00:00:00.000Z']);
  const later = { ...environment, now: () => new Date('2027-03-01T10:00:00Z') };
  const late = await issueLeaf(entry('api'), { authority, day: '2027-02-19' }, later);
  t.deepEqual(dates(parsed(late)), ['2027-02-18T00:00:00.000Z', '2027-08-18T00:00:00.000Z']);
});

test('a leaf does not outlive its authority', async t => {
  const old = await issueAuthority({ ...entry('ca'), lifetimeDays: 30 }, 1, environment);
  const leaf = await issueLeaf(entry('api'), { authority: old, day }, environment);
  t.is(parsed(leaf).validTo, parsed(old).validTo);
});

test('the server certificate carries exactly the names and addresses of the inventory', t => {
  const certificate = parsed(api);
  t.is(
    certificate.subjectAltName,
    'DNS:api.prod-a.k8s.gauss.example.com, DNS:internal-api.prod-a.k8s.gauss.example.com, ' +
      'DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, ' +
      'DNS:kubernetes.default.svc.cluster.local, IP Address:127.0.0.1, IP Address:172.31.0.1',
  );
  t.is(certificate.checkHost('api.prod-a.k8s.gauss.example.com'), 'api.prod-a.k8s.gauss.example.com');
  t.is(certificate.checkHost('api.prod-b.k8s.gauss.example.com'), undefined);
  t.is(certificate.checkIP('172.31.0.1'), '172.31.0.1');
  t.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  t.false(certificate.ca);
});

test('a bootstrap leaf is for clients, in the group of bootstrappers, without alternative names', t => {
  const certificate = parsed(bootstrap);
  t.is(certificate.subject, 'O=system:bootstrappers\nCN=bootstrap-workers');
  t.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  t.is(certificate.subjectAltName, undefined);
});

test('a member of etcd is server and client at once', t => {
  const certificate = parsed(member);
  t.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  t.is(certificate.checkHost('etcd1.prod-a.k8s.gauss.example.com'), 'etcd1.prod-a.k8s.gauss.example.com');
});

test('serial numbers are positive, of 16 bytes, and come from the randomness given', async t => {
  const fixed = { ...environment, randomBytes: (size: number) => Buffer.alloc(size, 0xff) };
  t.is(parsed(await issueAuthority(entry('ca'), 1, fixed)).serialNumber, `7F${'FF'.repeat(15)}`);
  const zero = { ...environment, randomBytes: (size: number) => Buffer.alloc(size) };
  t.is(parsed(await issueAuthority(entry('ca'), 1, zero)).serialNumber, `40${'00'.repeat(15)}`);
  t.not(parsed(api).serialNumber, parsed(bootstrap).serialNumber);
});

test('a certificate is checked against its key, its authority and the clock', async t => {
  const other = await issueAuthority(entry('ca'), 1, environment);
  t.is(certificateProblem(api, authority.public, now), undefined);
  t.is(certificateProblem(authority, authority.public, now), undefined);
  t.is(certificateProblem({ ...api, key: bootstrap.key }, authority.public, now), 'does not match its key');
  t.is(certificateProblem({ ...api, public: 'no PEM' }, authority.public, now), 'cannot be read');
  t.is(certificateProblem({ ...api, key: secret('no PEM') }, authority.public, now), 'cannot be read');
  t.is(certificateProblem(api, other.public, now), 'was not signed by its authority');
  t.is(
    certificateProblem(api, authority.public, new Date('2027-05-20T10:00:00Z')),
    'expired on 2027-05-20T00:00:00.000Z',
  );
});

test('a server with the API certificate and a client with a bootstrap leaf trust each other over TLS', async t => {
  const real = { now: () => new Date(), randomBytes };
  const root = await issueAuthority(entry('ca'), 1, real);
  const server = await issueLeaf(entry('api'), { authority: root, day: dayOf(new Date()) }, real);
  const client = await issueLeaf(entry('bootstrap-workers'), { authority: root, day: dayOf(new Date()) }, real);
  const subject = await handshake(root, server, client);
  t.is(subject.CN, 'bootstrap-workers');
  t.is(subject.O, 'system:bootstrappers');
  await t.throwsAsync(handshake(root, client, client), { code: 'INVALID_PURPOSE' });
  await t.throwsAsync(handshake(await issueAuthority(entry('ca'), 1, real), server, client));
});

test('a certificate issued for servers is not accepted from a client', async t => {
  const real = { now: () => new Date(), randomBytes };
  const root = await issueAuthority(entry('ca'), 1, real);
  const server = await issueLeaf(entry('api'), { authority: root, day: dayOf(new Date()) }, real);
  await t.throwsAsync(handshake(root, server, server));
});

const openssl = spawnSync('openssl', ['version']).status === 0 ? test : test.skip;

openssl('OpenSSL accepts the chain for the purpose of each leaf, strictly, and for no other', t => {
  const folder = mkdtempSync(join(tmpdir(), 'clusterwright-pki-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.crt'), authority.public);
  writeFileSync(join(folder, 'api.crt'), api.public);
  writeFileSync(join(folder, 'bootstrap.crt'), bootstrap.public);
  writeFileSync(join(folder, 'etcd1.crt'), member.public);
  const at = String(now.getTime() / 1000);
  const verify = (purpose: string, file: string) => {
    const options = ['-x509_strict', '-check_ss_sig', '-attime', at, '-purpose', purpose, '-CAfile', 'ca.crt'];
    return spawnSync('openssl', ['verify', ...options, file], { cwd: folder }).status;
  };
  const results = (['sslserver', 'sslclient'] as const).map(purpose => [
    verify(purpose, 'api.crt'),
    verify(purpose, 'bootstrap.crt'),
    verify(purpose, 'etcd1.crt'),
  ]);
  t.deepEqual(results, [
    [0, 2, 0],
    [2, 0, 0],
  ]);
  t.is(verify('any', 'ca.crt'), 0);
});

openssl('OpenSSL reads the extensions that the profile asks for', t => {
  const root = textOf(authority);
  t.regex(root, /Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
  t.regex(root, /X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  const leaf = textOf(api);
  t.regex(leaf, /Basic Constraints: critical\s+CA:FALSE/);
  t.regex(leaf, /X509v3 Key Usage: critical\s+Digital Signature\n/);
  t.regex(leaf, /Extended Key Usage: \n?\s*TLS Web Server Authentication\n/);
  t.regex(leaf, /Signature Algorithm: ecdsa-with-SHA256/);
  t.truthy(keyIdentifier(root, 'Subject'));
  t.is(keyIdentifier(leaf, 'Authority'), keyIdentifier(root, 'Subject'));
  t.not(keyIdentifier(leaf, 'Subject'), keyIdentifier(root, 'Subject'));
});

function textOf(issued: Issued): string {
  const options = ['x509', '-noout', '-text'];
  return spawnSync('openssl', options, { input: issued.public, encoding: 'utf8' }).stdout;
}

function keyIdentifier(text: string, kind: 'Subject' | 'Authority'): string | undefined {
  return new RegExp(`${kind} Key Identifier: \\n\\s+([0-9A-F:]+)`).exec(text)?.[1];
}

/** Connects as `client` to a server that is `server` and wants a client certificate; resolves to whom it saw. */
async function handshake(root: Issued, server: Issued, client: Issued) {
  const listener = createServer({
    cert: server.public,
    key: server.key.reveal(),
    ca: root.public,
    requestCert: true,
    rejectUnauthorized: true,
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const seen = once(listener, 'secureConnection');
  const refused = once(listener, 'tlsClientError').then(([error]) => Promise.reject(error as Error));
  const socket = connect({
    port: (listener.address() as AddressInfo).port,
    host: '127.0.0.1',
    servername: 'kubernetes',
    cert: client.public,
    key: client.key.reveal(),
    ca: root.public,
  });
  const failed = once(socket, 'close').then(() => Promise.reject(new Error('closed')));
  const connected = Promise.all([seen, once(socket, 'secureConnect')]);
  try {
    const [[peer]] = await Promise.race([connected, refused, failed]);
    return (peer as TLSSocket).getPeerCertificate().subject;
  } finally {
    for (const promise of [connected, refused, failed]) promise.catch(() => undefined);
    socket.destroy();
    listener.close();
  }
}
