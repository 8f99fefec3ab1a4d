import { jsonService } from '../json-protocol.js';
import type { SandboxService } from '../service.js';
import type { World } from '../world.js';
import { aliasActions } from './aliases.js';
import { cryptography } from './cryptography.js';
import { keyActions } from './key-actions.js';
import { keySettings } from './key-settings.js';

/** The Key Management Service, for symmetric keys. `TrentService` is its name on the wire. */
export function kms(world: World, now: () => Date): SandboxService {
  return jsonService('TrentService', {
    ...cryptography(world, now),
    ...keyActions(world, now),
    ...keySettings(world, now),
    ...aliasActions(world, now),
  });
}
