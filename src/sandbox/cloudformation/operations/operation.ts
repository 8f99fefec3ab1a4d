import type { StackStatus } from '../../../cfn/stack-status.js';
import type { Deployment, OperationRecord, StackResource } from '../state.js';

/** A running operation of a stack. All of its progress is data, so that a restarted sandbox goes on with it. */
export interface Operation {
  readonly id: string;
  readonly token: string | undefined;
  readonly type: OperationRecord['type'];
  readonly kind: 'create' | 'update' | 'delete';
  phase: Phase;
  /** What an update goes back to if it fails. */
  readonly previous: Previous | undefined;
  readonly onFailure: 'rollback' | 'keep' | 'delete';
  /** Resources that a failed operation made are deleted even if their policy is to retain them. */
  readonly retainExceptOnCreate: boolean;
  tasks: Task[];
  /** Physical resources that no logical id stands for any more; they are deleted at the end. */
  leftovers: StackResource[];
  failures: Failure[];
}

export interface Previous {
  readonly deployment: Deployment;
  readonly resources: Readonly<Record<string, StackResource>>;
  readonly status: StackStatus;
}

/**
 * - `apply`: resources come to what the deployment says
 * - `rollback`: an update goes back to the previous deployment
 * - `delete`: everything is deleted, of a deleted stack or of one whose creation failed
 * - `cleanup`: leftovers are deleted
 */
export type Phase = 'apply' | 'rollback' | 'delete' | 'cleanup';

export interface Task {
  readonly logicalId: string;
  /** Index in `leftovers` of what is to be deleted; otherwise the task is about the resource of the logical id. */
  readonly leftover: number | undefined;
  /** Indexes of the tasks that must be done first. */
  readonly needs: readonly number[];
  state: 'waiting' | 'running' | 'done' | 'failed';
  finishesAt: number | undefined;
  /** Set, and kept, before a service of the sandbox is asked for the resource: it may have made it before a crash. */
  attempted?: boolean;
  finalStatus: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE' | 'DELETE_COMPLETE' | undefined;
}

export interface Failure {
  readonly logicalId: string;
  readonly verb: 'create' | 'update' | 'delete';
}

export function newTask(logicalId: string, needs: readonly number[], leftover?: number): Task {
  return { logicalId, needs, leftover, state: 'waiting', finishesAt: undefined, finalStatus: undefined };
}
