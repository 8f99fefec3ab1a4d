import { loadSpecification } from '../../cfn/specification.js';
import { wallClock } from '../clock.js';
import type { QueryAction } from '../query-protocol.js';
import { queryService } from '../query-protocol.js';
import { simulatedResources } from '../resources/simulated.js';
import type { SandboxService } from '../service.js';
import { changeSetActions } from './actions/change-sets.js';
import { changeSetReads } from './actions/describe-change-sets.js';
import { stackReads } from './actions/describe-stacks.js';
import { driftActions } from './actions/drift.js';
import { eventActions } from './actions/events.js';
import { recoveryActions } from './actions/recovery.js';
import { resourceActions } from './actions/resources.js';
import { settingActions } from './actions/stack-settings.js';
import { stackActions } from './actions/stacks.js';
import { templateActions } from './actions/templates.js';
import type { Actions, Call } from './call.js';
import type { CloudFormationOptions, Context, Pace } from './context.js';
import { startEngine } from './operations/engine.js';
import { allStacks } from './stacks.js';

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
      const stack = allStacks(options.world).find(other => other.stackId === stackId);
      if (stack?.operation) void opened?.then(({ engine }) => engine.wake(stack));
    },
    close: async () => (await opened)?.engine.close(),
  };
}

type Desk = Pick<Call, 'context' | 'engine'>;

async function openDesk(options: CloudFormationOptions): Promise<Desk> {
  const specification = await loadSpecification();
  const { handlers = {} } = options;
  const simulated = simulatedResources(specification);
  const context: Context = {
    clock: wallClock(),
    outputChanges: 'counted',
    pageSize: 100,
    resourceFault: () => undefined,
    phantomDrift: () => undefined,
    ...options,
    specification,
    handlerOf: type => (Object.hasOwn(handlers, type) ? handlers[type] : undefined) ?? simulated,
    pace: paceOf(options),
  };
  return { context, engine: startEngine(context, options) };
}

/** How long things take at the speed that was asked for. */
export function paceOf({ pace, speed = 1 }: Pick<CloudFormationOptions, 'pace' | 'speed'>): Pace {
  const { changeSetMs, resourceMs, driftMs } = { changeSetMs: 20, resourceMs: 30, driftMs: 30, ...pace };
  return { changeSetMs: changeSetMs / speed, resourceMs: resourceMs / speed, driftMs: driftMs / speed };
}

const actions: Actions = {
  ...changeSetActions,
  ...changeSetReads,
  ...driftActions,
  ...eventActions,
  ...recoveryActions,
  ...resourceActions,
  ...settingActions,
  ...stackActions,
  ...stackReads,
  ...templateActions,
};
