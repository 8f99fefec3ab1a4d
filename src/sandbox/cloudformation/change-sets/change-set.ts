import type { Packed } from '../../packed.js';
import type { Properties } from '../../resource.js';
import type { ResourceDriftStatus, StackDriftStatus } from '../drift/results.js';
import type { Deployment } from '../state.js';

export interface ChangeSet {
  readonly name: string;
  readonly changeSetId: string;
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly imports: Imports;
  readonly description?: string | undefined;
  readonly creationTime: number;
  readonly onStackFailure?: OnStackFailure | undefined;
  readonly deployment: Deployment;
  /** Of a drift-aware one: what was found of the stack. */
  readonly driftStatus: StackDriftStatus | undefined;
  executionStatus: ExecutionStatus;
  /** Why it failed, if it did. */
  readonly failure: string | undefined;
  /** Of the operation that made it. */
  readonly operationId: string;
  /** What early validation found. */
  readonly findings: readonly Finding[];
  /** Until then it is being made. */
  readonly dueAt: number;
  readonly changes: Packed<readonly ResourceChange[]>;
}

/** Named as AWS names its parts. */
export interface Finding {
  readonly validationName: 'PROPERTY_VALIDATION' | 'NAME_CONFLICT_VALIDATION';
  readonly logicalResourceId: string;
  readonly resourceType: string;
  /** JSON pointer into the template. */
  readonly validationPath: string;
  readonly validationStatusReason: string;
}

/** Physical ids of the resources to take over, by logical id. */
export type Imports = Readonly<Record<string, string>>;

export type OnStackFailure = 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';

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
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly policyAction?: string;
  readonly scope: readonly string[];
  readonly details: readonly ChangeDetail[];
  readonly before: Properties | undefined;
  readonly after?: Properties;
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

/** Named as AWS names its parts. */
export interface ChangeDetail {
  readonly attribute: string;
  /** Of the property, if the attribute is `Properties`. */
  readonly name?: string | undefined;
  readonly path?: string;
  readonly requiresRecreation: 'Never' | 'Conditionally' | 'Always';
  readonly beforeValue: string | undefined;
  readonly afterValue: string | undefined;
  readonly attributeChangeType: 'Add' | 'Remove' | 'Modify' | 'SyncWithActual';
  readonly evaluation: 'Static' | 'Dynamic';
  readonly changeSource:
    | 'ResourceReference'
    | 'ParameterReference'
    | 'ResourceAttribute'
    | 'DirectModification'
    | 'NoModification';
  readonly causingEntity?: string | undefined;
  /** Where it is not told both with property values and without. */
  readonly told?: 'with values' | 'without values';
  /** In a drift-aware change set: where the value before comes from, and how reality differs from the last deployment. */
  readonly drift?: {
    readonly beforeValueFrom: 'ACTUAL_STATE' | 'PREVIOUS_DEPLOYMENT_STATE';
    readonly drift?: { readonly previousValue: string | undefined; readonly actualValue: string | undefined };
  };
}
