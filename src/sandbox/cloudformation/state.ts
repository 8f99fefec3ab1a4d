import type { StackStatus } from '../../cfn/stack-status.js';
import type { Progress } from '../autoscaling/progress.js';
import type { Properties } from '../resource.js';
import type { Packed } from './packed.js';

/** Everything the sandbox knows of one stack: plain JSON data, so that it survives a restart. Times are in ms. */
export interface Stack {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** The stack's ARN. */
  readonly stackId: string;
  readonly creationTime: number;
  status: StackStatus;
  statusReason: string | undefined;
  lastUpdatedTime: number | undefined;
  deletionTime: number | undefined;
  terminationProtection: boolean;
  /** For its creation. */
  timeoutInMinutes: number | undefined;
  /** JSON text of the stack policy. */
  policy: string | undefined;
  disableRollback: boolean;
  /** ARN of the change set that was executed last. */
  changeSetId: string | undefined;
  /** What is live, or what is being made live if nothing was before; undefined while there are only change sets. */
  deployment: Deployment | undefined;
  resources: Record<string, StackResource>;
  outputs: readonly StackOutput[];
  changeSets: ChangeSet[];
  /** Events of ended operations, oldest first. */
  readonly history: Packed<EventLog>[];
  /** Later events. */
  recent: EventLog;
  /** Of the newest event; 0 if there is none. No two events of a stack have the same. */
  lastEventTime: number;
  operation: Operation | undefined;
  /** Where a failed update goes back to; set from the start of an update until the stack is complete again. */
  previous: Previous | undefined;
  /** Physical resources that no logical id stands for any more; they are deleted once an update has succeeded. */
  leftovers: StackResource[];
  /** The stack's own time, if the sandbox is seeded. */
  time: number;
  /** Newest last. */
  operations: OperationRecord[];
  drift: StackDrift;
  /** What each client token was used for. */
  tokens: Record<string, UsedToken>;
}

/** What somebody asked a stack to be. */
export interface Deployment {
  /** The template's text as it was sent. */
  readonly template: string;
  /** A value for every parameter of the template. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the parameter store holds for those parameters whose values are names in it. */
  readonly resolvedParameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  readonly notificationArns: readonly string[];
}

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Undefined until it exists. */
  physicalId: string | undefined;
  status: ResourceStatus;
  statusReason: string | undefined;
  timestamp: number;
  /** With all functions resolved and the tags of the stack added. */
  properties: Properties;
  attributes: Readonly<Record<string, string | readonly string[]>>;
  /** Logical ids of what it needs; it is deleted before them. */
  dependencies: readonly string[];
  deletionPolicy: string;
  updateReplacePolicy: string;
  /** How many physical resources this logical id has had. */
  generation: number;
  /** Whether the running operation made it. */
  isNew: boolean;
  /** Of a rollback that went wrong: `failed` at this resource, or `skipped` it, so that it may differ from the template. */
  rollback: 'failed' | 'skipped' | undefined;
  /** What it was before an update reverted its drift, for a rollback. */
  actual?: Properties | undefined;
}

export type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT' | 'IMPORT_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED';

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

export interface EventLog {
  readonly events: StackEvent[];
  /** What events show of resources: each state once, however many events show it. */
  readonly properties: Properties[];
}

export interface StackEvent {
  readonly operationId: string | undefined;
  readonly clientRequestToken: string | undefined;
  /** No two events of a stack have the same, so it names the event. */
  readonly timestamp: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  /** Index in the log's `properties`; undefined for events of the stack itself. */
  readonly properties: number | undefined;
}

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

/** A running operation of a stack. All of its progress is data, so that a restarted sandbox goes on with it. */
export interface Operation {
  readonly id: string;
  readonly token: string | undefined;
  readonly type: OperationRecord['type'];
  readonly kind: 'create' | 'update' | 'delete' | 'import';
  readonly imports: Imports;
  phase: Phase;
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
  finalStatus: ResourceStatus | undefined;
  /** Of a resource that takes several turns: whenever the task is due it takes the next one. */
  progress: Progress | undefined;
}

export interface Failure {
  readonly logicalId: string;
  readonly verb: 'create' | 'update' | 'delete';
}

export interface StackDrift {
  /** When somebody looked for drift last; undefined if nobody has since the stack changed. */
  checkedAt: number | undefined;
  /** What was found, by logical id; resources that were not checked are missing. */
  resources: Readonly<Record<string, ResourceDrift>>;
  /** Newest last. */
  detections: readonly DriftDetection[];
}

export interface DriftDetection {
  readonly id: string;
  readonly startedAt: number;
  readonly finishesAt: number;
  readonly status: 'DETECTION_COMPLETE' | 'DETECTION_FAILED';
  readonly reason: string | undefined;
  readonly driftStatus: StackDriftStatus;
  readonly driftedCount: number;
  /** Undefined once it is among the results of the stack, or if the stack has changed since. */
  found: Readonly<Record<string, ResourceDrift>> | undefined;
}

