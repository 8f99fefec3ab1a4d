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

/**
 * A further one, of stacks whose nodes read secrets bundles (tccpn, tcnp): the generations that the bundles' revisions
 * were decided from, as `formatGenerations` writes them.
 */
export const secretsGenerations = 'SecretsGenerations';

/** The parameter with the revision of the bundle that nodes boot with: of a pool, or of one of the masters. */
export function secretsRevision(master?: number): string {
  return `SecretsRevision${master ?? ''}`;
}

/** Whether a parameter of our stacks is for our records, and says nothing about resources. */
export function isBookkeeping(parameter: string): boolean {
  const known: readonly string[] = [...Object.values(bookkeeping), secretsGenerations];
  return known.includes(parameter) || /^SecretsRevision\d*$/.test(parameter);
}
