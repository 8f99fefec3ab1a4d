import { setTimeout as pause } from 'node:timers/promises';
import type {
  DescribeStackDriftDetectionStatusCommandOutput,
  DetectStackDriftCommandInput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import type { CloudFormationOptions } from '../../../../src/sandbox/cloudformation/context.js';
import { cloudFormation } from '../../../../src/sandbox/cloudformation/service.js';
import { liveResources } from '../../../../src/sandbox/control/live-resources.js';
import { queryDesk } from '../../../../src/sandbox/desks.js';
import { memoryWorld } from '../../../../src/sandbox/memory-world.js';
import { resourceHandlers } from '../../../../src/sandbox/resource-handlers.js';
import { accountA, localSandbox } from '../../local-sandbox.js';
import type { StackDriver } from '../stack-driver.js';
import { driverOf } from '../stack-driver.js';

export interface DriftDriver extends StackDriver {
  /** Changes a resource of a stack behind its back. */
  change(stackName: string, logicalId: string, patch: object): Promise<unknown>;
  remove(stackName: string, logicalId: string): Promise<void>;
  /** Its properties in the service; undefined if it is gone. */
  live(stackName: string, logicalId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export async function driftDriver(
  t: ExecutionContext,
  options: Partial<CloudFormationOptions> = {},
): Promise<DriftDriver> {
  const world = memoryWorld();
  const service = cloudFormation({
    world,
    handlers: resourceHandlers,
    pace: { changeSetMs: 2, resourceMs: 2, driftMs: 10 },
    onDefect: error => t.fail(String((error as Error).stack)),
    ...options,
  });
  t.teardown(() => service.close());
  const driver = driverOf(t, await localSandbox(t, { services: { cloudformation: queryDesk(service.service) } }));
  const place = { accountId: accountA, region: 'eu-central-1' };
  const live = liveResources(world);
  const found = async (stackName: string, logicalId: string) => {
    const { PhysicalResourceId = '', ResourceType } = await resourceOf(driver, stackName, logicalId);
    return live.get(place, PhysicalResourceId, ResourceType);
  };
  return {
    ...driver,
    change: async (stackName, logicalId, patch) => live.change(await found(stackName, logicalId), patch),
    remove: async (stackName, logicalId) => live.remove(await found(stackName, logicalId)),
    live: async (stackName, logicalId) =>
      found(stackName, logicalId).then(
        ({ properties }) => properties,
        () => undefined,
      ),
  };
}

export async function resourceOf({ client }: StackDriver, StackName: string, LogicalResourceId: string) {
  const input = { StackName, LogicalResourceId };
  const { StackResources: [resource] = [] } = await client.send(new DescribeStackResourcesCommand(input));
  if (!resource) throw new Error(`no resource ${LogicalResourceId}`);
  return resource;
}

/** Looks for drift and waits for what is found. */
export async function detect(
  { client }: StackDriver,
  StackName: string,
  input: Partial<DetectStackDriftCommandInput> = {},
): Promise<DescribeStackDriftDetectionStatusCommandOutput> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName, ...input }));
  for (;;) {
    const status = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
    if (status.DetectionStatus !== 'DETECTION_IN_PROGRESS') return status;
    await pause(2);
  }
}

/** What was found of resources, by logical id. */
export async function drifts(
  { client }: StackDriver,
  StackName: string,
): Promise<Readonly<Record<string, StackResourceDrift>>> {
  const { StackResourceDrifts = [] } = await client.send(new DescribeStackResourceDriftsCommand({ StackName }));
  return Object.fromEntries(StackResourceDrifts.map(drift => [drift.LogicalResourceId, drift]));
}
