import { jsonService } from '../json-protocol.js';
import type { SandboxService } from '../service.js';
import type { World } from '../world.js';
import { deleteActions } from './delete-parameters.js';
import { putParameter } from './put-parameter.js';
import { readActions } from './read-parameters.js';

/** The parameter store of Systems Manager. */
export function ssm(world: World, now: () => Date): SandboxService {
  return jsonService('AmazonSSM', {
    ...readActions(world, now),
    ...deleteActions(world),
    PutParameter: (input, request) => putParameter(input, request, { world, now }),
  });
}
