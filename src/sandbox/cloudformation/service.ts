import { loadSpecification } from '../../cfn/specification.js';
import type { QueryAction, QueryParameters } from '../query-protocol.js';
import { queryService } from '../query-protocol.js';
import type { SandboxRequest, SandboxService } from '../service.js';
import type { XmlValue } from '../xml.js';
import { deleteChangeSet, listChangeSets } from './actions/change-set-list.js';
import { createChangeSet } from './actions/create-change-set.js';
import { createStack, updateStack } from './actions/create-stack.js';
import { deleteStack, updateTerminationProtection } from './actions/delete-stack.js';
import { describeChangeSet } from './actions/describe-change-set.js';
import { describeStacks, listStacks } from './actions/describe-stacks.js';
import { executeChangeSet } from './actions/execute-change-set.js';
import { describeStackEvents } from './actions/stack-events.js';
import { describeStackResource, describeStackResources, listStackResources } from './actions/stack-resources.js';
import { getTemplate, getTemplateSummary, validateTemplate } from './actions/templates.js';
import type { CloudFormationOptions, Context } from './context.js';
import type { Engine } from './operations/engine.js';
import { startEngine } from './operations/engine.js';
import { allStacks } from './stacks.js';

export interface CloudFormation {
  readonly service: SandboxService;
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
  if (allStacks(options.world).some(({ operation }) => operation)) open().catch(options.onDefect ?? (() => undefined));
  return {
    service: queryService({
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      version: '2010-05-15',
      actions: Object.fromEntries(
        Object.entries(actions).map(([name, action]): [string, QueryAction] => [
          name,
          async (parameters, request) => action(await open(), parameters, request),
        ]),
      ),
    }),
    close: async () => (await opened)?.engine.close(),
  };
}

interface Desk {
  readonly context: Context;
  readonly engine: Engine;
}

async function openDesk(options: CloudFormationOptions): Promise<Desk> {
  const now = options.now ?? (() => new Date());
  const context: Context = {
    world: options.world,
    specification: await loadSpecification(),
    handlers: options.handlers ?? {},
    templates: options.templates,
    now: () => now().getTime(),
    pace: { changeSetMs: 20, resourceMs: 30, ...options.pace },
    outputChanges: options.outputChanges ?? 'counted',
    pageSize: options.pageSize ?? 100,
  };
  return { context, engine: startEngine(context, options.onDefect ?? (() => undefined)) };
}

type Action = (desk: Desk, parameters: QueryParameters, request: SandboxRequest) => Promise<XmlValue> | XmlValue;
type Reading = (context: Context, parameters: QueryParameters, request: SandboxRequest) => Promise<XmlValue> | XmlValue;
type Writing = (
  context: Context,
  engine: Engine,
  parameters: QueryParameters,
  request: SandboxRequest,
) => Promise<XmlValue>;

const reading =
  (read: Reading): Action =>
  ({ context }, parameters, request) =>
    read(context, parameters, request);
const writing =
  (write: Writing): Action =>
  ({ context, engine }, parameters, request) =>
    write(context, engine, parameters, request);

const actions: Readonly<Record<string, Action>> = {
  CreateChangeSet: writing(createChangeSet),
  CreateStack: writing(createStack),
  DeleteChangeSet: writing(deleteChangeSet),
  DeleteStack: writing(deleteStack),
  DescribeChangeSet: reading(describeChangeSet),
  DescribeStackEvents: reading(describeStackEvents),
  DescribeStackResource: reading(describeStackResource),
  DescribeStackResources: reading(describeStackResources),
  DescribeStacks: reading(describeStacks),
  ExecuteChangeSet: writing(executeChangeSet),
  GetTemplate: reading(getTemplate),
  GetTemplateSummary: reading(getTemplateSummary),
  ListChangeSets: reading(listChangeSets),
  ListStackResources: reading(listStackResources),
  ListStacks: reading(listStacks),
  UpdateStack: writing(updateStack),
  UpdateTerminationProtection: writing(updateTerminationProtection),
  ValidateTemplate: reading(validateTemplate),
};
