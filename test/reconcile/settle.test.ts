import test from 'ava';
import { AppError } from '../../src/errors.js';
import { makePlan } from '../../src/reconcile/make-plan.js';
import { settle } from '../../src/reconcile/settle.js';
import { fakeAws } from './fake-aws.js';
import { apply, results, smallWorld } from './small-world.js';

const ids = ['store', 'dev/tccp', 'dev/tcnp-a', 'dev/tcnpf-a', 'prod/tccp'];
const all = (result: string) => Object.fromEntries(ids.map(id => [id, result]));
const signal = new AbortController().signal;

test('a fleet that does not exist is created, each stack once, protected, and then left alone', async t => {
  const aws = fakeAws();
  const first = await apply(smallWorld(aws.ports));
  t.deepEqual(results(first), all('applied'));
  t.deepEqual(
    first.plan.steps.map(step => [step.id, step.action, step.changeClass, step.gate.verdict]),
    ids.map(id => [id, 'create', 'create', 'auto']),
  );
  t.deepEqual(
    [...aws.stacks.values()].map(stack => [stack.status, stack.terminationProtection, stack.executed.length]),
    ids.map(() => ['CREATE_COMPLETE', true, 1]),
  );
  aws.calls.length = 0;
  t.deepEqual(results(await apply(smallWorld(aws.ports))), all('unchanged'));
  t.deepEqual(aws.calls, ['DescribeStacks', 'DescribeStacks', 'DescribeStacks', 'DescribeStacks']);
});

test('a stack has its policy before an update of it starts', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  t.true([...aws.stacks.values()].every(({ policy }) => policy?.includes('Update:Replace')));
  aws.calls.length = 0;
  await apply(smallWorld(aws.ports, { max: 5 }));
  const order = aws.calls.map(call => call.split(' ')[0]).filter(call => /SetStackPolicy|Execute/.test(call ?? ''));
  t.deepEqual(order, ['SetStackPolicy', 'ExecuteChangeSet']);
});

test('stacks start in the order of their inputs, and independent ones together', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const started = aws.calls.filter(call => call.startsWith('Execute')).map(call => /:(\d{12}):/.exec(call)?.[1]);
  t.is(started.length, 5);
  const order = aws.calls.filter(call => /^(Execute|UpdateTermination)/.test(call)).map(call => call.split(' ')[0]);
  t.is(order.indexOf('UpdateTerminationProtection'), 2, 'store and prod/tccp start before anything is through');
});

test('node configs are uploaded before the stack that boots from them starts', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const put = aws.calls.findIndex(call => call.startsWith('PutObject'));
  t.true(put > 0);
  t.regex(aws.calls[put + 1] ?? '', /^ExecuteChangeSet/);
});

test('a change of a limit is in-place, one of the image rolls, and both are applied', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const limits = await apply(smallWorld(aws.ports, { max: 5 }));
  const step = limits.plan.steps.find(({ id }) => id === 'dev/tcnp-a');
  t.is(step?.changeClass, 'in-place');
  t.deepEqual(
    step?.changes.map(change => change.properties),
    [[{ path: 'Properties.MaxSize', before: '"3"', after: '"5"', recreation: 'Never', source: undefined }]],
  );
  t.deepEqual(results(limits), { ...all('unchanged'), 'dev/tcnp-a': 'applied' });
  const image = await apply(smallWorld(aws.ports, { max: 5, image: 'ami-2' }));
  t.is(image.plan.steps.find(({ id }) => id === 'dev/tcnp-a')?.changeClass, 'roll');
  t.is(image.outcome.stacks.find(({ id }) => id === 'dev/tcnp-a')?.changeClass, 'roll');
});

test('a plan leaves no change set behind and changes nothing', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const before = structuredClone([...aws.stacks]);
  await makePlan(smallWorld(aws.ports, { max: 5 }), { signal });
  t.deepEqual([...aws.stacks], before);
});

test('a plan that is interrupted sweeps its change set all the same', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const abort = new AbortController();
  const { changeSets: working } = aws.ports;
  type Describe = typeof working.describe;
  const changeSets = {
    ...aws.ports.changeSets,
    describe: (...call: Parameters<Describe>) => {
      abort.abort(new Error('Ctrl-C'));
      return working.describe(...call);
    },
  };
  const world = smallWorld({ ...aws.ports, changeSets }, { max: 5 });
  await t.throwsAsync(makePlan(world, { signal: abort.signal }), { message: 'Ctrl-C' });
  t.deepEqual(
    [...aws.stacks.values()].flatMap(stack => [...stack.changeSets.keys()].filter(name => name.startsWith('plan'))),
    [],
  );
});

