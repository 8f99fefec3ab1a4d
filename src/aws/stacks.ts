import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListChangeSetsCommand,
  SetStackPolicyCommand,
  type Stack,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { Stacks } from '../apply/ports.js';
import { beginsOperation, type StackEvent } from '../cfn/stack-events.js';
import type { StackReader } from '../observe/ports.js';
import type { LiveStack } from '../observe/snapshot.js';
import type { Send } from './sender.js';

/** CloudFormation's stacks behind the ports of observing and applying. */
export function awsStacks(send: Send<CloudFormationClient>): StackReader & Stacks {
  return {
    async stacks(target, signal) {
      const stacks: LiveStack[] = [];
      let token: string | undefined;
      do {
        const command = new DescribeStacksCommand({ NextToken: token });
        const page = await send(target, signal, 'DescribeStacks', client =>
          client.send(command, { abortSignal: signal }),
        );
        stacks.push(...(page.Stacks ?? []).map(liveStack));
        token = page.NextToken;
      } while (token !== undefined);
      return stacks;
    },
    async changeSetNames(target, stackArn, signal) {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const command = new ListChangeSetsCommand({ StackName: stackArn, NextToken: token });
        const page = await send(target, signal, 'ListChangeSets', client =>
          client.send(command, { abortSignal: signal }),
        );
        names.push(...(page.Summaries ?? []).map(summary => summary.ChangeSetName ?? ''));
        token = page.NextToken;
      } while (token !== undefined);
      return names;
    },
    async protect(target, stackArn, signal) {
      const command = new UpdateTerminationProtectionCommand({
        StackName: stackArn,
        EnableTerminationProtection: true,
      });
      await send(target, signal, 'UpdateTerminationProtection', client =>
        client.send(command, { abortSignal: signal }),
      );
    },
    async setPolicy(target, stackArn, policy, signal) {
      const command = new SetStackPolicyCommand({ StackName: stackArn, StackPolicyBody: policy });
      await send(target, signal, 'SetStackPolicy', client => client.send(command, { abortSignal: signal }));
    },
    async events(target, stackArn, signal) {
      const events: StackEvent[] = [];
      let token: string | undefined;
      do {
        const command = new DescribeStackEventsCommand({ StackName: stackArn, NextToken: token });
        const page = await send(target, signal, 'DescribeStackEvents', client =>
          client.send(command, { abortSignal: signal }),
        );
        events.push(
          ...(page.StackEvents ?? []).map(event => ({
            logicalId: event.LogicalResourceId ?? '',
            physicalId: event.PhysicalResourceId ?? '',
            type: event.ResourceType ?? '',
            status: event.ResourceStatus ?? '',
            reason: event.ResourceStatusReason,
          })),
        );
        token = page.NextToken;
      } while (token !== undefined && !events.some(event => beginsOperation(event, stackArn)));
      return events;
    },
  };
}

function liveStack(stack: Stack): LiveStack {
  return {
    name: stack.StackName ?? '',
    arn: stack.StackId ?? '',
    status: stack.StackStatus ?? '',
    statusReason: stack.StackStatusReason,
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey ?? '', ParameterValue ?? '']),
    ),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
    ),
    tags: Object.fromEntries(
      (stack.Tags ?? [])
        .filter(({ Key }) => !Key?.startsWith('aws:'))
        .map(({ Key, Value }) => [Key ?? '', Value ?? '']),
    ),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    changeSet: stack.ChangeSetId,
    changeSetNames: undefined,
  };
}
