import type { Target } from '../model/fleet.js';
import { ownedBy } from './ownership.js';
import type { StackReader } from './ports.js';

export interface OwnedStack {
  readonly target: Target;
  readonly name: string;
  readonly owner: string;
}

/** Outputs of one stack of ours, by name, without a rendering; undefined if there is no such stack. */
export async function outputsOf(
  { target, name, owner }: OwnedStack,
  reader: StackReader,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  const stack = (await reader.stacks(target, signal)).find(other => other.name === name);
  return stack !== undefined && ownedBy(stack, owner) ? stack.outputs : undefined;
}
