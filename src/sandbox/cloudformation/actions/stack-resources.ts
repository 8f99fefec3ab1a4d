import { own } from '../../../model/own.js';
import { members, time } from '../../query-page.js';
import { required } from '../../query-parameters.js';
import { resolve } from '../../templates/resolve.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { namedStack, page, withId } from '../call.js';
import { resourceDriftInformation } from '../drift/results.js';
import { liveScope } from '../operations/live-scope.js';
import { stacksIn } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';

/** AWS never answers more than this with DescribeStackResources, which has no pages. */
const unpagedLimit = 100;

export function describeStackResources(call: Call): XmlValue {
  const physicalId = call.parameters.get('PhysicalResourceId');
  if ((physicalId === undefined) === (call.parameters.get('StackName') === undefined)) {
    throw validationError('You must specify either StackName or PhysicalResourceId, and not both.');
  }
  const logicalId = call.parameters.get('LogicalResourceId');
  const stack = physicalId === undefined ? namedStack(call, withId) : stackWith(call, physicalId);
  const asked = Object.values(stack.resources).filter(resource => [undefined, resource.logicalId].includes(logicalId));
  return {
    StackResources: members(
      asked.slice(0, unpagedLimit).map(resource => ({
        ...nameFields(stack),
        ...resourceFields(call, stack, resource),
        Timestamp: time(resource.timestamp),
      })),
    ),
  };
}

export function describeStackResource(call: Call): XmlValue {
  const stack = namedStack(call, name => `'${name}' does not exist`);
  const logicalId = required(call.parameters, 'LogicalResourceId');
  const resource = own(stack.resources, logicalId);
  // What failed to be made is told by its events only.
  const isGone = resource?.physicalId === undefined && resource?.status === 'DELETE_COMPLETE';
  if (!resource || isGone) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
  const scope = liveScope(call.context, stack);
  const metadata = scope && resolve(scope.template.Resources[logicalId]?.Metadata, scope);
  return {
    StackResourceDetail: {
      ...nameFields(stack),
      ...resourceFields(call, stack, resource),
      LastUpdatedTimestamp: time(resource.timestamp),
      Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
    },
  };
}

export function listStackResources(call: Call): XmlValue {
  const stack = namedStack(call, withId);
  return page(call, 'StackResourceSummaries', {
    items: Object.values(stack.resources),
    idOf: ({ logicalId }) => logicalId,
    show: resource => ({
      ...resourceFields(call, stack, resource),
      LastUpdatedTimestamp: time(resource.timestamp),
    }),
  });
}

function stackWith({ context, place }: Call, physicalId: string): Stack {
  const stack = stacksIn(context.world, place).find(({ resources }) =>
    Object.values(resources).some(resource => resource.physicalId === physicalId),
  );
  if (stack) return stack;
  throw validationError(`Stack for ${physicalId} does not exist`);
}

function nameFields({ stackName, stackId }: Stack) {
  return { StackName: stackName, StackId: stackId };
}

function resourceFields({ context }: Call, stack: Stack, resource: StackResource) {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: resourceDriftInformation(stack, resource.logicalId, context.clock.now(stack)),
  };
}
