import { AppError } from '../../errors.js';
import type { Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { outputsOf } from '../../observe/outputs.js';
import type { StackReader } from '../../observe/ports.js';
import { keyArnOutput } from '../../plan/secrets.js';
import type { Storage } from '../ports.js';
import type { StorePorts } from './issue-store.js';

interface StoreAccess {
  readonly stacks: StackReader;
  readonly storage: Storage;
}

/** Bucket and key of the fleet's store, as its stack tells them. Throws AppError `store-missing`. */
export async function openStore(
  fleet: Fleet,
  { stacks, storage }: StoreAccess,
  signal: AbortSignal,
): Promise<StorePorts> {
  const stack = { target: fleet.store, name: names.storeStack(fleet), owner: names.owner(fleet) };
  const keyArn = (await outputsOf(stack, stacks, signal))?.[keyArnOutput];
  if (keyArn === undefined) {
    throw new AppError('store-missing', `there is no stack ${stack.name} with a key, so nothing is kept yet`, {
      hint: 'clusterwright apply makes it',
    });
  }
  return {
    storeObjects: storage.bucket(fleet.store, names.storeBucket(fleet)),
    storeKey: storage.key(fleet.store, keyArn),
  };
}
