import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  type LaunchTemplateSpecification,
} from '@aws-sdk/client-auto-scaling';
import type { LaunchTemplateVersion, NodeGroup, NodeReader } from '../observe/ports.js';
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

function nodeGroup({
  AutoScalingGroupName,
  LaunchTemplate,
  MixedInstancesPolicy,
  Instances,
}: AutoScalingGroup): NodeGroup {
  const template = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  return {
    name: AutoScalingGroupName ?? '',
    launchedFrom: versionOf(template),
    nodes: (Instances ?? []).map(instance => ({
      id: instance.InstanceId ?? '',
      launchedFrom: versionOf(instance.LaunchTemplate),
    })),
  };
}

function versionOf(specification: LaunchTemplateSpecification | undefined): LaunchTemplateVersion {
  return { template: specification?.LaunchTemplateId ?? '', version: specification?.Version ?? '' };
}
