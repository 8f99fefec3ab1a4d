/**
 * Parameters that every stack takes and passes through to an Output of the same name. DescribeStacks therefore tells
 * who owns a stack and what was applied to it, without any state of our own. While a stack is being created it has
 * parameters but no outputs yet, so ownership is read from either. Never kept in tags: those propagate to resources.
 */
export const bookkeeping = {
  /** `names.owner`: fleet, or fleet/cluster. */
  owner: 'Owner',
  /** The desired digest that the stack was last brought to. */
  appliedHash: 'AppliedHash',
  /** Commit that the desired digest came from. */
  appliedCommit: 'AppliedCommit',
  /** Version of clusterwright that applied it. */
  toolVersion: 'ToolVersion',
} as const;

/** Further pass-through parameters of stacks whose nodes read a secrets bundle (tccpn, tcnp). */
export const secretsBookkeeping = {
  /** Revision of the bundle that the nodes boot with. */
  revision: 'SecretsRevision',
  /** Generations that the revision was decided from, as `formatGenerations` writes them. */
  generations: 'SecretsGenerations',
} as const;
