// Must come first: @peculiar/x509 reads decorator metadata while it loads.
import 'reflect-metadata';
import { createPrivateKey } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { type Secret, secret } from '../../src/model/secret.js';

/** An authority as Vault has one for each cluster: RSA, ten years. */
export interface VaultAuthority {
  /** PEM. */
  readonly certificate: string;
  readonly keys: CryptoKeyPair;
}

export interface Wishes {
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly usages?: readonly x509.ExtendedKeyUsage[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

type CryptoKeyPair = Awaited<ReturnType<typeof newKeys>>;

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const dayMs = 86_400_000;

export async function vaultAuthority(name = 'prod-a.k8s.gauss.example.com'): Promise<VaultAuthority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 3650 * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  return { certificate: certificate.toString('pem'), keys };
}

/** PEM. */
type CertificateData = Record<'ca' | 'crt' | 'key', string>;

/** The data of a Secret as cert-operator writes it: PEM, the key in PKCS#1. */
export async function certificateData(authority: VaultAuthority, wishes: Wishes = {}): Promise<CertificateData> {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const {
    hosts = [],
    addresses = [],
    usages = [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
  } = wishes;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=api.prod-a.k8s.gauss.example.com',
    issuer: issuer.subject,
    notBefore: wishes.notBefore ?? new Date(Date.now() - dayMs),
    notAfter: wishes.notAfter ?? new Date(Date.now() + 180 * dayMs),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.ExtendedKeyUsageExtension([...usages]),
      new x509.SubjectAlternativeNameExtension([
        ...hosts.map(value => ({ type: 'dns', value }) as const),
        ...addresses.map(value => ({ type: 'ip', value }) as const),
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return {
    ca: authority.certificate,
    crt: certificate.toString('pem'),
    key: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
  };
}

/** The labels that cert-operator gives to a Secret. */
export function certificateLabels(cluster: string, certificate: string): Record<string, string> {
  return { 'giantswarm.io/cluster': cluster, 'giantswarm.io/certificate': certificate };
}

/** As the API server's reader hands it on. */
export function asSecrets(data: Readonly<Record<string, string>>): Record<string, Secret> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, secret(value)]));
}

async function newKeys() {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
