import { AwsFault } from '../fault.js';
import { optionalText, requiredText, violation } from '../json-input.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { accessibleKey, refusePendingDeletion } from './key-lookup.js';
import { page } from './page.js';
import type { Alias, KmsPlace } from './state.js';
import { aliasArn, kmsAt, saveKms } from './state.js';

/** Names for keys, each for one key of its account and region. */
export function aliasActions(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const ownKey = (keyId: string, action: string, { caller, region }: SandboxRequest) =>
    accessibleKey(keyId, { world, now, caller, region, action });
  const target = (input: JsonInput, action: string, request: SandboxRequest) => {
    const keyId = requiredText(input, 'TargetKeyId');
    if (/^(arn:.*:)?alias\//.test(keyId)) {
      throw new AwsFault('ValidationException', 'Aliases must refer to keys. Not aliases');
    }
    const key = ownKey(keyId, action, request);
    refusePendingDeletion(key);
    return key;
  };
  return {
    async CreateAlias(input, request) {
      const name = requiredText(input, 'AliasName');
      checkAliasName(name);
      const key = target(input, 'CreateAlias', request);
      addAlias(world, placeOf(request), { name, keyId: key.id, now: now() });
      await saveKms(world, placeOf(request));
      return {};
    },
    async UpdateAlias(input, request) {
      const alias = existingAlias(input, world, { ...placeOf(request), now: now() });
      const key = target(input, 'UpdateAlias', request);
      Object.assign(alias, { keyId: key.id, updatedAt: now().getTime() });
      await saveKms(world, placeOf(request));
      return {};
    },
    async DeleteAlias(input, request) {
      const { name } = existingAlias(input, world, { ...placeOf(request), now: now() });
      delete kmsAt(world, placeOf(request), now()).aliases[name];
      await saveKms(world, placeOf(request));
      return {};
    },
    ListAliases(input, request) {
      const place = placeOf(request);
      const keyId = optionalText(input, 'KeyId');
      const only = keyId === undefined ? undefined : ownKey(keyId, 'ListAliases', request).id;
      const aliases = Object.values(kmsAt(world, place, now()).aliases)
        .filter(alias => only === undefined || alias.keyId === only)
        .map(({ name, keyId, createdAt, updatedAt }) => ({
          AliasName: name,
          AliasArn: aliasArn(place, name),
          TargetKeyId: keyId,
          CreationDate: createdAt / 1000,
          LastUpdatedDate: updatedAt / 1000,
        }));
      return page('Aliases', aliases, { input, maximum: 100, idOf: ({ AliasName }) => AliasName });
    },
  };
}

function placeOf({ caller, region }: SandboxRequest): KmsPlace {
  return { accountId: caller.accountId, region };
}

export interface NewAlias extends Pick<Alias, 'name' | 'keyId' | 'madeFor'> {
  readonly now: Date;
}

/** Adds an alias to the state, which the caller saves. */
export function addAlias(world: World, place: KmsPlace, { now, ...alias }: NewAlias): void {
  const { aliases } = kmsAt(world, place, now);
  if (Object.hasOwn(aliases, alias.name)) {
    throw new AwsFault(
      'AlreadyExistsException',
      `An alias with the name ${aliasArn(place, alias.name)} already exists`,
    );
  }
  const time = now.getTime();
  aliases[alias.name] = { ...alias, createdAt: time, updatedAt: time };
}

export function checkAliasName(name: string): void {
  if (name.startsWith('alias/aws/')) throw new AwsFault('NotAuthorizedException', '');
  if (!name.startsWith('alias/')) {
    throw new AwsFault('ValidationException', 'Alias must start with the prefix "alias/".');
  }
  const constraint = `Value '${name}' at 'aliasName' failed to satisfy constraint: Member must`;
  if (name.length > 256) throw violation(`${constraint} have length less than or equal to 256`);
  if (!/^alias\/[\w/-]+$/.test(name)) {
    throw violation(`${constraint} satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`);
  }
}

function existingAlias(input: JsonInput, world: World, { now, ...place }: KmsPlace & { readonly now: Date }) {
  const name = requiredText(input, 'AliasName');
  checkAliasName(name);
  const { aliases } = kmsAt(world, place, now);
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (!alias) throw new AwsFault('NotFoundException', `Alias ${aliasArn(place, name)} is not found.`);
  return alias;
}
