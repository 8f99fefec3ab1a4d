// Must come first: @peculiar/x509 reads decorator metadata while it loads.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export interface SelfSigned {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const hourMs = 3_600_000;

/** A server's certificate that is its own authority; valid from an hour ago, for another hour unless told. */
export async function selfSigned({
  hosts = [],
  addresses = [],
  notAfter = new Date(Date.now() + hourMs),
}: {
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  readonly notAfter?: Date;
}): Promise<SelfSigned> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=self-signed',
    notBefore: new Date(Date.now() - hourMs),
    notAfter,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.SubjectAlternativeNameExtension([
        ...hosts.map(value => ({ type: 'dns', value }) as const),
        ...addresses.map(value => ({ type: 'ip', value }) as const),
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    certificate: certificate.toString('pem'),
  };
}
