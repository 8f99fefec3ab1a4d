/** Ids of EC2's kind anywhere in a value, once each. */
export function referredIds(value: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  collect(value, ids);
  return ids;
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value === 'string') {
    if (/^[a-z-]+-[0-9a-f]{17}$/.test(value)) ids.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, ids);
  }
}
