import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Secret } from '../model/secret.js';
import type { Issued } from './issue.js';

/**
 * Why `issued` must not reach a node, as the end of a sentence that begins with the certificate's name; undefined if
 * it may. `authority` is the PEM of the certificate that must have signed it.
 */
export function certificateProblem(issued: Issued, authority: string, now: Date): string | undefined {
  const certificate = readCertificate(issued.public);
  const issuer = readCertificate(authority);
  const key = readKey(issued.key);
  if (certificate === undefined || issuer === undefined || key === undefined) return 'cannot be read';
  if (!certificate.checkPrivateKey(key)) return 'does not match its key';
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
    return 'was not signed by its authority';
  }
  if (new Date(certificate.validTo) <= now) return `expired on ${new Date(certificate.validTo).toISOString()}`;
  return undefined;
}

/** Whether certificate or public key and private key belong together; a secret key alone always does. */
export function isPair(issued: Issued): boolean {
  if (issued.public === '') return true;
  const key = readKey(issued.key);
  if (key === undefined) return false;
  const certificate = readCertificate(issued.public);
  if (certificate !== undefined) return certificate.checkPrivateKey(key);
  return readPublicKey(issued.public)?.equals(createPublicKey(key)) ?? false;
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function readKey(pem: Secret): KeyObject | undefined {
  try {
    return createPrivateKey(pem.reveal());
  } catch {
    return undefined;
  }
}
