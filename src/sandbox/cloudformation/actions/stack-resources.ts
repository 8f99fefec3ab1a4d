import { own } from '../../../model/own.js';
import { resolve } from '../../templates/resolve.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { resourceDriftInformation } from '../drift/results.js';
import { liveScope } from '../operations/plan.js';
import { pageOf } from '../page.js';
import { required } from '../query-lists.js';
import { members, time } from '../shapes.js';
import { requireStack, stacksIn } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';

/** AWS never answers more than this with DescribeStackResources, which has no pages. */
const unpagedLimit = 100;

export function describeStackResources(call: Call): XmlValue {
  const { context, parameters } = call;
  const physicalId = parameters.get('PhysicalResourceId');
  if ((physicalId === undefined) === (parameters.get('StackName') === undefined)) {
    throw validationError('You must specify either StackName or PhysicalResourceId, and not both.');
  }
  const logicalId = parameters.get('LogicalResourceId');
  const stack = physicalId === undefined ? namedStack(call) : stackWith(call, physicalId);
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
        DriftInformation: resourceDriftInformation(stack, resource.logicalId, context.clock.now(stack)),
      })),
    ),
  };
}

export function describeStackResource(call: Call): XmlValue {
  const { context, parameters } = call;
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, call.place, name, `'${name}' does not exist`);
  const logicalId = required(parameters, 'LogicalResourceId');
  const resource = own(stack.resources, logicalId);
  // What failed to be made is told by its events only.
  const isGone = resource?.physicalId === undefined && resource?.status === 'DELETE_COMPLETE';
  if (!resource || isGone) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
  const scope = liveScope(context, stack);
  const metadata = scope && resolve(scope.template.Resources[logicalId]?.Metadata, scope);
  return {
    StackResourceDetail: {
      StackName: stack.stackName,
      StackId: stack.stackId,
      ...resourceFields(resource),
      LastUpdatedTimestamp: time(resource.timestamp),
      Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
      DriftInformation: resourceDriftInformation(stack, logicalId, context.clock.now(stack)),
    },
  };
}

export function listStackResources(call: Call): XmlValue {
  const { context, parameters } = call;
  const stack = namedStack(call);
  const page = pageOf(Object.values(stack.resources), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ logicalId }) => logicalId,
  });
  const summaries = page.items.map(resource => ({
    ...resourceFields(resource),
    LastUpdatedTimestamp: time(resource.timestamp),
    DriftInformation: resourceDriftInformation(stack, resource.logicalId, context.clock.now(stack)),
  }));
  return { StackResourceSummaries: members(summaries), NextToken: page.nextToken };
}

function namedStack({ context, parameters, place }: Call): Stack {
  const name = required(parameters, 'StackName');
  return requireStack(context.world, place, name, `with id ${name} does not exist`);
}

function stackWith({ context, place }: Call, physicalId: string): Stack {
  const stack = stacksIn(context.world, place).find(({ resources }) =>
    Object.values(resources).some(resource => resource.physicalId === physicalId),
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
