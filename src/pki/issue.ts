// Must come first: @peculiar/x509 reads decorator metadata while it loads.
import 'reflect-metadata';
import { createPrivateKey, type webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { type Secret, secret } from '../model/secret.js';
import type { CertificateEntry } from './inventory.js';

/** A certificate or public key with its private key, or a secret key alone. */
export interface Issued {
  /** PEM; empty for a secret key. */
  readonly public: string;
  /** PKCS#8 in PEM; of a secret key its bytes in base64. */
  readonly key: Secret;
}

export interface IssuingEnvironment {
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Covers a node whose clock is behind ours by ten minutes. */
const backdateMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;

/** A new root. The generation shows in its name, so that people can tell the two roots of a rotation apart. */
export async function issueAuthority(
  entry: CertificateEntry,
  generation: number,
  environment: IssuingEnvironment,
): Promise<Issued> {
  const keys = await newKeyPair();
  const subject = nameOf({ ...entry, commonName: `${entry.commonName} ${generation}` });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(environment),
    subject,
    issuer: subject,
    ...authorityValidity(entry, environment),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { public: pemOf(certificate), key: await exportKey(keys.privateKey) };
}

/**
 * A certificate signed by `authority`, which it never outlives. All leaves of a day end on the same day, whenever they
 * are issued.
 */
export async function issueLeaf(
  entry: CertificateEntry,
  { authority, day }: { readonly authority: Issued; readonly day: string },
  environment: IssuingEnvironment,
): Promise<Issued> {
  const dayBegins = Date.parse(day);
  // From the day before, for nodes whose clocks are behind.
  const validity = { begins: dayBegins - dayMs, ends: dayBegins + entry.lifetimeDays * dayMs };
  return signed(entry, { authority, validity }, environment);
}

/** What a client may do for a while, who is not decided in any spec. */
export type ClientEntry = Pick<CertificateEntry, 'commonName' | 'organizations'>;

/** Covers clocks that are behind by ten minutes. */
const clientBackdateMs = 11 * 60_000;
const longestMs = 3_600_000;

/**
 * A client's certificate from now on, signed by `authority`, which it never outlives. From its first to its last moment
 * it is an hour at most.
 */
export async function issueClient(
  entry: ClientEntry,
  { authority, lifetimeMs }: { readonly authority: Issued; readonly lifetimeMs: number },
  environment: IssuingEnvironment,
): Promise<Issued> {
  const nowMs = environment.now().getTime();
  const begins = nowMs - clientBackdateMs;
  const validity = { begins, ends: Math.min(nowMs + lifetimeMs, begins + longestMs) };
  const client = { ...entry, usage: 'client', dnsNames: [], ipAddresses: [] } as const;
  return signed(client, { authority, validity }, environment);
}

type LeafContent = Pick<CertificateEntry, 'commonName' | 'organizations' | 'usage' | 'dnsNames' | 'ipAddresses'>;

/** Milliseconds since 1970. */
interface Validity {
  readonly begins: number;
  readonly ends: number;
}

async function signed(
  entry: LeafContent,
  { authority, validity }: { readonly authority: Issued; readonly validity: Validity },
  environment: IssuingEnvironment,
): Promise<Issued> {
  const keys = await newKeyPair();
  const issuer = new x509.X509Certificate(authority.public);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(environment),
    subject: nameOf(entry),
    // The issuer's bytes, not its text: chains are built by comparing names byte by byte.
    issuer: new x509.Name(issuer.subjectName.toArrayBuffer()),
    ...within(issuer, validity),
    publicKey: keys.publicKey,
    signingKey: await importSigningKey(authority.key),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        ...(entry.usage === 'client' ? [] : [x509.ExtendedKeyUsage.serverAuth]),
        ...(entry.usage === 'server' ? [] : [x509.ExtendedKeyUsage.clientAuth]),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export()),
      ...alternativeNames(entry),
    ],
  });
  return { public: pemOf(certificate), key: await exportKey(keys.privateKey) };
}

async function newKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function nameOf({ commonName, organizations }: ClientEntry): x509.Name {
  return new x509.Name([...organizations.map(organization => ({ O: [organization] })), { CN: [commonName] }]);
}

/** 126 random bits. The first byte keeps the number positive and its length fixed. */
function newSerialNumber(environment: IssuingEnvironment): string {
  const bytes = Buffer.from(environment.randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function authorityValidity(entry: CertificateEntry, { now }: IssuingEnvironment) {
  const nowMs = now().getTime();
  return { notBefore: new Date(nowMs - backdateMs), notAfter: new Date(nowMs + entry.lifetimeDays * dayMs) };
}

/** Neither from before its authority nor longer. */
function within(issuer: x509.X509Certificate, { begins, ends }: Validity) {
  return {
    notBefore: new Date(Math.max(begins, issuer.notBefore.getTime())),
    notAfter: new Date(Math.min(ends, issuer.notAfter.getTime())),
  };
}

function alternativeNames({ dnsNames, ipAddresses }: LeafContent): readonly x509.Extension[] {
  if (dnsNames.length + ipAddresses.length === 0) return [];
  return [
    new x509.SubjectAlternativeNameExtension([
      ...dnsNames.map(value => ({ type: 'dns', value }) as const),
      ...ipAddresses.map(value => ({ type: 'ip', value }) as const),
    ]),
  ];
}

/** PEM with the final newline that concatenation and OpenSSL expect. */
function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem').trimEnd()}\n`;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<Secret> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  const lines = pkcs8.toString('base64').match(/.{1,64}/g) ?? [];
  return secret(['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'));
}

async function importSigningKey(key: Secret): Promise<webcrypto.CryptoKey> {
  const pkcs8 = createPrivateKey(key.reveal()).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}
