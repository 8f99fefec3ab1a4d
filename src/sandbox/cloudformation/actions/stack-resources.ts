import type { QueryParameters } from '../../query-protocol.js';
import type { SandboxRequest } from '../../service.js';
import type { XmlValue } from '../../xml.js';
import type { Context } from '../context.js';
import { pageOf } from '../page.js';
import { placeOf } from '../place.js';
import { required } from '../query-lists.js';
import { members, time } from '../shapes.js';
import { allStacks, requireStack } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import { validationError } from '../templates/template-error.js';

/** AWS never answers more than this with DescribeStackResources, which has no pages. */
const unpagedLimit = 100;

export function describeStackResources(
  context: Context,
  parameters: QueryParameters,
  request: SandboxRequest,
): XmlValue {
  const physicalId = parameters.get('PhysicalResourceId');
  const logicalId = parameters.get('LogicalResourceId');
  const stack =
    parameters.get('StackName') === undefined && physicalId !== undefined
      ? stackWith(context, physicalId, request)
      : namedStack(context, parameters, request);
  const resources = Object.values(stack.resources).filter(
    resource => logicalId === undefined || resource.logicalId === logicalId,
  );
  return {
    StackResources: members(
      resources.slice(0, unpagedLimit).map(resource => ({
        StackName: stack.stackName,
        StackId: stack.stackId,
        ...resourceFields(resource),
        Timestamp: time(resource.timestamp),
        DriftInformation: notChecked,
      })),
    ),
  };
}

export function describeStackResource(
  context: Context,
  parameters: QueryParameters,
  request: SandboxRequest,
): XmlValue {
  const stack = namedStack(context, parameters, request);
  const logicalId = required(parameters, 'LogicalResourceId');
  const resource = stack.resources[logicalId];
  if (!resource) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
  const template = stack.deployment && parsedTemplate(stack.deployment.template);
  const metadata = template?.Resources[logicalId]?.Metadata;
  return {
    StackResourceDetail: {
      StackName: stack.stackName,
      StackId: stack.stackId,
      ...resourceFields(resource),
      LastUpdatedTimestamp: time(resource.timestamp),
      Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
      DriftInformation: notChecked,
    },
  };
}

export function listStackResources(context: Context, parameters: QueryParameters, request: SandboxRequest): XmlValue {
  const stack = namedStack(context, parameters, request);
  const page = pageOf(Object.values(stack.resources), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ logicalId }) => logicalId,
  });
  const summaries = page.items.map(resource => ({
    ...resourceFields(resource),
    LastUpdatedTimestamp: time(resource.timestamp),
    DriftInformation: notChecked,
  }));
  return { StackResourceSummaries: members(summaries), NextToken: page.nextToken };
}

const notChecked = { StackResourceDriftStatus: 'NOT_CHECKED' };

function namedStack(context: Context, parameters: QueryParameters, request: SandboxRequest): Stack {
  const name = required(parameters, 'StackName');
  return requireStack(context.world, placeOf(request), name, `with id ${name} does not exist`);
}

function stackWith(context: Context, physicalId: string, request: SandboxRequest): Stack {
  const { accountId, region } = placeOf(request);
  const stack = allStacks(context.world).find(
    candidate =>
      candidate.accountId === accountId &&
      candidate.region === region &&
      Object.values(candidate.resources).some(resource => resource.physicalId === physicalId),
  );
  if (stack) return stack;
  throw validationError(`Stack for ${physicalId} does not exist`);
}

function resourceFields({ logicalId, physicalId, type, status, statusReason }: StackResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: statusReason,
  };
}