test('what plans that were killed left behind is swept when it is old, and not before', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const killed = { ...aws.ports, changeSets: { ...aws.ports.changeSets, remove: () => Promise.resolve() } };
  await makePlan(smallWorld(killed, { max: 5 }), { signal });
  const left = () =>
    [...aws.stacks.values()].flatMap(stack => [...stack.changeSets.keys()].filter(name => name.startsWith('plan')));
  t.is(left().length, 1);
  const later = (ms: number) => ({
    ...aws.ports,
    now: () => aws.ports.now() + ms,
  });
  await makePlan(smallWorld(later(60_000), { max: 5 }), { signal });
  t.is(left().length, 1);
  await makePlan(smallWorld(later(2 * 3_600_000), { max: 5 }), { signal });
  t.is(left().length, 0);
});

test('a replacement is refused, nothing of it is tried, and only what depends on it is held up', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const before = structuredClone([...aws.stacks]);
  aws.calls.length = 0;
  const run = await apply(smallWorld(aws.ports, { cidr: '10.99.0.0/20', max: 7 }));
  t.is(run.plan.steps.find(({ id }) => id === 'dev/tccp')?.changeClass, 'replace-stateful');
  t.deepEqual(results(run), { ...all('unchanged'), 'dev/tccp': 'refused', 'dev/tcnp-a': 'blocked' });
  t.false(aws.calls.some(call => call.startsWith('Execute') || call.startsWith('CreateChangeSet apply')));
  t.deepEqual([...aws.stacks], before);
});

test('a step that was not wholly known when it was shown passes the gate when it is reached', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const world = smallWorld(aws.ports, { cidr: '10.99.0.0/20' });
  const shown = await makePlan(world, { signal });
  const unknown = { changeClass: undefined, gate: { verdict: 'auto', reason: undefined }, digest: undefined } as const;
  const steps = shown.steps.map(step => {
    if (step.id !== 'dev/tccp') return step;
    return { ...step, ...unknown, changes: [], desired: undefined, knownAfter: ['store'] };
  });
  const outcome = await settle(world, { plan: { ...shown, steps }, onProgress: () => undefined, signal });
  const network = outcome.stacks.find(({ id }) => id === 'dev/tccp');
  t.is(network?.result, 'refused');
  t.is(network?.changeClass, 'replace-stateful');
  t.true(
    aws.calls.some(call => call.startsWith('CreateChangeSet apply')),
    'it was asked for',
  );
  t.true(
    [...aws.stacks.values()].every(({ executed }) => executed.length === 1),
    'and not executed',
  );
  const left = [...aws.stacks.values()].flatMap(({ changeSets }) => [...changeSets.values()]);
  t.true(
    left.every(({ executionStatus }) => executionStatus === 'EXECUTE_COMPLETE'),
    'and is gone',
  );
});

test('a stack that fails is told with its cause, blocks what depends on it, and others go on', async t => {
  const aws = fakeAws();
  aws.failing.add('Nodes');
  const run = await apply(smallWorld(aws.ports));
  t.deepEqual(results(run), { ...all('applied'), 'dev/tcnp-a': 'failed', 'dev/tcnpf-a': 'blocked' });
  const failed = run.outcome.stacks.find(({ id }) => id === 'dev/tcnp-a');
  t.is(failed?.status, 'ROLLBACK_COMPLETE');
  t.deepEqual(failed?.causes, [{ logicalId: 'Vpc', type: 'AWS::EC2::VPC', status: 'CREATE_FAILED', reason: 'no' }]);
  t.deepEqual(run.outcome.stacks.find(({ id }) => id === 'dev/tcnpf-a')?.blockedBy, ['dev/tcnp-a']);
});

test('an update that was reverted is not tried again until something else is wanted', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  aws.failing.add('Nodes');
  t.is(results(await apply(smallWorld(aws.ports, { max: 5 })))['dev/tcnp-a'], 'failed');
  aws.failing.clear();
  const pool = [...aws.stacks.values()].find(stack => stack.name.endsWith('tcnp-a'));
  t.is(pool?.executed.length, 2);
  const again = await apply(smallWorld(aws.ports, { max: 5 }));
  t.is(again.plan.steps.find(({ id }) => id === 'dev/tcnp-a')?.problem?.code, 'reverted');
  t.is(pool?.executed.length, 2);
  t.is(results(await apply(smallWorld(aws.ports)))['dev/tcnp-a'], 'unchanged', 'reverting the commit is enough');
  t.is(results(await apply(smallWorld(aws.ports, { max: 6 })))['dev/tcnp-a'], 'applied');
});

