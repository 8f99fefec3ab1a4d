import type { Artifacts, StackArtifact } from '../model/artifact.js';
import { ownedBy } from '../observe/ownership.js';
import { type LiveStack, placeOf, type Snapshot, targetKey } from '../observe/snapshot.js';
import { type StackIndex, stackIndex } from './stack-index.js';

/** The stacks of the artifacts as they are in AWS. */
export interface LiveStacks {
  readonly index: StackIndex;
  /** Whoever owns it; undefined if there is no such stack. */
  readonly anyOf: (stack: StackArtifact) => LiveStack | undefined;
  /** Undefined if it is not ours, too. */
  readonly liveOf: (stack: StackArtifact) => LiveStack | undefined;
  readonly outputOf: OutputOf;
}

/** Outputs that live stacks of ours have now, by the stack's id; undefined if there is no such output. */
export type OutputOf = (stackId: string, name: string) => string | undefined;

export function liveStacks(artifacts: Pick<Artifacts, 'stacks'>, snapshot: Snapshot): LiveStacks {
  const index = stackIndex(artifacts.stacks);
  const anyOf = ({ target, stackName }: StackArtifact) =>
    snapshot.targets.get(targetKey(placeOf(target)))?.get(stackName);
  const liveOf = (stack: StackArtifact) => {
    const live = anyOf(stack);
    return live && ownedBy(live, stack.owner) ? live : undefined;
  };
  const outputOf: OutputOf = (stackId, name) => {
    const stack = index.byId(stackId);
    return stack && liveOf(stack)?.outputs[name];
  };
  return { index, anyOf, liveOf, outputOf };
}