/** In change sets a type whose drift cannot be reverted is `UNSUPPORTED`. */
export type ResourceDriftStatus = 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'UNKNOWN' | 'UNSUPPORTED';
export type StackDriftStatus = 'DRIFTED' | 'IN_SYNC' | 'NOT_CHECKED' | 'UNKNOWN';

export interface ResourceDrift {
  readonly status: ResourceDriftStatus;
  /** Why the status is unknown. */
  readonly reason: string | undefined;
  readonly timestamp: number;
  readonly differences: readonly {
    /** JSON pointer into the properties. */
    readonly path: string;
    readonly type: 'ADD' | 'REMOVE' | 'NOT_EQUAL';
    readonly expected: string;
    readonly actual: string;
  }[];
  /** The properties that were compared, of a modified resource. */
  readonly actual: unknown;
}

export interface UsedToken {
  /** Of what was asked, so that the same token with other content is refused. */
  readonly digest: string;
  /** What the first call answered. */
  readonly answer: Readonly<Record<string, string>>;
}

export interface ChangeSet {
  readonly name: string;
  readonly changeSetId: string;
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly imports: Imports;
  readonly description: string | undefined;
  readonly creationTime: number;
  readonly onStackFailure: OnStackFailure | undefined;
  readonly deployment: Deployment;
  /** Of a drift-aware one: what was found of the stack. */
  readonly driftStatus: StackDriftStatus | undefined;
  status: ChangeSetStatus;
  executionStatus: ExecutionStatus;
  statusReason: string | undefined;
  /** Of the operation that made it. */
  readonly operationId: string;
  /** What early validation found. */
  readonly findings: readonly Finding[];
  /** When the status moves on. */
  dueAt: number | undefined;
  changes: readonly ResourceChange[];
  /** Its changes once it was executed. */
  packedChanges?: Packed<readonly ResourceChange[]>;
}

export interface Finding {
  readonly validation: 'PROPERTY_VALIDATION' | 'NAME_CONFLICT_VALIDATION';
  readonly logicalId: string;
  readonly type: string;
  /** JSON pointer into the template. */
  readonly pointer: string;
  readonly message: string;
}

/** Physical ids of the resources to take over, by logical id. */
export type Imports = Readonly<Record<string, string>>;

export type OnStackFailure = 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';
export type ChangeSetStatus = 'CREATE_PENDING' | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';
export type ExecutionStatus =
  | 'UNAVAILABLE'
  | 'AVAILABLE'
  | 'EXECUTE_IN_PROGRESS'
  | 'EXECUTE_COMPLETE'
  | 'EXECUTE_FAILED'
  | 'OBSOLETE';

export interface ResourceChange {
  readonly action: 'Add' | 'Import' | 'Modify' | 'Remove' | 'SyncWithActual';
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  readonly policyAction: string | undefined;
  readonly scope: readonly string[];
  readonly details: readonly ChangeDetail[];
  readonly before: Properties | undefined;
  readonly after: Properties | undefined;
  /** In a drift-aware change set, of a resource that existed before. */
  readonly drift?: {
    readonly status: ResourceDriftStatus;
    readonly ignored: readonly IgnoredAttribute[];
    /** What the last deployment made of it. */
    readonly previous: Properties | undefined;
  };
}

export interface IgnoredAttribute {
  /** JSON pointer, below `/Properties`. */
  readonly path: string;
  readonly reason: 'MANAGED_BY_AWS' | 'WRITE_ONLY_PROPERTY';
}

export interface ChangeDetail {
  readonly attribute: string;
  /** Of the property, if the attribute is `Properties`. */
  readonly name: string | undefined;
  readonly path: string | undefined;
  readonly requiresRecreation: 'Never' | 'Conditionally' | 'Always';
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly changeType: 'Add' | 'Remove' | 'Modify' | 'SyncWithActual';
  readonly evaluation: 'Static' | 'Dynamic';
  readonly source:
    | 'ResourceReference'
    | 'ParameterReference'
    | 'ResourceAttribute'
    | 'DirectModification'
    | 'NoModification';
  readonly causingEntity: string | undefined;
  /** Where it is not told both with property values and without. */
  readonly told?: 'with values' | 'without values';
  /** In a drift-aware change set: where the value before comes from, and how reality differs from the last deployment. */
  readonly drift?: {
    readonly before: 'ACTUAL_STATE' | 'PREVIOUS_DEPLOYMENT_STATE';
    readonly live?: { readonly previous: string | undefined; readonly actual: string | undefined };
  };
}
