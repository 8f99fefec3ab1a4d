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
