import { AwsFault } from '../fault.js';
import { asResource, refuseProperties } from '../handler-failure.js';
import type { CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { addAlias, checkAliasName } from './aliases.js';
import { keyArn } from './key-lookup.js';
import type { Alias } from './state.js';
import { kmsAt, saveKms } from './state.js';

/** AWS::KMS::Alias. */
export const aliasResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('Kms', async () => {
      refuseProperties('AWS::KMS::Alias', properties, ['AliasName', 'TargetKeyId']);
      const name = String(properties.AliasName);
      checkAliasName(name);
      const keyId = targetOf(properties, place);
      if (aliasNow(name, place)?.madeFor !== place.token) {
        addAlias(place.world, place, { name, keyId, now: new Date(), madeFor: place.token });
      }
      await saveKms(place.world, place);
      return created(name);
    }),
  update: (physicalId, properties, place) =>
    asResource('Kms', async () => {
      const alias = aliasNow(physicalId, place);
      if (!alias) throw new AwsFault('NotFoundException', `Alias ${physicalId} is not found.`);
      Object.assign(alias, { keyId: targetOf(properties, place), updatedAt: Date.now() });
      await saveKms(place.world, place);
      return created(physicalId);
    }),
  read(physicalId, place) {
    const alias = aliasNow(physicalId, place);
    const properties = alias && { AliasName: physicalId, TargetKeyId: alias.keyId };
    return Promise.resolve(properties && { ...created(physicalId), properties });
  },
  async delete(physicalId, place) {
    delete kmsAt(place.world, place, new Date()).aliases[physicalId];
    await saveKms(place.world, place);
  },
};

function aliasNow(name: string, place: ResourcePlace): Alias | undefined {
  return kmsAt(place.world, place, new Date()).aliases[name];
}

function targetOf(properties: Properties, place: ResourcePlace): string {
  const target = String(properties.TargetKeyId);
  const id = target.split('/').at(-1) ?? '';
  const { keys } = kmsAt(place.world, place, new Date());
  if (!Object.hasOwn(keys, id)) {
    const arn = target.startsWith('arn:') ? target : keyArn(place, id);
    throw new AwsFault('NotFoundException', `Key '${arn}' does not exist`);
  }
  return id;
}

function created(name: string): CreatedResource {
  return { physicalId: name, attributes: { AliasName: name } };
}
