import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Cluster, Fleet } from '../../src/model/fleet.js';
import { type CertificateEntry, certificateInventory } from '../../src/pki/inventory.js';
import { type Issued, issueAuthority, issueLeaf } from '../../src/pki/issue.js';
import { type FleetEdit, type TellingFleet, tellingFleet } from '../fleets.js';

const now = new Date('2026-11-21T10:00:00Z');
/** OpenSSL checks at this moment. */
const attime = String(now.getTime() / 1000);
const day = '2026-11-21';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;
const cases: readonly (readonly [string, TellingFleet, readonly FleetEdit[]])[] = [
  ['the smallest cluster', 'small', []],
  ['a cluster with everything', 'everything', []],
  ['a cluster with Cilium', 'cilium', []],
  ['a cluster without Route 53, in China', 'china', []],
  ['a private cluster of three masters', 'private', []],
  ['a cluster in a long domain', 'small', [['fleet.yaml', 'domain: solo.example.com', `domain: ${long}`]]],
  [
    'a cluster with further names, other services and another domain',
    'small',
    [
      [
        'fleet.yaml',
        '  connect: none\n',
        '  connect: none\n  api: { altNames: [k8s.example.com, 192.0.2.7] }\n  kubernetes: { clusterDomain: solo.internal }\n',
      ],
      ['fleet.yaml', '    nat: single\n', '    nat: single\n    serviceCidr: 10.96.0.0/16\n'],
    ],
  ],
];

for (const [what, name, edits] of cases) {
  test(`OpenSSL agrees with every certificate of ${what}`, async t => {
    const fleet = await tellingFleet(name, edits);
    for (const cluster of fleet.clusters) {
      const certificates = await issuedFor(fleet, cluster);
      const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
      t.teardown(() => rmSync(folder, { recursive: true, force: true }));
      const file = (entry: CertificateEntry) => join(folder, `${entry.name}.pem`);
      for (const [entry, { public: pem }] of certificates) writeFileSync(file(entry), pem);
      const entries = [...certificates.keys()];
      const leaves = entries.filter(({ usage }) => usage !== 'authority');
      for (const authority of entries.filter(({ usage }) => usage === 'authority')) {
        const own = leaves.filter(({ issuer }) => issuer === authority.name);
        const others = entries.filter(({ issuer }) => issuer !== authority.name);
        t.deepEqual(verified(file(authority), own.map(file)), own.map(file), `${authority.name} signed them`);
        t.deepEqual(verified(file(authority), others.map(file)), [], `${authority.name} vouches for nothing of others`);
        for (const [purpose, usages] of [
          ['sslserver', ['server', 'peer']],
          ['sslclient', ['client', 'peer']],
        ] as const) {
          const expected = own.filter(({ usage }) => usages.some(one => one === usage)).map(file);
          t.deepEqual(verified(file(authority), own.map(file), ['-purpose', purpose]), expected, purpose);
        }
      }
      for (const [entry, { public: pem }] of certificates) checkContent(t, entry, new X509Certificate(pem));
      checkKeyUsage(t, entries, file);
    }
  });
}

/** Every certificate of a cluster, authorities first. */
async function issuedFor(fleet: Fleet, cluster: Cluster): Promise<ReadonlyMap<CertificateEntry, Issued>> {
  const loadBalancers = cluster.dns.route53 ? [] : ['One-Api-0f.elb.cn-north-1.amazonaws.com.cn'];
  const environment = { now: () => now, randomBytes };
  const authorities = new Map<string, Issued>();
  const certificates = new Map<CertificateEntry, Issued>();
  for (const entry of certificateInventory(fleet, cluster, { loadBalancers })) {
    const authority = authorities.get(entry.issuer);
    const issued =
      authority === undefined
        ? await issueAuthority(entry, 1, environment)
        : await issueLeaf(entry, { authority, day }, environment);
    if (entry.usage === 'authority') authorities.set(entry.name, issued);
    certificates.set(entry, issued);
  }
  return certificates;
}

/** Those of the files that OpenSSL accepts with this authority as its only one, without the machine's own. */
function verified(authority: string, files: readonly string[], options: readonly string[] = []): readonly string[] {
  const trust = ['-no-CApath', '-no-CAstore', '-CAfile', authority];
  const checks = ['verify', '-x509_strict', '-check_ss_sig', '-attime', attime, ...options, ...trust, ...files];
  const { stdout } = spawnSync('openssl', checks, { encoding: 'utf8' });
  return files.filter(file => stdout.split('\n').includes(`${file}: OK`));
}

function checkContent(t: ExecutionContext, entry: CertificateEntry, certificate: X509Certificate): void {
  const { name, usage, dnsNames, ipAddresses } = entry;
  const names = [...dnsNames.map(dns => `DNS:${dns}`), ...ipAddresses.map(address => `IP Address:${address}`)];
  t.is(certificate.subjectAltName ?? '', names.join(', '), name);
  const purposes = {
    authority: undefined,
    server: [serverAuth],
    client: [clientAuth],
    peer: [serverAuth, clientAuth],
  };
  t.deepEqual(certificate.keyUsage, purposes[usage], name);
  t.is(certificate.ca, usage === 'authority', name);
  const days =
    (Date.parse(certificate.validTo) - Date.parse(usage === 'authority' ? now.toISOString() : day)) / 86_400_000;
  t.is(days, usage === 'authority' ? 3650 : 180, name);
  t.true(Date.parse(certificate.validFrom) < now.getTime(), name);
  t.true(entry.commonName.length <= 64, name);
}

function checkKeyUsage(
  t: ExecutionContext,
  entries: readonly CertificateEntry[],
  file: (entry: CertificateEntry) => string,
): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.usage)) continue;
    seen.add(entry.usage);
    const args = ['x509', '-in', file(entry), '-noout', '-ext', 'keyUsage,basicConstraints'];
    const text = execFileSync('openssl', args, { encoding: 'utf8' });
    const isAuthority = entry.usage === 'authority';
    t.regex(text, /Key Usage: critical/);
    t.regex(text, isAuthority ? /Certificate Sign, CRL Sign\n/ : /critical\n +Digital Signature\n/, entry.name);
    t.regex(text, isAuthority ? /CA:TRUE, pathlen:0/ : /CA:FALSE/, entry.name);
  }
}
