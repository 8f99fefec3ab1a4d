import type { Finding } from '../model/finding.js';
import type { Generations } from '../model/secrets.js';
import type { Position } from '../model/source.js';
import type { StackKind } from '../model/stack-kind.js';
import type { ChangeClass } from './change-class.js';
import type { Orphan } from './orphans.js';

/** What a commit would change: one step per stack of the fleet, in the order in which they are applied. */
export interface Plan {
  readonly commit: Commit;
  readonly toolVersion: string;
  readonly steps: readonly Step[];
  /** Stacks of the fleet that the commit no longer asks for. */
  readonly orphans: readonly Orphan[];
  /** What somebody should know of: certificates that were not renewed in time, rotations that wait. */
  readonly findings: readonly Finding[];
  /** UTC day, `2026-11-21`: whatever follows the calendar follows this day, even if a run goes on past midnight. */
  readonly today: string;
  /** What the nodes of a cluster, by its name, shall have: a run takes this step of a rotation, and not the next. */
  readonly generations: ReadonlyMap<string, Generations>;
}

export interface Commit {
  /** Full id. */
  readonly sha: string;
  /** First line of the message. */
  readonly subject: string;
}

export interface Step {
  /** Id of the stack in the fleet: `store`, `prod-a/tcnp-workers`. */
  readonly id: string;
  /** Undefined for the fleet's store. */
  readonly cluster: string | undefined;
  readonly kind: StackKind;
  readonly pool: string | undefined;
  readonly stackName: string;
  /** Account id, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Status as AWS spells it; undefined when there is no stack. */
  readonly status: string | undefined;
  /**
   * - `create`, `update`: what apply does if the gate lets it
   * - `none`: nothing to do
   * - `wait`: an operation is running on the stack; plan again afterwards
   * - `stop`: nothing can be done; `problem` or `blockedBy` says why
   */
  readonly action: 'create' | 'update' | 'none' | 'wait' | 'stop';
  /** Worst class of the changes; undefined when there are none or they are not known. */
  readonly changeClass: ChangeClass | undefined;
  readonly gate: Gate;
  /** Desired digest D, 64 hexadecimal digits; undefined when an input is not known yet. */
  readonly desired: string | undefined;
  /** Step digest S, 64 hexadecimal digits: what an approval names. Undefined when the step is not wholly known. */
  readonly digest: string | undefined;
  /** Why a stack that exists is updated, besides its resources: for example "parameter MaxSize was changed by hand". */
  readonly reasons: readonly string[];
  readonly changes: readonly StepChange[];
  /**
   * Ids of stacks that change first and whose outputs this one takes. Changes and class are then those that the
   * outputs of now would lead to, or unknown if there are none; the step passes the gate again when it is reached.
   */
  readonly knownAfter: readonly string[];
  /** Ids of stacks that this one waits for but that cannot be brought up. */
  readonly blockedBy: readonly string[];
  readonly problem: Problem | undefined;
  readonly nodeConfigs: readonly NodeConfigChange[];
}

export interface Gate {
  readonly verdict: 'auto' | 'held' | 'refused';
  /** A sentence without a full stop; set unless the verdict is `auto`. */
  readonly reason: string | undefined;
}

/** Why a stack cannot be changed now, in words for its owner, and what to do about it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  /** Nobody has to act: what is missing is expected to come, and the stack is held until then. */
  readonly waits?: true;
}

/** A change of one resource, named as `logicalId` in the template. */
export interface StepChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'add' | 'modify' | 'remove' | 'import' | 'dynamic' | 'sync';
  readonly replacement: 'never' | 'conditional' | 'always';
  readonly changeClass: ChangeClass;
  readonly properties: readonly PropertyChange[];
}

export interface PropertyChange {
  /** Below the resource, with dots: `Properties.LaunchTemplateData.InstanceType`. */
  readonly path: string;
  /** JSON or text, as CloudFormation tells it. */
  readonly before: string | undefined;
  /** Undefined also while it is only known after apply. */
  readonly after: string | undefined;
  readonly recreation: 'Never' | 'Conditionally' | 'Always';
  /** Where the value stands in the specs. */
  readonly source: Position | undefined;
}

/** A node config that the stack's instances boot with. */
export interface NodeConfigChange {
  /** Id of the artifact: `prod-a/workers`. */
  readonly id: string;
  /** Key in the cluster's bucket; undefined if it is not known. */
  readonly before: string | undefined;
  readonly after: string;
}
