/** What CloudFormation is about to do to a resource of a stack. */
export interface ResourceOperation {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly verb: 'create' | 'update' | 'delete';
}

/** Why it fails, if somebody wants it to. */
export type ResourceFault = (where: ResourceOperation) => string | undefined;
