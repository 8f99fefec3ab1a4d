import { createHash } from 'node:crypto';
import type { Caller } from './service.js';
import type { Sessions } from './sessions.js';
import { identifier } from './sessions.js';

/** The account of the printed access key. */
export const defaultAccount = '000000000000';
/** Secret of every access key that is an account's id. It protects nothing: the sandbox listens on this machine only. */
export const sandboxSecret = 'clusterwright-sandbox';

export type Identity =
  | { readonly kind: 'known'; readonly caller: Caller; readonly secret: string; readonly expiresAt: number }
  | { readonly kind: 'unknown-key' | 'bad-token' };

/** Whose key it is: an account's id is the key of a user in it; temporary keys come with their token. */
export function identify(accessKeyId: string, token: string | undefined, sessions: Sessions): Identity {
  if (/^\d{12}$/.test(accessKeyId)) {
    if (token !== undefined) return { kind: 'bad-token' };
    return { kind: 'known', caller: sandboxUser(accessKeyId), secret: sandboxSecret, expiresAt: Infinity };
  }
  if (!accessKeyId.startsWith('ASIA') || token === undefined) return { kind: 'unknown-key' };
  const session = sessions.read(token);
  if (session?.accessKeyId !== accessKeyId) return { kind: 'bad-token' };
  const { caller, expiresAt } = session;
  return { kind: 'known', caller, secret: sessions.secretOf(accessKeyId), expiresAt };
}

function sandboxUser(accountId: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/sandbox`;
  return { accountId, arn, userId: uniqueId('AIDA', arn), principalArn: arn };
}

/** An id such as AWS gives users (AIDA…) and roles (AROA…), the same for the same ARN. */
export function uniqueId(prefix: string, arn: string): string {
  return `${prefix}${identifier(createHash('sha256').update(arn).digest())}2`;
}
