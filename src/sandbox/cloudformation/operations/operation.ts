import type { Progress } from '../../autoscaling/progress.js';
import type { Imports } from '../change-sets/change-set.js';
import type { Deployment, ResourceStatus, StackResource } from '../state.js';

export interface OperationRecord {
  readonly id: string;
  readonly type:
    | 'CREATE_STACK'
    | 'UPDATE_STACK'
    | 'DELETE_STACK'
    | 'ROLLBACK'
    | 'CONTINUE_ROLLBACK'
    | 'CREATE_CHANGESET';
  readonly startedAt: number;
  endedAt: number | undefined;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
}

/**
 * A running operation of a stack; what it does just now is in the stack's status. All of its progress is data, so that a
 * restarted sandbox goes on with it.
 */
export interface Operation {
  readonly id: string;
  readonly token: string | undefined;
  readonly type: OperationRecord['type'];
  readonly imports: Imports;
  readonly onFailure: 'rollback' | 'keep' | 'delete';
  /** Resources that a failed operation made are deleted even if their policy is to retain them. */
  readonly retainExceptOnCreate: boolean;
  /** Logical ids that are left as they are: those to retain of a deletion, those to skip of a rollback. */
  readonly spared: readonly string[];
  /** Whether what fails is spared too. */
  readonly forced: boolean;
  /** Whether it compares with reality rather than with the last deployment. */
  readonly revertsDrift: boolean;
  /** A stack policy that holds for this update only. */
  readonly policy: string | undefined;
  tasks: Task[];
  failures: Failure[];
}

/** What a stack was before an update. */
export interface Previous {
  readonly deployment: Deployment;
  readonly resources: Readonly<Record<string, StackResource>>;
}

export interface Task {
  readonly logicalId: string;
  /** Index in `leftovers` of what is to be deleted; otherwise the task is about the resource of the logical id. */
  readonly leftover: number | undefined;
  /** Indexes of the tasks that must be done first. */
  readonly needs: readonly number[];
  state: 'waiting' | 'running' | 'done' | 'failed';
  finishesAt: number | undefined;
  finalStatus: ResourceStatus | undefined;
  /** Of a resource that takes several turns: whenever the task is due it takes the next one. */
  progress: Progress | undefined;
}

export interface Failure {
  readonly logicalId: string;
  readonly verb: 'create' | 'update' | 'delete';
}
