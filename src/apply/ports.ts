import type { CfnChange } from '../cfn/change-set.js';
import type { StackEvent } from '../cfn/stack-events.js';
import type { Target } from '../model/fleet.js';
import type { SecretSources } from '../observe/source-ports.js';
import type { KeyService, ObjectStore } from './secrets/ports.js';

/** What applying needs of CloudFormation. Failures are AppErrors in users' words. */
export interface ChangeSets {
  /**
   * Asks for a change set. `exists` if there is one of this name; `moved` if the stack changed since it was observed, so
   * that it has to be observed again. Throws AppError `change-set-refused` when CloudFormation does not take the request.
   */
  create(target: Target, request: ChangeSetRequest, signal: AbortSignal): Promise<'requested' | 'exists' | 'moved'>;
  /** Undefined when there is no such stack or change set. */
  describe(target: Target, name: ChangeSetName, signal: AbortSignal): Promise<ChangeSet | undefined>;
  /** Starts it, or finds that it or its stack changed since it was described. */
  execute(target: Target, execution: Execution, signal: AbortSignal): Promise<'started' | 'moved'>;
  /** It is gone afterwards, or soon. */
  remove(target: Target, name: ChangeSetName, signal: AbortSignal): Promise<void>;
}

export interface ChangeSetName {
  /** Name or ARN. */
  readonly stack: string;
  readonly name: string;
}

export interface ChangeSetRequest extends ChangeSetName {
  readonly type: 'CREATE' | 'UPDATE';
  /** The same token and content is the same request, however often it is sent. */
  readonly token: string;
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  /** ARN of the role that CloudFormation acts with. It sticks to the stack, so it is said every time. */
  readonly serviceRole: string;
  readonly description: string;
}

export interface ChangeSet {
  readonly arn: string;
  readonly stackArn: string;
  /** CREATE_PENDING and so on, as AWS spells them. */
  readonly status: string;
  /** AVAILABLE, OBSOLETE and so on. */
  readonly executionStatus: string;
  readonly statusReason: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of all pages; with property values unless AWS could not tell them. */
  readonly changes: readonly CfnChange[];
}

export interface Execution {
  readonly changeSetArn: string;
  readonly stackArn: string;
  readonly token: string;
}

/** What else applying does to stacks. */
export interface Stacks {
  protect(target: Target, stackArn: string, signal: AbortSignal): Promise<void>;
  /** `policy` is JSON. Doing it again is doing it once. */
  setPolicy(target: Target, stackArn: string, policy: string, signal: AbortSignal): Promise<void>;
  /** Events of the stack's last operation, newest first. */
  events(target: Target, stackArn: string, signal: AbortSignal): Promise<readonly StackEvent[]>;
}

/** Buckets and keys, each acted on in the account that owns it. */
export interface Storage {
  bucket(target: Target, name: string): ObjectStore;
  key(target: Target, arn: string): KeyService;
}

/** Time and chance. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the reason of the abort. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  randomBytes(size: number): Uint8Array;
}

export interface ApplyPorts extends Surroundings {
  readonly changeSets: ChangeSets;
  readonly stacks: Stacks;
  readonly storage: Storage;
  readonly sources: SecretSources;
}
