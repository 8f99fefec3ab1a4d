import type { StackStatus } from '../../cfn/stack-status.js';
import type { Packed } from '../packed.js';
import type { Properties } from '../resource.js';
import type { Output } from '../templates/outputs.js';
import type { ChangeSet } from './change-sets/change-set.js';
import type { StackDrift } from './drift/results.js';
import type { Operation, OperationRecord, Previous } from './operations/operation.js';

/** Everything the sandbox knows of one stack: plain JSON data, so that it survives a restart. Times are in ms. */
export interface Stack {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** The stack's ARN. */
  readonly stackId: string;
  readonly creationTime: number;
  status: StackStatus;
  statusReason?: string | undefined;
  lastUpdatedTime?: number | undefined;
  deletionTime?: number | undefined;
  terminationProtection: boolean;
  /** For its creation. */
  timeoutInMinutes?: number | undefined;
  /** JSON text of the stack policy. */
  policy?: string | undefined;
  disableRollback: boolean;
  /** ARN of the change set that was executed last. */
  changeSetId?: string | undefined;
  /** What is live, or what is being made live if nothing was before; undefined while there are only change sets. */
  deployment?: Deployment | undefined;
  resources: Record<string, StackResource>;
  outputs: readonly Output[];
  changeSets: ChangeSet[];
  /** Events of ended operations, oldest first. */
  readonly history: Packed<EventLog>[];
  /** Later events. */
  recent: EventLog;
  /** Of the newest event; 0 if there is none. No two events of a stack have the same. */
  lastEventTime: number;
  operation?: Operation | undefined;
  /** Where a failed update goes back to; set from the start of an update until the stack is complete again. */
  previous?: Previous | undefined;
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
  /** How many physical resources this logical id has had. */
  generation: number;
  /** Of a rollback that went wrong: `failed` at this resource, or `skipped` it, so that it may differ from the template. */
  rollback: 'failed' | 'skipped' | undefined;
  /** What it was before an update reverted its drift, for a rollback. */
  actual?: Properties | undefined;
}

export type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT' | 'IMPORT_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED';

export interface EventLog {
  readonly events: StackEvent[];
  /** What events show of resources: each state once, however many events show it. */
  readonly properties: Properties[];
}

/** Named as AWS names its parts. */
export interface StackEvent {
  readonly operationId: string | undefined;
  readonly clientRequestToken: string | undefined;
  /** No two events of a stack have the same, so it names the event. */
  readonly timestamp: number;
  readonly logicalResourceId: string;
  readonly physicalResourceId: string;
  readonly resourceType: string;
  readonly resourceStatus: string;
  readonly resourceStatusReason: string | undefined;
  /** Index in the log's `properties`; undefined for events of the stack itself. */
  readonly resourceProperties?: number | undefined;
}

export interface UsedToken {
  /** Of what was asked, so that the same token with other content is refused. */
  readonly digest: string;
  /** What the first call answered. */
  readonly answer: Readonly<Record<string, string>>;
}
