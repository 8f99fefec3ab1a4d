import { AwsFault } from '../fault.js';
import { decide } from '../policy/decision.js';
import { readPolicy } from '../policy/document.js';
import type { Caller } from '../service.js';
import type { World } from '../world.js';
import { keyPolicyDialect } from './key-policy.js';
import type { Key, KmsPlace } from './state.js';
import { kmsAt } from './state.js';

export interface KeyAccess {
  readonly world: World;
  readonly now: () => Date;
  readonly caller: Caller;
  readonly region: string;
  /** Such as `Encrypt`. */
  readonly action: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** The service that asks on the caller's behalf, such as `s3.eu-central-1.amazonaws.com`. */
  readonly via?: string;
}

/** The actions that take an alias for a key; the others want its id or ARN. */
const takeAliases = /^(DescribeKey|Encrypt|Decrypt|ReEncrypt(From|To)|GenerateDataKey(WithoutPlaintext)?)$/;

/** The key by id, key ARN, alias or alias ARN, if its key policy lets the caller do the action with it. */
export function accessibleKey(keyId: string, access: KeyAccess): Key {
  const { accountId, name } = parseKeyId(keyId, access);
  if (name.startsWith('alias/') && !takeAliases.test(access.action)) throw aliasInstead(keyId);
  const place = { accountId, region: access.region };
  const key = existingKey(name, place, access);
  if (key && mayUse(key, access)) return key;
  const arn = name.startsWith('alias/') ? `arn:aws:kms:${place.region}:${accountId}:${name}` : keyArn(place, name);
  if (accountId !== access.caller.accountId || key) throw denied(key?.arn ?? arn, access, accountId);
  throw new AwsFault('NotFoundException', notFoundMessage(name, arn));
}

export function keyArn(place: KmsPlace, id: string): string {
  return `arn:aws:kms:${place.region}:${place.accountId}:key/${id}`;
}

/** Throws unless the key can encrypt and decrypt now. */
export function requireUsable(key: Key): void {
  refusePendingDeletion(key);
  if (!key.enabled) throw new AwsFault('DisabledException', `${key.arn} is disabled.`);
}

export function refusePendingDeletion(key: Key): void {
  if (key.deletionAt !== undefined) throw new AwsFault('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

interface KeyName {
  readonly accountId: string;
  /** A key id, or an alias with `alias/`. */
  readonly name: string;
}

function parseKeyId(keyId: string, { caller, region }: KeyAccess): KeyName {
  if (keyId.startsWith('arn:')) {
    const match = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(?:key\/([\w-]+)|(alias\/[\w/-]+))$/.exec(keyId);
    const [, arnRegion, accountId, id, alias] = match ?? [];
    if (accountId === undefined) throw new AwsFault('NotFoundException', `Invalid arn ${keyId}`);
    if (arnRegion !== region) throw new AwsFault('NotFoundException', `Invalid arn ${String(arnRegion)}`);
    return { accountId, name: id ?? alias ?? '' };
  }
  if (/^(alias\/[\w/-]+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|mrk-[\da-f]{32})$/.test(keyId)) {
    return { accountId: caller.accountId, name: keyId };
  }
  throw new AwsFault('NotFoundException', `Invalid keyId '${keyId}'`);
}

function aliasInstead(keyId: string): AwsFault {
  if (keyId.startsWith('arn:')) return new AwsFault('InvalidArnException', `Invalid ARN ${keyId}`);
  return new AwsFault('NotFoundException', `Invalid keyId '${keyId}'`);
}

function existingKey(name: string, place: KmsPlace, { world, now }: KeyAccess): Key | undefined {
  const { keys, aliases } = kmsAt(world, place, now());
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  const id = name.startsWith('alias/') ? alias?.keyId : name;
  return id !== undefined && Object.hasOwn(keys, id) ? keys[id] : undefined;
}

/** Every access goes through the key policy, also within the account. */
function mayUse(key: Key, { caller, action, region, encryptionContext = {}, via }: KeyAccess): boolean {
  const contextKeys = Object.entries(encryptionContext).map(([name, value]) => [
    `kms:encryptioncontext:${name.toLowerCase()}`,
    value,
  ]);
  const context = {
    'aws:principalaccount': caller.accountId,
    'aws:principalarn': caller.principalArn,
    'aws:requestedregion': region,
    'aws:securetransport': 'true',
    'kms:calleraccount': caller.accountId,
    ...(via !== undefined && { 'kms:viaservice': via }),
    ...(Object.fromEntries(contextKeys) as Record<string, string>),
  };
  const policy = readPolicy(JSON.parse(key.policy), keyPolicyDialect);
  return decide(policy, { caller, action: `kms:${action}`, resource: key.arn, context }) === 'allowed';
}

function denied(arn: string, { caller, action }: KeyAccess, owner: string): AwsFault {
  const reason =
    owner === caller.accountId
      ? `because no resource-based policy allows the kms:${action} action`
      : 'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
  const text = `User: ${caller.arn} is not authorized to perform: kms:${action} on resource: ${arn} ${reason}`;
  return new AwsFault('AccessDeniedException', text);
}

function notFoundMessage(name: string, arn: string): string {
  return name.startsWith('alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`;
}
