/** Something that goes wrong on purpose: which calls it meets, what it does to them, and for how long. */
export interface FaultRule {
  /** Everything unless told. */
  readonly match?: Match;
  readonly effect: Effect;
  /** How many matching calls it meets; all unless told. */
  readonly times?: number;
  /** How many matching calls go by before the first that it meets. */
  readonly skip?: number;
  /** How long it holds from when it was made. */
  readonly durationMs?: number;
}

/** All that is told has to fit. `*` stands for any text and `?` for a character; case does not matter. */
export interface Match {
  /** As in the signature: `cloudformation`, `s3`. */
  readonly service?: string;
  /** `DescribeStacks`, `Describe*` */
  readonly action?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** Name or ARN of the caller: of a role, its session, or a user. */
  readonly role?: string;
  /** Name of a stack. */
  readonly stack?: string;
  /** As the log shows it: a stack's name, bucket or bucket/key, key id, role's ARN. */
  readonly resource?: string;
  /** Of a resource that is to fail. */
  readonly logicalId?: string;
  readonly type?: string;
  /** `create`, `update` or `delete`, one of these unless told; `read` makes drift UNKNOWN. */
  readonly operation?: string;
}

export type Effect =
  /** Calls beyond the rate are refused; the rate is per account, region and action. */
  | { readonly kind: 'throttle'; readonly perSecond: number; readonly burst: number }
  | { readonly kind: 'throttle'; readonly profile: 'aws' }
  | { readonly kind: 'delay'; readonly delayMs: number; readonly when?: When }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset'; readonly when?: When }
  /** The connection ends in the middle of the answer. */
  | { readonly kind: 'truncate' }
  | {
      readonly kind: 'error';
      readonly status?: number;
      readonly code?: string;
      readonly message?: string;
      readonly when?: When;
    }
  | { readonly kind: 'deny' }
  /** The caller's credentials count as expired. */
  | { readonly kind: 'expire' }
  /** What only reads is answered from the state at the time when the rule was made. */
  | { readonly kind: 'stale' }
  /** SIGKILL for a process of this machine, or for the sandbox itself. */
  | { readonly kind: 'kill'; readonly pid: number | 'sandbox'; readonly when?: When }
  /** CloudFormation cannot create, update or delete a resource. */
  | { readonly kind: 'fail-resource'; readonly reason?: string }
  /** Drift-aware change sets tell a change where there is none. */
  | { readonly kind: 'phantom-drift'; readonly change: 'modify' | 'replace' };

/** Whether the call has no effect (`before`, unless told) or all of it. */
export type When = 'before' | 'after';

/** A rule in use. */
export interface Fault extends FaultRule {
  readonly id: string;
  /** ISO 8601 */
  readonly madeAt: string;
  /** How many calls it has changed. */
  readonly met: number;
  /** Whether it will meet no more. */
  readonly spent: boolean;
}
