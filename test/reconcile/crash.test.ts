import test from 'ava';
import { Crash, crashing } from './crashing.js';
import { exampleFleet } from './example-world.js';
import { type FakeAws, fakeAws } from './fake-aws.js';
import { apply, results, smallWorld, type Wish } from './small-world.js';

/** What counts in the end; ids and times differ from run to run. */
function state({ stacks, objects }: FakeAws) {
  const seen = [...stacks.values()].map(stack => ({
    name: stack.name,
    status: stack.status,
    parameters: stack.parameters,
    terminationProtection: stack.terminationProtection,
    executed: stack.executed,
    open: [...stack.changeSets.values()].filter(changeSet => changeSet.executionStatus === 'AVAILABLE').length,
  }));
  return { stacks: seen.toSorted((a, b) => (a.name < b.name ? -1 : 1)), objects: [...objects.keys()] };
}

async function sweep(t: import('ava').ExecutionContext, before: readonly Wish[], wish: Wish) {
  const prepared = async () => {
    const aws = fakeAws();
    for (const earlier of before) await apply(smallWorld(aws.ports, earlier));
    return aws;
  };
  const undisturbed = await prepared();
  const callsBefore = undisturbed.calls.length;
  await apply(smallWorld(undisturbed.ports, wish));
  const calls = undisturbed.calls.length - callsBefore;
  t.true(calls > 10);
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; nth <= calls; nth++) {
      const aws = await prepared();
      await t.throwsAsync(apply(smallWorld(crashing(aws.ports, nth, when), wish)), { instanceOf: Crash });
      const next = await apply(smallWorld(aws.ports, wish));
      const at = `killed ${when} call ${nth} of ${calls}`;
      t.true(
        Object.values(results(next)).every(result => result === 'applied' || result === 'unchanged'),
        at,
      );
      t.deepEqual(withoutPlans(aws), state(undisturbed), at);
    }
  }
}

/** A plan that is killed cannot sweep; a later one does when the left-over is old. */
function withoutPlans(aws: FakeAws) {
  for (const stack of aws.stacks.values()) {
    for (const name of stack.changeSets.keys()) if (name.startsWith('plan-')) stack.changeSets.delete(name);
  }
  return state(aws);
}

test('a first apply that is killed at any call ends in the same state after one more run', async t => {
  await sweep(t, [], {});
});

test('an update that is killed at any call ends in the same state after one more run', async t => {
  await sweep(t, [{}], { max: 5, image: 'ami-2' });
});

/** Keys of objects without their digests. */
function kinds({ objects }: FakeAws): readonly string[] {
  return [...objects.keys()].map(key => key.replace(/[0-9a-f]{16,}/, 'digest')).toSorted();
}

test('the example fleet with its secrets, killed here and there, gets one authority and one bundle per role', async t => {
  const example = await exampleFleet();
  const undisturbed = fakeAws();
  await apply({ ...example, ports: undisturbed.ports });
  for (let nth = 5; nth < undisturbed.calls.length; nth += 19) {
    const aws = fakeAws();
    await t.throwsAsync(apply({ ...example, ports: crashing(aws.ports, nth, 'after') }), { instanceOf: Crash });
    const next = await apply({ ...example, ports: aws.ports });
    t.deepEqual(
      next.outcome.stacks.filter(({ problem }) => problem !== undefined),
      [],
      `call ${nth}`,
    );
    t.deepEqual(
      [...aws.stacks.values()].map(({ executed }) => executed.length),
      example.artifacts.stacks.map(() => 1),
    );
    t.deepEqual(kinds(aws), kinds(undisturbed));
  }
});

test('two appliers at once end in the same state, each stack changed once', async t => {
  const alone = fakeAws();
  await apply(smallWorld(alone.ports));
  await apply(smallWorld(alone.ports, { max: 5 }));
  const aws = fakeAws();
  await Promise.all([1, 2, 3].map(() => apply(smallWorld(aws.ports))));
  const runs = await Promise.all([1, 2, 3].map(() => apply(smallWorld(aws.ports, { max: 5 }))));
  t.deepEqual(state(aws), state(alone));
  for (const run of runs) {
    t.true(Object.values(results(run)).every(result => result === 'applied' || result === 'unchanged'));
  }
});
