import type { Progress } from '../../autoscaling/progress.js';
import type { Context } from '../context.js';
import type { ResourceStatus, Stack } from '../state.js';
import type { Operation } from './operation.js';

export interface Running {
  readonly context: Context;
  readonly stack: Stack;
  readonly operation: Operation;
}

/** What was begun with a resource and takes time, or turns too. */
export interface Started {
  /** Of the resource, once it is done. */
  readonly finalStatus: ResourceStatus;
  readonly progress?: Progress | undefined;
}
