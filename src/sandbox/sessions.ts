import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Caller } from './service.js';
import type { World } from './world.js';

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface Session {
  readonly accessKeyId: string;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Issues and reads temporary credentials. As on AWS the token carries the session itself, sealed, so nothing is stored
 * per session and credentials outlive a restart that keeps the state.
 */
export interface Sessions {
  issue(caller: Caller, expiration: Date): TemporaryCredentials;
  /** Undefined for a token this sandbox did not issue. */
  read(token: string): Session | undefined;
  secretOf(accessKeyId: string): string;
}

interface SessionState {
  readonly sessionKey: string;
}

const where = { service: 'sts', accountId: 'global', region: 'global' };

export async function openSessions(world: World): Promise<Sessions> {
  const state = world.partition<SessionState>(where, () => ({ sessionKey: randomBytes(32).toString('base64') }));
  await world.changed(where);
  const key = Buffer.from(state.sessionKey, 'base64');
  return {
    issue(caller, expiration) {
      const accessKeyId = `ASIA${identifier(randomBytes(16))}`;
      const session: Session = { accessKeyId, caller, expiresAt: expiration.getTime() };
      return {
        accessKeyId,
        secretAccessKey: secretOf(key, accessKeyId),
        sessionToken: seal(key, JSON.stringify(session)),
        expiration,
      };
    },
    read(token) {
      const text = unseal(key, token);
      return text === undefined ? undefined : (JSON.parse(text) as Session);
    },
    secretOf: accessKeyId => secretOf(key, accessKeyId),
  };
}

/** Lets temporary credentials outlive the world that they were issued in: the result takes them to another. */
export function takeSessions(from: World): (to: World) => Promise<void> {
  const state = from.partition<SessionState>(where, lost);
  return to => {
    to.partition(where, () => state);
    return to.changed(where);
  };
}

function lost(): never {
  throw new Error('The sandbox has lost the key of its sessions.');
}

/** 16 characters of AWS's base 32 alphabet for unique ids, from at least 16 bytes. */
export function identifier(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, 16), byte => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}

function secretOf(key: Buffer, accessKeyId: string): string {
  return createHmac('sha256', key).update(accessKeyId).digest('base64').slice(0, 40);
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(key: Buffer, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64');
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
