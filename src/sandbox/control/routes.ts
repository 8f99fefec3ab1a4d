import type { GroupMatch, NodeBehaviour } from '../autoscaling/node-behaviour.js';
import { nodeBehaviours, setNodeBehaviour } from '../autoscaling/node-behaviour.js';
import type { CallLog } from '../calls.js';
import { setImage } from '../ec2/images.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import type { Faults } from './faults.js';
import { flag, object, oneOf, text, theBody } from './fields.js';
import { liveResources } from './live-resources.js';
import { readRule } from './read-rule.js';
import { accounts, resourceSummaries, stackSummary, stacks } from './stack-list.js';

/** What the control API has a hand on. */
export interface Controlled {
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly world: () => World;
  /** Empties the world. */
  readonly empty: () => Promise<void>;
}

export interface Route {
  readonly method: string;
  /** Below the prefix; `*` stands for a name. */
  readonly path: readonly string[];
  /** Query parameters that it takes. */
  readonly parameters?: readonly string[];
  readonly answer: (request: ControlRequest, controlled: Controlled) => Promise<ControlAnswer> | ControlAnswer;
}

export interface ControlRequest {
  /** What stands for `*` in the path. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ControlAnswer {
  readonly status?: number;
  readonly body: object;
}

const place = ['accountId', 'region'];
const filter = ['service', 'action', ...place];

/** All that the control API can do. */
export const routes: readonly Route[] = [
  route('GET faults', (_, { faults }) => ({ body: { faults: faults.list() } })),
  route('POST faults', async ({ body }, { faults }) => ({ status: 201, body: await faults.add(readRule(body)) })),
  route('DELETE faults/*', ({ id }, { faults }) => {
    const fault = faults.list().find(fault => fault.id === id);
    if (!fault) throw noSuchFault(id, faults);
    faults.remove(id);
    return { body: fault };
  }),

  route('GET calls', ({ query }, { calls }) => ({ body: { calls: calls.counts(query) } }), filter),
  route(
    'GET events',
    ({ query: { after, limit, ...rest } }, { calls }) => {
      const query = { ...rest, ...whole('after', after), ...whole('limit', limit) };
      return { body: { events: calls.calls(query) } };
    },
    [...filter, 'after', 'limit'],
  ),

  route('GET accounts', (_, { world }) => ({ body: { accounts: accounts(world()) } })),
  route(
    'GET stacks',
    ({ query }, { world }) => ({ body: { stacks: stacksAt(query, world()).map(stackSummary) } }),
    place,
  ),
  route(
    'GET stacks/*',
    ({ id, query }, { world }) => {
      const stack = only(
        stacksAt(query, world()).filter(({ stackName, stackId }) => [stackName, stackId].includes(id)),
        id,
      );
      return { body: { ...stackSummary(stack), resources: resourceSummaries(stack) } };
    },
    place,
  ),

  route(
    'GET resources',
    async ({ query }, { world }) => ({ body: { resources: await liveResources(world()).list(placeOf(query)) } }),
    place,
  ),
  route('GET resources/*', async (request, { world }) => ({ body: await named(request, world()) }), [...place, 'type']),
  route(
    'PATCH resources/*',
    async (request, { world }) => {
      const patch = object({ properties: properties }, ['properties'])(request.body, theBody) as { properties: object };
      return { body: await liveResources(world()).change(await named(request, world()), patch.properties) };
    },
    [...place, 'type'],
  ),
  route(
    'DELETE resources/*',
    async (request, { world }) => {
      const resource = await named(request, world());
      await liveResources(world()).remove(resource);
      return { body: resource };
    },
    [...place, 'type'],
  ),

  route('POST nodes', async ({ body }, { world }) => {
    const { behaviour, ...match } = object(nodeRule, ['behaviour'])(body, theBody) as NodeRule;
    await setNodeBehaviour(world(), match, behaviour);
    return { status: 201, body: { ...match, behaviour } };
  }),
  route(
    'PATCH images/*',
    async ({ id, query, body }, { world }) => {
      const { gone } = object({ gone: flag }, ['gone'])(body, theBody) as { gone: boolean };
      await setImage(world(), placeOf(query), id, gone);
      return { body: { imageId: id, gone } };
    },
    place,
  ),

  route('POST reset', async ({ body }, { faults, calls, empty }) => {
    const { all = false } = object({ all: flag })(body, theBody) as { all?: boolean };
    await faults.reset();
    if (all) await empty();
    calls.reset();
    return { body: { reset: all ? ['faults', 'calls', 'state'] : ['faults', 'calls'] } };
  }),
];

const nodeRule = { behaviour: oneOf(...nodeBehaviours), accountId: text, region: text, group: text, version: text };

type NodeRule = GroupMatch & { readonly behaviour: NodeBehaviour };

function route(where: string, answer: Route['answer'], parameters: readonly string[] = []): Route {
  const [method = '', path = ''] = where.split(' ');
  return { method, path: path.split('/'), parameters, answer };
}

function noSuchFault(id: string, faults: Faults): ControlError {
  const ids = faults.list().map(fault => fault.id);
  return new ControlError(404, 'no-such-fault', {
    message: `there is no fault ${id}`,
    next: ids.length === 0 ? 'make one first: none is in use' : `name one of these: ${ids.join(', ')}`,
  });
}

function whole(name: string, value: string | undefined): object {
  if (value === undefined) return {};
  if (/^\d{1,15}$/.test(value)) return { [name]: Number(value) };
  throw new ControlError(400, 'bad-request', {
    message: `${name} is not a whole number`,
    next: `give ${name} a whole number`,
  });
}

function stacksAt({ accountId, region }: ControlRequest['query'], world: World) {
  return stacks(world).filter(
    stack => stack.accountId === (accountId ?? stack.accountId) && stack.region === (region ?? stack.region),
  );
}

function only<Stack extends { accountId: string; region: string }>(found: readonly Stack[], name: string): Stack {
  const [stack, other] = found;
  if (!stack) {
    throw new ControlError(404, 'no-such-stack', {
      message: `there is no stack ${name}`,
      next: 'look at the list of all stacks: clusterwright sandbox ls, or GET /_sandbox/stacks',
    });
  }
  if (!other) return stack;
  throw new ControlError(409, 'several-stacks', {
    message: `several stacks are named ${name}: ${found.map(at => `${at.accountId} ${at.region}`).join(', ')}`,
    next: 'tell account and region',
  });
}

function placeOf({ accountId, region }: ControlRequest['query']) {
  if (accountId !== undefined && region !== undefined) return { accountId, region };
  throw new ControlError(400, 'bad-request', {
    message: 'accountId and region are missing',
    next: 'name both as parameters',
  });
}

function named({ id, query }: ControlRequest, world: World) {
  return liveResources(world).get(placeOf(query), id, query.type);
}

function properties(value: unknown, where: string): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ControlError(400, 'bad-request', {
    message: `${where} is not a JSON object`,
    next: 'name properties in it',
  });
}
