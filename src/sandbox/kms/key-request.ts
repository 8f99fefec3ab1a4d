import { refuseOptions, requiredText } from '../json-input.js';
import type { JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { accessibleKey } from './key-lookup.js';
import type { Key } from './state.js';
import { saveKms } from './state.js';

/** The key that a request is about. */
export interface KeyRequests {
  /** By the member `KeyId`, if the caller may do the action with it. */
  readonly find: (action: string, input: JsonInput, request: SandboxRequest) => Key;
  /** Changes the key; resolves once that is kept. */
  readonly change: (key: Key, request: SandboxRequest, mutate: () => void) => Promise<void>;
}

export function keyRequests(world: World, now: () => Date): KeyRequests {
  return {
    find(action, input, { caller, region }) {
      refuseOptions(input, ['GrantTokens', 'DryRun']);
      return accessibleKey(requiredText(input, 'KeyId'), { world, now, caller, region, action });
    },
    async change({ accountId }, { region }, mutate) {
      mutate();
      await saveKms(world, { accountId, region });
    },
  };
}
