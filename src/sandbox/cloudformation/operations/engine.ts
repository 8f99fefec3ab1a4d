import type { LimitFunction } from 'p-limit';
import pLimit from 'p-limit';
import type { CloudFormationOptions, Context } from '../context.js';
import { allStacks, forgetStack, keepStack } from '../stacks.js';
import type { Stack } from '../state.js';
import { advance } from './advance.js';

/** Moves the operations of all stacks on as time passes. */
export interface Engine {
  /** Lets `change` start an operation of the stack, after what is being done to the stack right now; then keeps it. */
  change<Result>(stack: Stack, change: () => Result | Promise<Result>): Promise<Result>;
  /** Looks at once whether something of a running operation is due. */
  wake(stack: Stack): void;
  /** Resolves when nothing is being done any more; operations stay where they are. */
  close(): Promise<void>;
}

/** Starts by going on with the operations that a stopped sandbox left running. */
export function startEngine(
  context: Context,
  { onDefect = () => undefined, frozen = false }: Pick<CloudFormationOptions, 'onDefect' | 'frozen'>,
): Engine {
  const queues = new Map<Stack, LimitFunction>();
  const timers = new Map<Stack, NodeJS.Timeout>();
  let closed = frozen;

  const enqueue = <Result>(stack: Stack, work: () => Promise<Result>): Promise<Result> => {
    const queue = queues.get(stack) ?? pLimit(1);
    queues.set(stack, queue);
    return queue(work);
  };

  const step = async (stack: Stack): Promise<void> => {
    if (closed) return;
    const due = await advance(context, stack);
    await keepStack(context.world, stack);
    if (closed) return;
    clearTimeout(timers.get(stack));
    timers.delete(stack);
    if (due === undefined) return;
    const wait = Math.max(0, due - context.clock.now(stack));
    const onward = () => {
      context.clock.reach(stack, due);
      poke(stack);
    };
    timers.set(stack, setTimeout(onward, wait).unref());
  };

  const poke = (stack: Stack): void => {
    if (!closed) enqueue(stack, () => step(stack)).catch(onDefect);
  };

  for (const stack of allStacks(context.world)) if (stack.operation) poke(stack);
  return {
    async change(stack, change) {
      const result = await enqueue(stack, async () => {
        context.clock.reach(stack, context.clock.now(stack) + 1000);
        try {
          return await change();
        } finally {
          // A new stack whose very first request is refused has never been.
          if (stack.lastEventTime === 0) forgetStack(context.world, stack);
          else await keepStack(context.world, stack);
        }
      });
      poke(stack);
      return result;
    },
    wake(stack) {
      for (const task of stack.operation?.tasks ?? []) if (task.progress) task.finishesAt = context.clock.now(stack);
      poke(stack);
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all([...queues.values()].map(queue => queue(() => undefined)));
    },
  };
}
