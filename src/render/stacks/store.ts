import type { Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { fromName, type StackDefinition, storeStack } from '../stack-definition.js';

/** For whoever asks later who read a key. */
const accessLogDays = 365;

/** Where the fleet keeps its private keys: no node and no tenant account has access. */
export function store(fleet: Fleet): StackDefinition {
  return {
    ...storeStack(fleet),
    target: fleet.store,
    view: {
      description: `Fleet ${fleet.name}: private keys`,
      keyDescription: `Fleet ${fleet.name}: encrypts the private keys of its clusters`,
      keyAlias: fromName(names.storeKeyAlias(fleet), fleet),
      // Of all clusters.
      secretsOf: null,
      bucket: fromName(names.storeBucket(fleet), fleet),
      accessLogs: { bucket: fromName(names.storeAccessLogBucket(fleet), fleet), expireDays: accessLogDays },
    },
  };
}
