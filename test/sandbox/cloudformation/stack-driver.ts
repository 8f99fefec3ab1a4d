import { setTimeout as pause } from 'node:timers/promises';
import type {
  CreateChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import type { ClientOptions } from '../local-sandbox.js';
import { clientSettings, localSandbox } from '../local-sandbox.js';

/** Drives stacks through the unmodified SDK. */
export interface StackDriver {
  readonly client: CloudFormationClient;
}

export async function stackDriver(
  t: ExecutionContext,
  options: SandboxOptions & { readonly client?: ClientOptions } = {},
): Promise<StackDriver> {
  return driverOf(t, await localSandbox(t, options), options.client);
}

export function driverOf(t: ExecutionContext, sandbox: Sandbox, options: ClientOptions = {}): StackDriver {
  const client = new CloudFormationClient(clientSettings(sandbox, options));
  t.teardown(() => client.destroy());
  return { client };
}

let count = 0;

/** Makes a change set and describes it, with values, once it is made or has failed. */
export async function propose(
  { client }: StackDriver,
  input: Omit<CreateChangeSetCommandInput, 'ChangeSetName'> & { readonly ChangeSetName?: string | undefined },
): Promise<DescribeChangeSetCommandOutput> {
  count += 1;
  const { Id } = await client.send(new CreateChangeSetCommand({ ChangeSetName: `change-${count}`, ...input }));
  for (;;) {
    const changeSet = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }),
    );
    if (changeSet.Status === 'CREATE_COMPLETE' || changeSet.Status === 'FAILED') return changeSet;
    await pause(5);
  }
}

/** Creates the stack, or updates it if it exists, and returns it when it is settled. */
export async function deploy(
  driver: StackDriver,
  StackName: string,
  TemplateBody: string,
  input: Partial<CreateChangeSetCommandInput> = {},
): Promise<Stack> {
  const exists = await describe(driver, StackName).then(
    ({ StackStatus }) => StackStatus !== 'REVIEW_IN_PROGRESS',
    () => false,
  );
  const ChangeSetType = exists ? 'UPDATE' : 'CREATE';
  const { ChangeSetId, Status, StatusReason } = await propose(driver, {
    StackName,
    ChangeSetType,
    TemplateBody,
    ...input,
  });
  if (Status === 'FAILED') throw new Error(StatusReason);
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  return settled(driver, StackName);
}

/** The stack once no operation runs any more. */
export async function settled(driver: StackDriver, name: string): Promise<Stack> {
  for (;;) {
    const stack = await describe(driver, name);
    if (!stack.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
    await pause(5);
  }
}

export async function describe({ client }: StackDriver, StackName: string): Promise<Stack> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  if (!stack) throw new Error('no stack described');
  return stack;
}

/** `LogicalId STATUS reason`, oldest first. */
export async function history({ client }: StackDriver, StackName: string): Promise<string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
    [LogicalResourceId, ResourceStatus, ResourceStatusReason].filter(part => part !== undefined).join(' '),
  ).toReversed();
}

export function outputs({ Outputs = [] }: Stack): Record<string, string> {
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