test('a parameter that somebody changed directly is brought back with a new attempt', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const pool = [...aws.stacks.values()].find(stack => stack.name.endsWith('tcnp-a'));
  if (pool === undefined) throw new Error('no pool');
  pool.parameters.Max = '99';
  // AWS forgets executed change sets some time; the stack still names its last.
  pool.changeSets.clear();
  const run = await apply(smallWorld(aws.ports));
  t.deepEqual(run.plan.steps.find(({ id }) => id === 'dev/tcnp-a')?.reasons, [
    'parameter Max was changed outside of clusterwright',
  ]);
  t.is(results(run)['dev/tcnp-a'], 'applied');
  t.is(pool.parameters.Max, '3');
  t.regex(pool.changeSet ?? '', /-2\//);
});

test('a stack that a killed run left unprotected is protected, with nothing else done to it', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const prod = [...aws.stacks.values()].find(stack => stack.name === 'gauss-prod-tccp');
  if (prod === undefined) throw new Error('no stack');
  prod.terminationProtection = false;
  const run = await apply(smallWorld(aws.ports));
  t.deepEqual(run.plan.steps.at(-1)?.reasons, ['its termination protection is off']);
  t.deepEqual(results(run), { ...all('unchanged'), 'prod/tccp': 'applied' });
  t.true(prod.terminationProtection);
  t.is(prod.executed.length, 1);
});

test('a foreign stack is refused by name and not touched, and others go on', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const prod = [...aws.stacks.values()].find(stack => stack.name === 'gauss-prod-tccp');
  if (prod === undefined) throw new Error('no stack');
  prod.outputs = { Owner: 'somebody' };
  prod.terminationProtection = false;
  const run = await apply(smallWorld(aws.ports, { max: 5 }));
  t.deepEqual(results(run), { ...all('unchanged'), 'dev/tcnp-a': 'applied', 'prod/tccp': 'failed' });
  t.regex(
    run.outcome.stacks.at(-1)?.problem?.message ?? '',
    /gauss-prod-tccp exists and does not belong to gauss\/prod/,
  );
  t.false(prod.terminationProtection);
});

test('a stack that moved between plan and apply makes its step stale', async t => {
  const aws = fakeAws();
  await apply(smallWorld(aws.ports));
  const world = smallWorld(aws.ports, { max: 5 });
  const plan = await makePlan(world, { signal });
  const pool = [...aws.stacks.values()].find(stack => stack.name.endsWith('tcnp-a'));
  if (pool === undefined) throw new Error('no pool');
  pool.parameters.Max = '99';
  const outcome = await settle(world, { plan, onProgress: () => undefined, signal });
  t.is(outcome.stacks.find(({ id }) => id === 'dev/tcnp-a')?.problem?.code, 'plan-stale');
  t.is(pool.executed.length, 1);
  t.is(results(await apply(world))['dev/tcnp-a'], 'applied', 'planning again is enough');
});

test('an account that cannot be read for a while is looked at again, one that stays so fails alone', async t => {
  t.deepEqual(results(await apply(unreadable(2))), all('applied'));
  const ended = results(await apply(unreadable(1000)));
  t.is(ended.store, 'failed');
  t.is(ended['dev/tccp'], 'blocked');
  t.is(ended['prod/tccp'], 'applied');
});

test('an interrupted run says what goes on and what had not begun', async t => {
  const aws = fakeAws();
  const abort = new AbortController();
  const world = smallWorld(aws.ports);
  const plan = await makePlan(world, { signal });
  const outcome = await settle(world, {
    plan,
    onProgress: ({ kind }) => {
      if (kind === 'status' && aws.calls.some(call => call.startsWith('Execute'))) abort.abort();
    },
    signal: abort.signal,
  });
  const ended = results({ outcome });
  t.is(ended.store, 'running');
  t.is(ended['dev/tcnp-a'], 'waiting');
});

test('progress tells each status once and each end once', async t => {
  const { progress } = await apply(smallWorld(fakeAws().ports));
  const told = progress
    .filter(({ id }) => id === 'dev/tccp')
    .map(item => (item.kind === 'status' ? item.status : item.outcome.result));
  t.deepEqual(told, ['proposed', 'executing', 'CREATE_IN_PROGRESS', 'applied']);
});

/** A world whose platform account cannot be read this many times, after the plan. */
function unreadable(times: number) {
  const aws = fakeAws();
  const world = smallWorld(aws.ports);
  let left = times;
  const stacks: typeof aws.ports.stacks = {
    ...aws.ports.stacks,
    stacks: async (target, aborted) => {
      if (target.account.name === 'platform' && aws.calls.length > 1 && left-- > 0) {
        throw new AppError('endpoint-unreachable', 'cannot reach it', { kind: 'transient' });
      }
      return aws.ports.stacks.stacks(target, aborted);
    },
  };
  return { ...world, ports: { ...aws.ports, stacks } };
}
