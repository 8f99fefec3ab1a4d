import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import type { NodeGroup, NodeReader } from '../observe/ports.js';
import type { Send } from './sender.js';

/** Auto Scaling behind the port of observing nodes. */
export function awsNodes(send: Send<AutoScalingClient>): NodeReader {
  return {
    async groups(target, tag, signal) {
      const groups: NodeGroup[] = [];
      let token: string | undefined;
      do {
        const Filters = [{ Name: 'tag-key', Values: [tag] }];
        const command = new DescribeAutoScalingGroupsCommand({ Filters, NextToken: token });
        const page = await send(target, signal, 'DescribeAutoScalingGroups', client =>
          client.send(command, { abortSignal: signal }),
        );
        groups.push(...(page.AutoScalingGroups ?? []).map(nodeGroup));
        token = page.NextToken;
      } while (token !== undefined);
      return groups;
    },
  };
}

function nodeGroup({ AutoScalingGroupName, LaunchTemplate, MixedInstancesPolicy, Instances }: AutoScalingGroup) {
  const template = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  return {
    name: AutoScalingGroupName ?? '',
    version: template?.Version ?? '',
    nodes: (Instances ?? []).map(instance => ({
      id: instance.InstanceId ?? '',
      version: instance.LaunchTemplate?.Version ?? '',
    })),
  };
}
