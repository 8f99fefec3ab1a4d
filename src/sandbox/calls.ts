/** How often an action was called, for asserting what a program did and did not do. */
export interface CallCount extends CallPlace {
  readonly count: number;
}

export interface CallPlace {
  /** As in the signature: `cloudformation`, `s3`, `kms`, `ssm`, `sts`. */
  readonly service: string;
  /** AWS's name of the action, such as `DescribeStacks` or `PutObject`. */
  readonly action: string;
  readonly accountId: string;
  readonly region: string;
}

/** One call as it was answered. What a refused signature leaves unknown is left out. */
export interface LoggedCall extends Partial<CallPlace> {
  /** Grows by one a call, from 1 on. */
  readonly number: number;
  /** When it arrived, ISO 8601. */
  readonly time: string;
  readonly requestId: string;
  /** ARN of who signed it. */
  readonly caller?: string;
  /** What it was about: a stack's name, a bucket or bucket/key, a key's id, a role's ARN. */
  readonly resource?: string;
  /** Left out if the connection was reset instead of an answer. */
  readonly status?: number;
  readonly errorCode?: string;
  /** Ids of the faults that it met. */
  readonly faults?: readonly string[];
  readonly durationMs: number;
}

export type CallFilter = Partial<CallPlace>;

export interface CallLog {
  /** Counts a call whose signature was right. */
  count(call: CallPlace): void;
  counts(filter?: CallFilter): readonly CallCount[];
  add(call: Omit<LoggedCall, 'number'>): void;
  /** The newest calls, oldest first: those after a number, `limit` at most. */
  calls(query?: CallQuery): readonly LoggedCall[];
  /** Forgets counts and calls; numbers go on. */
  reset(): void;
}

export interface CallQuery extends CallFilter {
  readonly after?: number;
  readonly limit?: number;
}

/** How many calls are remembered; counts are of all. */
const remembered = 10_000;

/** Counts are in the order of first calls. `onCall` is told of each call when it has been answered. */
export function callLog(onCall: (call: LoggedCall) => void = () => undefined): CallLog {
  const counts = new Map<string, CallCount>();
  let calls: LoggedCall[] = [];
  let number = 0;
  return {
    count({ service, action, accountId, region }) {
      const id = [service, action, accountId, region].join(' ');
      counts.set(id, { service, action, accountId, region, count: (counts.get(id)?.count ?? 0) + 1 });
    },
    counts: (filter = {}) => [...counts.values()].filter(isAbout(filter)),
    add(call) {
      number += 1;
      const logged = { number, ...call };
      calls.push(logged);
      if (calls.length >= 2 * remembered) calls = calls.slice(-remembered);
      onCall(logged);
    },
    calls({ after = 0, limit = remembered, ...filter } = {}) {
      const found = calls.slice(-remembered).filter(call => call.number > after && isAbout(filter)(call));
      return limit === 0 ? [] : found.slice(-limit);
    },
    reset() {
      counts.clear();
      calls = [];
    },
  };
}

function isAbout(filter: CallFilter): (call: Partial<CallPlace>) => boolean {
  const { service, action, accountId, region } = filter;
  const wanted = Object.entries({ service, action, accountId, region }).filter(([, value]) => value !== undefined);
  return call => wanted.every(([name, value]) => call[name as keyof CallPlace] === value);
}
