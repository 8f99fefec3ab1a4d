import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { IssuedCertificate } from './issue.js';

/**
 * Why `issued` must not reach a node, as the end of a sentence that begins with the certificate's name; undefined if
 * it may. `authority` is the PEM of the certificate that must have signed it.
 */
export function certificateProblem(issued: IssuedCertificate, authority: string, now: Date): string | undefined {
  const certificate = new X509Certificate(issued.certificate);
  const issuer = new X509Certificate(authority);
  if (!certificate.checkPrivateKey(createPrivateKey(issued.key.reveal()))) return 'does not match its key';
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
    return 'was not signed by its authority';
  }
  if (new Date(certificate.validTo) <= now) return `expired on ${new Date(certificate.validTo).toISOString()}`;
  return undefined;
}
