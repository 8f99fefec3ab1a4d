import test from 'ava';
import { makePlan } from '../../src/reconcile/make-plan.js';
import { localSandbox } from '../sandbox/local-sandbox.js';
import { Crash, crashing } from './crashing.js';
import { applyExample, type Edit, type ExampleWorld, exampleWorld } from './example-world.js';
import { type Run, results } from './small-world.js';

const limits: Edit = ['clusters/prod-a/batch.yaml', 'max: 20', 'max: 24'];
const biggerNodes: Edit = ['clusters/prod-a/workers.yaml', '{ type: m6i.xlarge }', '{ type: m6i.2xlarge }'];

const otherMaster: Edit = ['clusters/dev-b/cluster.yaml', 'instanceType: m6i.large', 'instanceType: m6i.xlarge'];
const otherMasters: Edit = ['clusters/prod-a/cluster.yaml', 'instanceType: m6i.xlarge', 'instanceType: m6i.2xlarge'];

const resultsOf = ({ outcome }: Run) => new Set(outcome.stacks.map(({ result }) => result));
const problemsOf = ({ outcome }: Run) =>
  outcome.stacks.flatMap(({ id, problem, causes }) => (problem ? [[id, problem, causes]] : []));
const writes = ({ connection }: ExampleWorld) => connection.calls().filter(({ write }) => write);

