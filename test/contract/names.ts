import type { Stack } from '@aws-sdk/client-cloudformation';
import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteParametersCommand } from '@aws-sdk/client-ssm';
import test from 'ava';
import { removeBucket } from './buckets.js';
import { cfn, ssm, target } from './clients.js';
import { eventually } from './eventually.js';
import { describe, remove, settled } from './stacks.js';

/** What everything is called that the suite makes. */
export const prefix = `cw-contract-${Math.random().toString(36).slice(2, 8)}`;
const made = new Set<string>();
const buckets = new Set<string>();
const parameters = new Set<string>();
let count = 0;

/** A name that nothing else has, of stacks, buckets and whatever else has names. */
export function freshName(): string {
  count += 1;
  return `${prefix}-${count}`;
}

/** A name for a stack, which is deleted at the end. */
export function stackName(): string {
  const name = freshName();
  made.add(name);
  return name;
}

/** A name for a parameter, which is deleted at the end. */
export function parameterName(): string {
  const name = `/${freshName()}`;
  parameters.add(name);
  return name;
}

/** A name for a bucket, which is emptied and deleted at the end. */
export function bucketName(): string {
  const name = freshName();
  buckets.add(name);
  return name;
}

test.after.always('nothing is left behind', async () => {
  if (target.isBorrowed) await cleanUp();
  await target.close();
});

async function cleanUp(): Promise<void> {
  for (const name of buckets) await removeBucket(name);
  for (const Name of parameters) await ssm.send(new DeleteParametersCommand({ Names: [Name] }));
  // Those that import from others were made after them.
  for (const name of [...made].toReversed()) await deleteWhole(name);
}

async function deleteWhole(StackName: string): Promise<void> {
  const stack = await describe(StackName).catch(() => undefined);
  if (!stack?.StackId) return;
  if (stack.EnableTerminationProtection) {
    await cfn.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
  }
  await settledOrReviewed(stack.StackId);
  await remove(stack.StackId);
  const { StackStatus } = await settled(stack.StackId);
  if (StackStatus !== 'DELETE_FAILED') return;
  await remove(stack.StackId, { DeletionMode: 'FORCE_DELETE_STACK' });
  await settled(stack.StackId);
}

function settledOrReviewed(id: string): Promise<Stack> {
  return eventually(
    () => describe(id),
    ({ StackStatus = '' }) => StackStatus === 'REVIEW_IN_PROGRESS' || !StackStatus.endsWith('_IN_PROGRESS'),
  );
}
