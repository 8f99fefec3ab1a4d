import { loadSpecification } from '../../cfn/specification.js';
import type { QueryAction } from '../query-protocol.js';
import { queryService } from '../query-protocol.js';
import { simulatedResources } from '../resources/simulated.js';
import type { SandboxService } from '../service.js';
import { describeAccountLimits } from './actions/account-limits.js';
import { deleteChangeSet, executeChangeSet } from './actions/change-sets.js';
import { createChangeSet } from './actions/create-change-set.js';
import { createStack, updateStack } from './actions/create-stack.js';
import { deleteStack, updateTerminationProtection } from './actions/delete-stack.js';
import { describeChangeSet, listChangeSets } from './actions/describe-change-sets.js';
import { describeStacks, listStacks } from './actions/describe-stacks.js';
import { describeEvents, describeStackEvents } from './actions/events.js';
import { listExports, listImports } from './actions/exports.js';
import { cancelUpdateStack, continueUpdateRollback, rollbackStack } from './actions/recovery.js';
import { signalResource } from './actions/signal-resource.js';
import { getStackPolicy, setStackPolicy } from './actions/stack-policy.js';
import { describeStackResource, describeStackResources, listStackResources } from './actions/stack-resources.js';
import { getTemplate, getTemplateSummary, validateTemplate } from './actions/templates.js';
import type { Action, Call } from './call.js';
import { wallClock } from './clock.js';
import type { CloudFormationOptions, Context, Pace } from './context.js';
import {
  describeStackDriftDetectionStatus,
  describeStackResourceDrifts,
  detectStackDrift,
  detectStackResourceDrift,
} from './drift/actions.js';
import { startEngine } from './operations/engine.js';
import { allStacks, findStack } from './stacks.js';

export interface CloudFormation {
  readonly service: SandboxService;
  /** Has a stack look at once at what has happened to its resources. */
  wake(stackId: string): void;
  /** Resolves when nothing is being written any more. Running operations go on when the world is opened again. */
  close(): Promise<void>;
}

/** CloudFormation: stacks of simulated resources, changed through change sets. */
export function cloudFormation(options: CloudFormationOptions): CloudFormation {
  let opened: Promise<Desk> | undefined;
  const open = () => {
    opened ??= openDesk(options);
    return opened;
  };
  // The specification takes half a second to load, which is spent early only if operations are waiting to go on.
  const isWaiting = !options.frozen && allStacks(options.world).some(({ operation }) => operation);
  if (isWaiting) open().catch(options.onDefect ?? (() => undefined));
  return {
    service: queryService({
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      version: '2010-05-15',
      actions: Object.fromEntries(
        Object.entries(actions).map(([name, action]): [string, QueryAction] => [
          name,
          async (parameters, request) => {
            const place = { accountId: request.caller.accountId, region: request.region };
            return action({ ...(await open()), parameters, request, place });
          },
        ]),
      ),
    }),
    wake(stackId) {
      const [, , , region = '', accountId = ''] = stackId.split(':');
      const stack = findStack(options.world, { accountId, region }, stackId);
      if (stack?.operation) void opened?.then(({ engine }) => engine.wake(stack));
    },
    close: async () => (await opened)?.engine.close(),
  };
}

type Desk = Pick<Call, 'context' | 'engine'>;

async function openDesk(options: CloudFormationOptions): Promise<Desk> {
  const specification = await loadSpecification();
  const { world, templates, handlers = {} } = options;
  const simulated = simulatedResources(specification);
  const context: Context = {
    world,
    specification,
    handlerOf: type => (Object.hasOwn(handlers, type) ? handlers[type] : undefined) ?? simulated,
    templates,
    clock: options.clock ?? wallClock(),
    pace: paceOf(options),
    outputChanges: options.outputChanges ?? 'counted',
    pageSize: options.pageSize ?? 100,
    resourceFault: options.resourceFault ?? (() => undefined),
    phantomDrift: options.phantomDrift ?? (() => undefined),
  };
  return { context, engine: startEngine(context, options) };
}

/** How long things take at the speed that was asked for. */
export function paceOf({ pace, speed = 1 }: Pick<CloudFormationOptions, 'pace' | 'speed'>): Pace {
  const times = Object.entries({ changeSetMs: 20, resourceMs: 30, driftMs: 30, ...pace });
  return Object.fromEntries(times.map(([what, ms]) => [what, ms / speed])) as unknown as Pace;
}

const actions: Readonly<Record<string, Action>> = {
  CancelUpdateStack: cancelUpdateStack,
  ContinueUpdateRollback: continueUpdateRollback,
  CreateChangeSet: createChangeSet,
  CreateStack: createStack,
  DeleteChangeSet: deleteChangeSet,
  DeleteStack: deleteStack,
  DescribeChangeSet: describeChangeSet,
  DescribeAccountLimits: describeAccountLimits,
  DescribeEvents: describeEvents,
  DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  DescribeStackResourceDrifts: describeStackResourceDrifts,
  DescribeStacks: describeStacks,
  DetectStackDrift: detectStackDrift,
  DetectStackResourceDrift: detectStackResourceDrift,
  ExecuteChangeSet: executeChangeSet,
  GetStackPolicy: getStackPolicy,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
  ListChangeSets: listChangeSets,
  ListExports: listExports,
  ListImports: listImports,
  ListStackResources: listStackResources,
  ListStacks: listStacks,
  RollbackStack: rollbackStack,
  SetStackPolicy: setStackPolicy,
  SignalResource: signalResource,
  UpdateStack: updateStack,
  UpdateTerminationProtection: updateTerminationProtection,
  ValidateTemplate: validateTemplate,
};
