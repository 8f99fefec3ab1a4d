import type {
  DescribeStackDriftDetectionStatusCommandOutput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { cfn } from './clients.js';
import { eventually } from './eventually.js';

/** The detection once it has ended. */
export function detected(id: string | undefined): Promise<DescribeStackDriftDetectionStatusCommandOutput> {
  return eventually(
    () => cfn.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: id })),
    ({ DetectionStatus }) => DetectionStatus !== 'DETECTION_IN_PROGRESS',
  );
}

export async function detect(StackName: string, input: object = {}) {
  const { StackDriftDetectionId } = await cfn.send(new DetectStackDriftCommand({ StackName, ...input }));
  return detected(StackDriftDetectionId);
}

export async function driftsOf(StackName: string, input: object = {}): Promise<StackResourceDrift[]> {
  const { StackResourceDrifts = [] } = await cfn.send(new DescribeStackResourceDriftsCommand({ StackName, ...input }));
  return StackResourceDrifts;
}