/** What stands in the accounts in the end, read over HTTP. */
async function stacksOf({ artifacts, world }: ExampleWorld) {
  const { stacks } = world('plan').ports;
  const { signal } = new AbortController();
  const targets = new Map(artifacts.stacks.map(({ target }) => [`${target.account.id}/${target.region}`, target]));
  const found = await Promise.all([...targets.values()].map(target => stacks.stacks(target, signal)));
  return found
    .flat()
    .map(({ name, status, parameters, terminationProtection }) => {
      const { AppliedHash, AppliedCommit } = parameters;
      return { name, status, terminationProtection, AppliedHash, AppliedCommit };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

test('the example fleet is created, changed in place and by a roll, and left alone in between', async t => {
  const sandbox = await localSandbox(t);
  const first = await exampleWorld(sandbox);
  const created = await applyExample(first);
  t.deepEqual(problemsOf(created), []);
  t.deepEqual(resultsOf(created), new Set(['applied']));
  t.true(created.plan.steps.every(({ action, gate }) => action === 'create' && gate.verdict === 'auto'));
  for (const stack of await stacksOf(first)) {
    t.is(stack.status, 'CREATE_COMPLETE', stack.name);
    t.true(stack.terminationProtection, stack.name);
  }

  const again = await exampleWorld(sandbox);
  const settled = await applyExample(again);
  t.true(settled.plan.steps.every(({ action, knownAfter }) => action === 'none' && knownAfter.length === 0));
  t.deepEqual(resultsOf(settled), new Set(['unchanged']));
  t.deepEqual(writes(again), []);

  const second = await exampleWorld(sandbox, [limits, biggerNodes]);
  const changed = await applyExample(second);
  const steps = changed.plan.steps.filter(({ action }) => action === 'update');
  t.deepEqual(
    steps.map(({ id, changeClass, gate }) => [id, changeClass, gate.verdict]),
    [
      ['prod-a/tcnp-batch', 'in-place', 'auto'],
      ['prod-a/tcnp-workers', 'roll', 'auto'],
    ],
  );
  const sources = steps.flatMap(step =>
    step.changes.flatMap(change => change.properties.flatMap(({ source }) => (source ? [source.file] : []))),
  );
  t.deepEqual(new Set(sources), new Set([limits[0], biggerNodes[0]]));
  t.deepEqual(problemsOf(changed), []);
  t.deepEqual(
    changed.outcome.stacks.filter(({ result }) => result === 'applied').map(({ id }) => id),
    steps.map(({ id }) => id),
  );
});

test('rolling the only master is refused and nothing of it is tried, three masters roll one after the other', async t => {
  const sandbox = await localSandbox(t);
  await applyExample(await exampleWorld(sandbox));
  const world = await exampleWorld(sandbox, [otherMaster, otherMasters]);
  const run = await applyExample(world);
  const classes = run.plan.steps
    .filter(({ action }) => action === 'update')
    .map(({ id, changeClass, gate }) => [id, changeClass, gate.verdict]);
  t.deepEqual(classes, [
    ['dev-b/tccpn', 'interrupting', 'refused'],
    ['prod-a/tccpn', 'roll', 'auto'],
  ]);
  const ended = Object.entries(results(run)).filter(([, result]) => result !== 'unchanged');
  t.deepEqual(ended, [
    ['dev-b/tccpn', 'refused'],
    ['prod-a/tccpn', 'applied'],
  ]);
  t.is(world.connection.calls().find(({ action }) => action === 'ExecuteChangeSet')?.count, 1);
});

test('a settled fleet costs one page of stacks per account and region, the identity of each role, and no write', async t => {
  const sandbox = await localSandbox(t);
  await applyExample(await exampleWorld(sandbox));
  const world = await exampleWorld(sandbox);
  const accounts = new Set(world.artifacts.stacks.map(({ target }) => target.account.id));
  sandbox.resetCalls();
  await applyExample(world);
  const seen = sandbox.calls();
  const counted = (wanted: string) =>
    seen.filter(({ action }) => action === wanted).map(({ accountId, count }) => `${accountId} ${count}`);
  // Once to plan and once to apply, with a role for each.
  const twice = [...accounts].map(account => `${account} 2`);
  t.deepEqual(new Set(counted('DescribeStacks')), new Set(twice));
  t.deepEqual(new Set(counted('GetCallerIdentity')), new Set(twice));
  t.deepEqual(
    new Set(seen.map(({ action }) => action)),
    new Set(['AssumeRole', 'GetCallerIdentity', 'DescribeStacks']),
  );
  t.deepEqual(
    world.connection.calls().map(({ action, count }) => [action, count]),
    [
      ['DescribeStacks', 2 * accounts.size],
      ['AssumeRole', 2 * accounts.size],
      ['GetCallerIdentity', 2 * accounts.size],
    ],
  );
});

test('a plan of a change leaves no change set behind and changes no stack', async t => {
  const sandbox = await localSandbox(t);
  await applyExample(await exampleWorld(sandbox));
  const changed = await exampleWorld(sandbox, [limits, biggerNodes]);
  const before = await stacksOf(changed);
  const { signal } = new AbortController();
  const first = await makePlan(changed.world('plan'), { signal });
  const second = await makePlan(changed.world('plan'), { signal });
  t.deepEqual(second, first, 'a plan of the same is the same');
  t.deepEqual(await stacksOf(changed), before);
  const created = changed.connection.calls().find(({ action }) => action === 'CreateChangeSet')?.count;
  t.is(created, 4);
  t.is(changed.connection.calls().find(({ action }) => action === 'DeleteChangeSet')?.count, created);
});

test('two appliers at once bring the example fleet to the same state, each stack once', async t => {
  const sandbox = await localSandbox(t);
  const worlds = await Promise.all([exampleWorld(sandbox), exampleWorld(sandbox)]);
  const runs = await Promise.all(worlds.map(world => applyExample(world)));
  for (const run of runs) t.deepEqual(problemsOf(run), []);
  const stacks = await stacksOf(worlds[0]);
  t.true(stacks.every(({ status, terminationProtection }) => status === 'CREATE_COMPLETE' && terminationProtection));
});

for (const nth of [20, 70, 130]) {
  test(`an apply of the example fleet that dies at call ${nth} is continued by the next`, async t => {
    const sandbox = await localSandbox(t);
    const dying = await exampleWorld(sandbox);
    await t.throwsAsync(
      applyExample(dying, ports => crashing(ports, nth, 'after')),
      { instanceOf: Crash },
    );
    const next = await exampleWorld(sandbox);
    const run = await applyExample(next);
    t.deepEqual(problemsOf(run), []);
    const stacks = await stacksOf(next);
    t.is(stacks.length, next.artifacts.stacks.length);
    t.true(stacks.every(({ status, terminationProtection }) => status === 'CREATE_COMPLETE' && terminationProtection));
  });
}
