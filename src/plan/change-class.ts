/** How much a change hurts, mildest first. The class of a step is the worst of its changes. */
export const changeClasses = [
  /** A stack that does not exist yet. */
  'create',
  /** Nothing is replaced and nothing stops. */
  'in-place',
  /** Nodes are replaced one batch at a time, behind the pool's update settings. */
  'roll',
  /** Something stops working for a while; rolling the only master counts. */
  'interrupting',
  /** What only a newer clusterwright changes. */
  'upgrade',
  /** A resource that holds nothing disappears. */
  'delete',
  /** A resource that holds data, an address or an identity is made anew. */
  'replace-stateful',
  /** A resource that holds data, an address or an identity disappears. */
  'delete-stateful',
] as const;

export type ChangeClass = (typeof changeClasses)[number];

/** The worst of the classes; undefined of none. */
export function worstClass(classes: readonly ChangeClass[]): ChangeClass | undefined {
  return changeClasses.findLast(candidate => classes.includes(candidate));
}
