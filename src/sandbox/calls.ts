/** How often an action was called, for asserting what a program did and did not do. */
export interface CallCount {
  /** As in the signature: `cloudformation`, `s3`, `kms`, `sts`. */
  readonly service: string;
  /** AWS's name of the action, such as `DescribeStacks` or `PutObject`. */
  readonly action: string;
  readonly accountId: string;
  readonly region: string;
  readonly count: number;
}

export interface CallLog {
  add(call: Omit<CallCount, 'count'>): void;
  counts(): readonly CallCount[];
  reset(): void;
}

/** Counts in the order of first calls. */
export function callLog(): CallLog {
  const counts = new Map<string, CallCount>();
  return {
    add(call) {
      const id = [call.service, call.action, call.accountId, call.region].join(' ');
      counts.set(id, { ...call, count: (counts.get(id)?.count ?? 0) + 1 });
    },
    counts: () => [...counts.values()],
    reset: () => counts.clear(),
  };
}
