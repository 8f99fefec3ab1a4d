import pLimit from 'p-limit';
import { stackPhase } from '../cfn/stack-status.js';
import { AppError } from '../errors.js';
import type { StackArtifact } from '../model/artifact.js';
import type { Target } from '../model/fleet.js';
import type { StackReader } from './ports.js';
import { type LiveStack, placeOf, type Snapshot, targetKey } from './snapshot.js';

const concurrentTargets = 10;

/**
 * Reads every account and region that the artifacts live in. One that fails is reported in the snapshot and does not
 * stop the others; if all fail, the first failure is thrown.
 */
export async function observe(
  stacks: readonly StackArtifact[],
  reader: StackReader,
  signal: AbortSignal,
): Promise<Snapshot> {
  const limit = pLimit(concurrentTargets);
  const targets = new Map<string, ReadonlyMap<string, LiveStack>>();
  const failures = new Map<string, AppError>();
  const places = new Map(stacks.map(stack => [targetKey(placeOf(stack.target)), stack.target]));
  const read = async (key: string, target: Target) => {
    try {
      targets.set(key, await readTarget(target, { reader, wanted: namesIn(key, stacks), signal }));
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      failures.set(key, error);
    }
  };
  await Promise.all([...places].map(([key, target]) => limit(() => read(key, target))));
  const [failure] = failures.values();
  if (failure !== undefined && targets.size === 0) throw failure;
  return { targets, failures };
}

function namesIn(key: string, stacks: readonly StackArtifact[]): ReadonlySet<string> {
  return new Set(stacks.filter(stack => targetKey(placeOf(stack.target)) === key).map(stack => stack.stackName));
}

interface Reading {
  readonly reader: StackReader;
  /** Names of the stacks that artifacts have. */
  readonly wanted: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

async function readTarget(target: Target, { reader, wanted, signal }: Reading) {
  const found = (await reader.stacks(target, signal)).filter(stack => stackPhase(stack.status) !== 'gone');
  const read = await Promise.all(found.map(stack => withChangeSets(stack, target, { reader, wanted, signal })));
  return new Map(read.map(stack => [stack.name, stack]));
}

async function withChangeSets(
  stack: LiveStack,
  target: Target,
  { reader, wanted, signal }: Reading,
): Promise<LiveStack> {
  if (stackPhase(stack.status) !== 'empty' || !wanted.has(stack.name)) return stack;
  return { ...stack, changeSetNames: await reader.changeSetNames(target, stack.arn, signal) };
}
