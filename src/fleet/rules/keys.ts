import { X509Certificate } from 'node:crypto';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { doubt } from './mistake.js';

/** CW1418: what should be a certificate of the login's authority can be read as one. */
export function caBundle({ oidc, source }: Cluster): Finding[] {
  if (oidc?.caBundle === undefined) return [];
  const blocks = oidc.caBundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const wrong = blocks.findIndex(pem => !isCertificate(pem));
  if (blocks.length > 0 && wrong === -1) return [];
  const message =
    blocks.length === 0 ? 'there is no whole certificate in this' : `certificate ${wrong + 1} cannot be read`;
  const hint = 'copy it again, from BEGIN CERTIFICATE to END CERTIFICATE';
  return [doubt('CW1418', { source, pointer: '/spec/oidc/caBundle' }, { message, hint })];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

/** CW1419: keys of SSH are whole, and of the type that they say. */
export function sshKeys({ ssh, source }: Cluster): Finding[] {
  const users = ssh.users.map(({ keys }, index) => ({ keys, pointer: `/spec/ssh/users/${index}/keys` }));
  return [{ keys: ssh.trustedCaKeys, pointer: '/spec/ssh/trustedCaKeys' }, ...users].flatMap(({ keys, pointer }) =>
    keys.flatMap((key, index) => brokenKey(key, { source, pointer: `${pointer}/${index}` })),
  );
}

/** The encoded part begins with the length of the type's name and the name itself, RFC 4253, 6.6. */
function brokenKey(line: string, place: Place): Finding[] {
  const [type = '', encoded = ''] = line.split(' ');
  const bytes = Buffer.from(encoded, 'base64');
  const length = bytes.length > 4 ? bytes.readUInt32BE(0) : 0;
  const inside = bytes.subarray(4, 4 + length).toString('latin1');
  // The shortest key, of ed25519, has 32 bytes behind its name and their length.
  if (inside === type && bytes.length >= 4 + length + 4 + 32) return [];
  const message = `this is no ${type} key: what follows the type cannot be read as one`;
  return [doubt('CW1419', place, { message, hint: 'copy the whole line of the .pub file' })];
}
