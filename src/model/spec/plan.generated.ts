/* Generated from schemas/plan.schema.json by npm run generate. */

/**
 * The worst class of its changes; absent when there are none or they are not known yet.
 */
export type PlanClass =
  'create' | 'in-place' | 'roll' | 'interrupting' | 'upgrade' | 'delete' | 'replace-stateful' | 'delete-stateful';
/**
 * Class of this change.
 */
export type PlanClass1 =
  'create' | 'in-place' | 'roll' | 'interrupting' | 'upgrade' | 'delete' | 'replace-stateful' | 'delete-stateful';

/**
 * What a commit would change, as `clusterwright plan --out FILE` and `plan --format json` write it.
 */
export interface PlanDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Plan';
  /**
   * Version of clusterwright that made the plan.
   */
  toolVersion: string;
  /**
   * Name of the fleet.
   */
  fleet: string;
  /**
   * The commit that was planned.
   */
  commit: {
    /**
     * Full commit id.
     */
    sha: string;
    /**
     * First line of the commit message.
     */
    subject: string;
  };
  /**
   * How many steps there are of each kind.
   */
  summary: {
    /**
     * Steps that apply would take.
     */
    apply: number;
    /**
     * Steps that wait for an approval.
     */
    held: number;
    /**
     * Steps that are refused, or stacks that cannot be changed now.
     */
    refused: number;
    /**
     * Stacks with nothing to do.
     */
    unchanged: number;
  };
  /**
   * One entry per stack, in the order in which they are applied.
   */
  steps: PlanStep[];
  /**
   * Stacks of the fleet that the commit no longer asks for. They are left alone.
   */
  orphans: PlanOrphan[];
  /**
   * What somebody should know of: certificates that were not renewed in time, rotations that wait.
   */
  findings: FindingEntry[];
}
/**
 * What happens to one stack.
 */
export interface PlanStep {
  /**
   * Id of the stack in the fleet, for example prod-a/tcnp-workers.
   */
  stack: string;
  /**
   * Name of the stack in CloudFormation.
   */
  stackName: string;
  /**
   * Name of the cluster; absent for the fleet's store.
   */
  cluster?: string;
  /**
   * Account id.
   */
  account: string;
  /**
   * Region.
   */
  region: string;
  /**
   * What is done: create, update, none (nothing to do), wait (an operation is running), stop (see reason).
   */
  action: 'create' | 'update' | 'none' | 'wait' | 'stop';
  class?: PlanClass;
  /**
   * Whether apply takes the step.
   */
  gate: {
    /**
     * Auto: it is taken; held: it waits for an approval; refused: it is not taken.
     */
    verdict: 'auto' | 'held' | 'refused';
    /**
     * Why it is held or refused.
     */
    reason?: string;
  };
  /**
   * Step digest: desired state, live state and changes; absent while something is only known after another stack.
   */
  digest?: string;
  /**
   * Desired digest.
   */
  desired?: string;
  /**
   * Stacks that must be applied before the rest of this step is known.
   */
  knownAfter: string[];
  /**
   * Changes of resources.
   */
  changes: PlanChange[];
  /**
   * Status of the live stack as AWS spells it; absent when there is none.
   */
  status?: string;
  /**
   * Why a live stack is updated besides its resources, for example a parameter that was changed by hand.
   */
  reasons: string[];
  /**
   * Stacks that this one waits for but that cannot be brought up.
   */
  blockedBy: string[];
  /**
   * Why the stack cannot be changed now.
   */
  problem?: {
    /**
     * Stable identifier.
     */
    code: string;
    /**
     * What is wrong.
     */
    message: string;
    /**
     * What to do next.
     */
    hint?: string;
    /**
     * Nobody has to act: what is missing is expected to come, and the stack is held until then.
     */
    waits?: true;
  };
  /**
   * Node configs that the stack's instances boot with.
   */
  nodeConfigs: {
    /**
     * Id of the node config, for example prod-a/workers.
     */
    id: string;
    /**
     * Live key in the cluster's bucket.
     */
    before?: string;
    /**
     * New key.
     */
    after: string;
  }[];
}
/**
 * Change of one resource.
 */
export interface PlanChange {
  /**
   * Logical id in the template.
   */
  logicalId: string;
  /**
   * Resource type.
   */
  type: string;
  /**
   * What happens to the resource.
   */
  action: 'add' | 'modify' | 'remove' | 'import' | 'dynamic' | 'sync';
  class: PlanClass1;
  /**
   * Whether the resource is made anew.
   */
  replacement: 'never' | 'conditional' | 'always';
  /**
   * Properties that change.
   */
  properties: PlanProperty[];
}
/**
 * Change of one property.
 */
export interface PlanProperty {
  /**
   * Path below the resource, with dots.
   */
  path: string;
  /**
   * Live value, as JSON or text.
   */
  before?: string;
  /**
   * New value, as JSON or text.
   */
  after?: string;
  /**
   * Where the new value stands in the specs.
   */
  source?: {
    /**
     * Path in the repository.
     */
    file: string;
    /**
     * Line, from 1.
     */
    line: number;
    /**
     * Column, from 1.
     */
    column: number;
  };
  /**
   * Whether this property alone makes the resource anew.
   */
  recreation: 'Never' | 'Conditionally' | 'Always';
}
/**
 * A stack that no spec of the commit asks for.
 */
export interface PlanOrphan {
  /**
   * Name of the stack in CloudFormation.
   */
  stackName: string;
  /**
   * Account id.
   */
  account: string;
  /**
   * Region.
   */
  region: string;
  /**
   * Fleet and cluster that it belongs to.
   */
  owner: string;
}
/**
 * A mistake, or something doubtful.
 */
export interface FindingEntry {
  /**
   * Stable number of the rule; docs/rules.md lists them.
   */
  code: string;
  /**
   * An error stops render, plan and apply; a warning does not.
   */
  severity: 'error' | 'warning';
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * Dotted path of the field, for example spec.scaling.min. Empty for a whole document or file.
   */
  path: string;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to do about it.
   */
  hint?: string;
  /**
   * Other places that the message is about.
   */
  related?: RelatedPlaceEntry[];
}
/**
 * Another place that a message is about.
 */
export interface RelatedPlaceEntry {
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * What stands there, for example cluster prod-a.
   */
  message: string;
}
