import type { LoggedCall } from './calls.js';
import type { Pace } from './cloudformation/context.js';
import type { FaultRule } from './control/rule.js';
import type { Desk } from './desk.js';

export interface SandboxOptions {
  /** Of 127.0.0.1; a free one unless told. */
  readonly port?: number;
  /** Where the state is kept; unless told, it ends with the process. */
  readonly stateDir?: string;
  readonly now?: () => Date;
  /** Makes ids, and the times of stacks, follow from the requests alone. */
  readonly seed?: string;
  /** How long CloudFormation takes for things. */
  readonly pace?: Partial<Pace>;
  /** How many times faster than that everything goes; 1 unless told. */
  readonly speed?: number;
  /** Whether a change of nothing but outputs is a change. Nobody has verified on AWS which it is. */
  readonly outputChanges?: 'counted' | 'ignored';
  /** What goes wrong from the start on. */
  readonly faults?: readonly FaultRule[];
  /** Further services, or others in place of the sandbox's own, by the service name of a signature. */
  readonly services?: Readonly<Record<string, Desk>>;
  /** Told of every call when it has been answered. */
  readonly onCall?: (call: LoggedCall) => void;
  /** Told about defects of the sandbox itself; they are answered with InternalFailure. */
  readonly onDefect?: (error: unknown) => void;
}
