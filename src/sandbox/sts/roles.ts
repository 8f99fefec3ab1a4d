import { resourcesOf } from '../resources/store.js';
import type { World } from '../world.js';

/** A role that exists because a stack made it. */
export interface Role {
  readonly arn: string;
  /** The policy document as the template gives it. */
  readonly trustPolicy: unknown;
  readonly maxSessionSeconds: number;
}

export type RoleLookup = (accountId: string, roleName: string) => Role | undefined;

/** Roles among the resources of stacks. */
export function rolesOf(world: World): RoleLookup {
  return (accountId, roleName) => {
    const role = resourcesOf(world).find({ accountId, region: 'global' }, 'AWS::IAM::Role', roleName);
    if (!role) return undefined;
    const { AssumeRolePolicyDocument, MaxSessionDuration = 3600 } = role.properties;
    return {
      arn: String(role.attributes.Arn),
      trustPolicy: AssumeRolePolicyDocument,
      maxSessionSeconds: Number(MaxSessionDuration),
    };
  };
}
