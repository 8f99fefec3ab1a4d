import { AwsFault } from '../fault.js';
import { asResource, refuseProperties } from '../handler-failure.js';
import type { CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { addAlias, checkAliasName } from './aliases.js';
import { keyArn } from './key-lookup.js';
import { kmsState, saveKms } from './state.js';

/** AWS::KMS::Alias. */
export const aliasResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('Kms', async () => {
      refuseProperties('AWS::KMS::Alias', properties, ['AliasName', 'TargetKeyId']);
      const name = String(properties.AliasName);
      checkAliasName(name);
      addAlias(place.world, place, { name, keyId: targetOf(properties, place), now: new Date() });
      await saveKms(place.world, place);
      return created(name);
    }),
  update: (physicalId, properties, place) =>
    asResource('Kms', async () => {
      const alias = kmsState(place.world, place).aliases[physicalId];
      if (!alias) throw new AwsFault('NotFoundException', `Alias ${physicalId} is not found.`);
      Object.assign(alias, { keyId: targetOf(properties, place), updatedAt: Date.now() });
      await saveKms(place.world, place);
      return created(physicalId);
    }),
  read(physicalId, place) {
    const alias = kmsState(place.world, place).aliases[physicalId];
    const properties = alias && { AliasName: physicalId, TargetKeyId: alias.keyId };
    return Promise.resolve(properties && { ...created(physicalId), properties });
  },
  async delete(physicalId, place) {
    delete kmsState(place.world, place).aliases[physicalId];
    await saveKms(place.world, place);
  },
};

function targetOf(properties: Properties, place: ResourcePlace): string {
  const target = String(properties.TargetKeyId);
  const id = target.split('/').at(-1) ?? '';
  const { keys } = kmsState(place.world, place);
  if (!Object.hasOwn(keys, id)) {
    const arn = target.startsWith('arn:') ? target : keyArn(place, id);
    throw new AwsFault('NotFoundException', `Key '${arn}' does not exist`);
  }
  return id;
}

function created(name: string): CreatedResource {
  return { physicalId: name, attributes: { AliasName: name } };
}
