import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { sha256 } from '../model/digest.js';
import type { Secret } from '../model/secret.js';
import type { OfferedName } from '../model/secrets.js';
import type { CertificateEntry } from './inventory.js';

/** A certificate with its key and authority, as a Secret holds it. */
export interface Offered {
  /** PEM; the leaf, and whatever came with it. */
  readonly certificate: string;
  /** PEM of the authorities that vouch for it. */
  readonly authority: string;
  /** PEM. */
  readonly key: Secret;
  /** PEM of its public half. */
  readonly publicKey: string;
  /** When the certificate ends. */
  readonly notAfter: Date;
}

/** Versions of what is offered under a name, by `sourcesOf`: digests of what is public. */
export function offeredVersions(name: OfferedName, offered: Offered): Readonly<Record<string, string>> {
  return {
    // A key pair is what service accounts have: its certificate vouches for nothing.
    [`offered ${name}`]: sha256(name === 'service-account' ? offered.publicKey : offered.certificate),
    [`authority ${name}`]: sha256(offered.authority),
  };
}

/** Reads the data keys `ca`, `crt` and `key`; returns why it cannot, as the end of a sentence, if so. */
export function readOffered(data: Readonly<Record<string, Secret>>): Offered | string {
  const { ca, crt, key } = data;
  if (ca === undefined || crt === undefined || key === undefined) {
    return `lacks ${['ca', 'crt', 'key'].filter(name => data[name] === undefined).join(' and ')}`;
  }
  const authorities = certificatesIn(ca);
  const [leaf, ...chain] = certificatesIn(crt) ?? [];
  if (authorities === undefined || authorities.length === 0) return 'has a ca that is no certificate in PEM';
  if (leaf === undefined) return 'has a crt that is no certificate in PEM';
  const privateKey = privateKeyIn(key);
  if (privateKey === undefined) return 'has a key that is no private key in PEM';
  if (!leaf.checkPrivateKey(privateKey)) return 'has a certificate that does not match its key';
  const certificate = pemOf([leaf, ...chain]);
  const authority = pemOf(authorities);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { certificate, authority, key, publicKey, notAfter: new Date(leaf.validTo) };
}

/** Why tokens of service accounts cannot be signed with it, as the end of a sentence; undefined if they can. */
export function signingProblem({ publicKey }: Offered): string | undefined {
  const type = createPublicKey(publicKey).asymmetricKeyType;
  return type === 'rsa' ? undefined : `has a key of type ${type}; tokens of service accounts take RSA`;
}

const serverAuth = '1.3.6.1.5.5.7.3.1';

/** Why the API server cannot serve with it, as the end of a sentence; undefined if it can. */
export function servingProblem(offered: Offered, entry: CertificateEntry, now: Date): string | undefined {
  const leaf = new X509Certificate(offered.certificate);
  const authorities = certificatesIn(offered.authority) ?? [];
  if (!authorities.some(authority => leaf.checkIssued(authority) && leaf.verify(authority.publicKey))) {
    return 'was not signed by the ca beside it';
  }
  const outdated = [leaf, ...authorities].map(certificate => dateProblem(certificate, now)).find(Boolean);
  if (outdated !== undefined) return outdated;
  const { keyUsage } = leaf as { keyUsage?: readonly string[] };
  if (keyUsage !== undefined && !keyUsage.includes(serverAuth)) return 'is not for servers (extended key usage)';
  const missing = [
    ...entry.dnsNames.filter(name => leaf.checkHost(name, { subject: 'never' }) === undefined),
    ...entry.ipAddresses.filter(address => leaf.checkIP(address) === undefined),
  ];
  return missing.length === 0 ? undefined : `is not for ${missing.join(', ')}`;
}

function dateProblem({ validFrom, validTo, subject }: X509Certificate, now: Date): string | undefined {
  const [begins, ends] = [new Date(validFrom), new Date(validTo)];
  if (ends <= now) return `has ended on ${ends.toISOString()} (${oneLine(subject)})`;
  return begins > now ? `begins on ${begins.toISOString()} (${oneLine(subject)})` : undefined;
}

function oneLine(subject: string): string {
  return subject.replaceAll('\n', ', ');
}

function certificatesIn(pem: Secret | string): readonly X509Certificate[] | undefined {
  const text = typeof pem === 'string' ? pem : pem.reveal().toString();
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map(block => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

function privateKeyIn(pem: Secret): KeyObject | undefined {
  try {
    return createPrivateKey(pem.reveal());
  } catch {
    return undefined;
  }
}

/** As OpenSSL writes it, so that line ends and comments make no difference. */
function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map(certificate => `${certificate.toString().trimEnd()}\n`).join('');
}
