import type { Place } from '../resources/live-resource.js';
import type { World } from '../world.js';

/** What a resource that takes more than time is told whenever it is its turn. */
export interface Turn {
  readonly world: World;
  readonly resource: Place & { readonly type: string; readonly physicalId: string };
  readonly now: number;
  /** What a resource takes. */
  readonly resourceMs: number;
  /** Shows a reason among the events of the resource, whose status stays unless another is given. */
  readonly say: (reason: string, status?: 'UPDATE_IN_PROGRESS') => void;
}
