import type { MiddlewareStack } from '@smithy/types';

/** How often an action of AWS was called. */
export interface CallCount {
  /** `cloudformation`, `s3`, `kms`, `sts`. */
  readonly service: string;
  /** AWS's name, such as `DescribeStacks`. */
  readonly action: string;
  /** Whether it can change anything in AWS. */
  readonly write: boolean;
  readonly count: number;
}

export interface CallCounter {
  /** Counts what a client sends from now on; retries of one call count once. */
  watch<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>, service: string): void;
  /** Sorted by service and action. */
  counts(): readonly CallCount[];
}

export function callCounter(): CallCounter {
  const counts = new Map<string, CallCount>();
  return {
    watch(stack, service) {
      stack.add(
        (next, context) => args => {
          const action = (context.commandName ?? '').replace(/Command$/, '');
          const key = `${service} ${action}`;
          counts.set(key, { service, action, write: isWrite(action), count: (counts.get(key)?.count ?? 0) + 1 });
          return next(args);
        },
        { step: 'initialize', name: 'countCalls', override: true },
      );
    },
    counts: () => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
  };
}

/** Assuming a role and decrypting change nothing in AWS. */
function isWrite(action: string): boolean {
  return !/^(Describe|Get|List|Head|AssumeRole|Decrypt)/.test(action);
}
