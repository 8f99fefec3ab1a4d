import type {
  CreateChangeSetCommandInput,
  CreateStackCommandInput,
  DescribeChangeSetCommandOutput,
  Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { cfn } from './clients.js';
import { eventually } from './eventually.js';
import { freshName, stackName } from './names.js';
import { settled } from './stacks.js';

type ProposalInput = Omit<CreateChangeSetCommandInput, 'ChangeSetName'> & { readonly ChangeSetName?: string };

/** Makes a change set and describes it, with values, once it is made or has failed. */
export async function propose(input: ProposalInput): Promise<DescribeChangeSetCommandOutput> {
  const { Id } = await cfn.send(new CreateChangeSetCommand({ ChangeSetName: freshName(), ...input }));
  return described(Id ?? '');
}

export function described(ChangeSetName: string): Promise<DescribeChangeSetCommandOutput> {
  return eventually(
    () => cfn.send(new DescribeChangeSetCommand({ ChangeSetName, IncludePropertyValues: true })),
    ({ Status }) => Status === 'CREATE_COMPLETE' || Status === 'FAILED',
  );
}

export async function execute(changeSet: DescribeChangeSetCommandOutput, input: object = {}): Promise<Stack> {
  await cfn.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId, ...input }));
  return settled(changeSet.StackId ?? '');
}

type StackInput = Partial<CreateStackCommandInput>;

/** Makes a stack and returns it when it is settled; a failed one only if the test asks for it. */
export async function create(
  TemplateBody: string,
  input: StackInput = {},
  expected = 'CREATE_COMPLETE',
): Promise<Made> {
  const StackName = input.StackName ?? stackName();
  const { StackId = '' } = await cfn.send(new CreateStackCommand({ StackName, TemplateBody, ...input }));
  return inStatus(await settled(StackId), expected);
}

export async function update(
  StackName: string,
  TemplateBody: string,
  input: object = {},
  expected = 'UPDATE_COMPLETE',
): Promise<Made> {
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody, ...input }));
  return inStatus(await settled(StackName), expected);
}

/** A described stack, with its names always there. */
export type Made = Stack & { readonly StackName: string; readonly StackId: string };

function inStatus(stack: Stack, expected: string): Made {
  const { StackName = '', StackId = '', StackStatus, StackStatusReason } = stack;
  if (StackStatus !== expected)
    throw new Error(`${StackName} is ${StackStatus}, not ${expected}: ${StackStatusReason}`);
  return { ...stack, StackName, StackId };
}
