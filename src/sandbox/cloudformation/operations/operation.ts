import type { Progress } from '../../autoscaling/progress.js';
import type { Imports } from '../change-sets/change-set.js';
import type { Context } from '../context.js';
import type { Deployment, Stack, StackResource } from '../state.js';

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
export interface Operation extends OperationOptions {
  readonly id: string;
  readonly type: OperationRecord['type'];
  tasks: Task[];
}

export interface OperationOptions {
  readonly token: string | undefined;
  /** After a failure; an operation that cannot be taken back keeps what it has come to. */
  readonly onFailure?: 'rollback' | 'keep' | 'delete';
  readonly imports?: Imports;
  /** Resources that a failed operation made are deleted even if their policy is to retain them. */
  readonly retainExceptOnCreate?: boolean;
  /** Logical ids that are left as they are: those to retain of a deletion, those to skip of a rollback. */
  readonly spared?: readonly string[];
  /** Whether what fails is spared too. */
  readonly forced?: boolean;
  /** Whether it compares with reality rather than with the last deployment. */
  readonly revertsDrift?: boolean;
  /** A stack policy that holds for this update only. */
  readonly policy?: string | undefined;
}

/** What a stack was before an update. */
export interface Previous {
  readonly deployment: Deployment;
  readonly resources: Readonly<Record<string, StackResource>>;
}

export interface Task {
  readonly logicalId: string;
  /** Index in `leftovers` of what is to be deleted; otherwise the task is about the resource of the logical id. */
  readonly leftover?: number | undefined;
  /** Indexes of the tasks that must be done first. */
  readonly needs: readonly number[];
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** What is done to the resource, once that was tried. */
  verb?: Verb;
  finishesAt?: number;
  /** Of a resource that takes several turns: whenever the task is due it takes the next one. */
  progress?: Progress | undefined;
}

/** As statuses of resources begin. */
export type Verb = 'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT' | 'IMPORT_ROLLBACK';

/** What was begun with a resource and takes time, or turns too. */
export type Started = Pick<Task, 'progress'>;

export interface Running {
  readonly context: Context;
  readonly stack: Stack;
  readonly operation: Operation;
}

export function resourceOf(stack: Stack, task: Task): StackResource | undefined {
  return task.leftover === undefined ? stack.resources[task.logicalId] : stack.leftovers[task.leftover];
}

/** Whether a failed operation takes the resource back, having made it or taken it over. */
export function isNew({ operation, previous }: Stack, { logicalId, generation }: StackResource): boolean {
  return operation?.type !== 'DELETE_STACK' && previous?.resources[logicalId]?.generation !== generation;
}
