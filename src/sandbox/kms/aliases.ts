import { AwsFault } from '../fault.js';
import type { JsonAction } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { optionalText, requiredText } from './input.js';
import { accessibleKey } from './key-lookup.js';
import { page } from './page.js';
import type { KmsPlace } from './state.js';
import { aliasArn, kmsState, saveKms } from './state.js';

/** Names for keys, each for one key of its account and region. */
export function aliasActions(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const ownKey = (keyId: string, action: string, { caller, region }: SandboxRequest) =>
    accessibleKey(keyId, { world, now, caller, region, action });
  return {
    async CreateAlias(input, request) {
      const name = requiredText(input, 'AliasName');
      checkAliasName(name);
      const key = ownKey(requiredText(input, 'TargetKeyId'), 'CreateAlias', request);
      addAlias(world, placeOf(request), { name, keyId: key.id, now: now() });
      await saveKms(world, placeOf(request));
      return {};
    },
    async UpdateAlias(input, request) {
      const alias = existingAlias(world, placeOf(request), requiredText(input, 'AliasName'));
      const key = ownKey(requiredText(input, 'TargetKeyId'), 'UpdateAlias', request);
      Object.assign(alias, { keyId: key.id, updatedAt: now().getTime() });
      await saveKms(world, placeOf(request));
      return {};
    },
    async DeleteAlias(input, request) {
      const { name } = existingAlias(world, placeOf(request), requiredText(input, 'AliasName'));
      delete kmsState(world, placeOf(request)).aliases[name];
      await saveKms(world, placeOf(request));
      return {};
    },
    ListAliases(input, request) {
      const place = placeOf(request);
      const keyId = optionalText(input, 'KeyId');
      const only = keyId === undefined ? undefined : ownKey(keyId, 'ListAliases', request).id;
      const aliases = Object.values(kmsState(world, place).aliases)
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

/** Adds an alias to the state, which the caller saves. */
export function addAlias(world: World, place: KmsPlace, alias: { name: string; keyId: string; now: Date }): void {
  const { aliases } = kmsState(world, place);
  if (Object.hasOwn(aliases, alias.name)) {
    throw new AwsFault(
      'AlreadyExistsException',
      `An alias with the name ${aliasArn(place, alias.name)} already exists`,
    );
  }
  const time = alias.now.getTime();
  aliases[alias.name] = { name: alias.name, keyId: alias.keyId, createdAt: time, updatedAt: time };
}

export function checkAliasName(name: string): void {
  if (/^alias\/[\w/-]{1,250}$/.test(name) && !name.startsWith('alias/aws/')) return;
  if (name.startsWith('alias/aws/')) throw new AwsFault('NotAuthorizedException', '');
  throw new AwsFault(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(alias/)[a-zA-Z0-9/_-]+$`,
  );
}

function existingAlias(world: World, place: KmsPlace, name: string) {
  const { aliases } = kmsState(world, place);
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (!alias) throw new AwsFault('NotFoundException', `Alias ${aliasArn(place, name)} is not found.`);
  return alias;
}
