import { receiveSignal } from '../../autoscaling/signals.js';
import { members, time } from '../../query-page.js';
import { oneOf, required } from '../../query-parameters.js';
import { resolve } from '../../templates/resolve.js';
import { validationError } from '../../templates/template-error.js';
import { checkAllowed } from '../allowed.js';
import type { Actions, Call } from '../call.js';
import { namedResource, namedStack, page, stackWith, withId } from '../call.js';
import { resourceDriftInformation } from '../drift/results.js';
import { liveScope } from '../live-scope.js';
import { turnOf } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';

/** AWS never answers more than this with DescribeStackResources, which has no pages. */
const unpagedLimit = 100;

export const resourceActions: Actions = {
  DescribeStackResources(call) {
    const physicalId = call.parameters.get('PhysicalResourceId');
    if ((physicalId === undefined) === (call.parameters.get('StackName') === undefined)) {
      throw validationError('You must specify either StackName or PhysicalResourceId, and not both.');
    }
    const logicalId = call.parameters.get('LogicalResourceId');
    const stack = physicalId === undefined ? namedStack(call, withId) : stackOf(call, physicalId);
    const asked = Object.values(stack.resources).filter(resource =>
      [undefined, resource.logicalId].includes(logicalId),
    );
    return {
      StackResources: members(
        asked.slice(0, unpagedLimit).map(resource => ({
          ...nameFields(stack),
          ...resourceFields(call, stack, resource),
          Timestamp: time(resource.timestamp),
        })),
      ),
    };
  },

  DescribeStackResource(call) {
    const stack = namedStack(call, name => `'${name}'`);
    const logicalId = required(call.parameters, 'LogicalResourceId');
    // What failed to be made is told by its events only.
    const resource = namedResource(
      stack,
      logicalId,
      ({ physicalId, status }) => physicalId !== undefined || status !== 'DELETE_COMPLETE',
    );
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
  },

  ListStackResources(call) {
    const stack = namedStack(call, withId);
    return page(call, 'StackResourceSummaries', {
      items: Object.values(stack.resources),
      idOf: ({ logicalId }) => logicalId,
      show: resource => ({
        ...resourceFields(call, stack, resource),
        LastUpdatedTimestamp: time(resource.timestamp),
      }),
    });
  },

  /** Tells a resource that waits for it that an instance is ready, or that it is not. */
  async SignalResource(call) {
    const { context, engine, parameters } = call;
    const logicalId = required(parameters, 'LogicalResourceId');
    const uniqueId = required(parameters, 'UniqueId', /^[\s\S]{1,64}$/);
    required(parameters, 'Status');
    const status = oneOf(parameters, 'Status', ['SUCCESS', 'FAILURE']) ?? 'SUCCESS';
    const stack = namedStack(call, withId);
    return engine.change(stack, () => {
      checkAllowed('signal', stack);
      const resource = namedResource(stack, logicalId);
      const task = stack.operation?.tasks.find(other => other.logicalId === logicalId && other.state === 'running');
      if (!task?.progress || task.progress.kind === 'terminate') {
        throw validationError(`Resource ${logicalId} is in ${resource.status} state and cannot be signaled`);
      }
      receiveSignal(turnOf(context, stack, resource), task.progress, uniqueId, status);
      task.finishesAt = context.clock.now(stack);
      return {};
    });
  },
};

function stackOf(call: Call, id: string): Stack {
  const holds = ({ resources }: Stack) => Object.values(resources).some(({ physicalId }) => physicalId === id);
  return stackWith(call, holds, `Stack for ${id} does not exist`);
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
