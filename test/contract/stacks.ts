import type { Change, ResourceChange, Stack, StackEvent, StackResourceDetail } from '@aws-sdk/client-cloudformation';
import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { cfn } from './clients.js';
import { eventually } from './eventually.js';

export async function describe(StackName: string): Promise<Stack> {
  const { Stacks: [stack] = [] } = await cfn.send(new DescribeStacksCommand({ StackName }));
  if (!stack) throw new Error(`${StackName} is not described`);
  return stack;
}

/** The stack once no operation runs any more. */
export function settled(name: string): Promise<Stack> {
  return eventually(
    () => describe(name),
    ({ StackStatus = '' }) => !StackStatus.endsWith('_IN_PROGRESS'),
  );
}

export async function remove(name: string, input: object = {}): Promise<void> {
  await cfn.send(new DeleteStackCommand({ StackName: name, ...input }));
}

/** Oldest first. */
export async function eventsOf(StackName: string): Promise<StackEvent[]> {
  const { StackEvents = [] } = await cfn.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.toReversed();
}

/** `LogicalId STATUS`, oldest first. */
export async function history(name: string): Promise<string[]> {
  return (await eventsOf(name)).map(
    ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
  );
}

export async function resource(StackName: string, LogicalResourceId: string): Promise<StackResourceDetail> {
  const input = { StackName, LogicalResourceId };
  const { StackResourceDetail } = await cfn.send(new DescribeStackResourceCommand(input));
  if (!StackResourceDetail) throw new Error(`${LogicalResourceId} is not described`);
  return StackResourceDetail;
}

export function outputsOf({ Outputs = [] }: Stack): Record<string, string> {
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

export function changesOf({
  Changes = [],
}: {
  readonly Changes?: Change[] | undefined;
}): Record<string, ResourceChange> {
  return Object.fromEntries(Changes.map(({ ResourceChange: change = {} }) => [change.LogicalResourceId, change]));
}
