/** What CloudFormation is about to do to a resource of a stack; it reads those whose drift is to be told. */
export interface ResourceOperation {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly verb: 'create' | 'read' | 'update' | 'delete';
}

/** Why it fails, if somebody wants it to. */
export type ResourceFault = (where: ResourceOperation) => string | undefined;

/**
 * Which change a drift-aware change set tells of a resource that nobody has changed, as AWS has been seen to do:
 * `modify` with a wrong value (cloudformation-coverage-roadmap#2505), `replace` with one that is known after apply
 * (#2559). Executing it does nothing.
 */
export type PhantomDrift = (where: ResourceOperation) => 'modify' | 'replace' | undefined;
