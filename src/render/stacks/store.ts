import type { Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { fromName, type StackDefinition, storeStack } from '../stack-definition.js';

/** Where the fleet keeps its private keys: no node and no tenant account has access. */
export function store(fleet: Fleet): StackDefinition {
  return {
    ...storeStack(fleet),
    target: fleet.store,
    view: {
      description: `Fleet ${fleet.name}: private keys`,
      keyDescription: `Fleet ${fleet.name}: encrypts the private keys of its clusters`,
      keyAlias: fromName(names.storeKeyAlias(fleet), fleet),
      bucket: fromName(names.storeBucket(fleet), fleet),
    },
  };
}
