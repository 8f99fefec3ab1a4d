import { durationSeconds } from '../../../model/duration.js';
import type { NodePool } from '../../../model/fleet.js';
import { fromSpec } from '../../stack-definition.js';

/** How nodes of a pool come and go. */
export function rollingView(pool: NodePool) {
  const { scaling, update, drainTimeout, source } = pool;
  const { maxBatch, pause } = update;
  return {
    creation: creation(pool),
    update: {
      // Below the maximum by one batch, or CloudFormation refuses the update.
      minInService: fromSpec(Math.max(0, Math.min(scaling.min, scaling.max - maxBatch)), source, '/spec/scaling/min'),
      maxBatch: fromSpec(maxBatch, source, '/spec/update/maxBatch'),
      pause: fromSpec(pause, source, '/spec/update/pause'),
    },
    drainTimeoutSeconds: fromSpec(
      Math.max(shortestHeartbeat, durationSeconds(drainTimeout)),
      source,
      '/spec/drainTimeout',
    ),
  };
}

/** Of a lifecycle hook: Auto Scaling API reference, LifecycleHookSpecification. */
const shortestHeartbeat = 30;

/** How many nodes must report ready before the stack is complete; with weights, the fewest that `min` can be. */
function creation({ scaling, instances, source }: NodePool) {
  const heaviest = Math.max(...instances.types.map(({ weight }) => weight ?? 1));
  const count = Math.ceil(scaling.min / heaviest);
  return count === 0 ? null : { count: fromSpec(count, source, '/spec/scaling/min') };
}
