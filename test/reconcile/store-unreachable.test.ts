import test from 'ava';
import type { Outcome } from '../../src/reconcile/outcome.js';
import type { FaultRule } from '../../src/sandbox/control/rule.js';
import { localSandbox } from '../sandbox/local-sandbox.js';
import { clusterInSandbox, threeMasters } from './cluster-in-sandbox.js';
import { applyExample, exampleWorld } from './example-world.js';
import { mistrust } from './trust.js';

const failed = ({ stacks }: Outcome) => stacks.filter(({ result }) => result === 'failed').map(({ id }) => id);

const refusals: readonly { readonly what: string; readonly rule: FaultRule; readonly told: RegExp }[] = [
  {
    what: 'the store’s key is disabled',
    rule: {
      match: { service: 'kms', action: 'Encrypt' },
      effect: { kind: 'error', status: 400, code: 'DisabledException', message: 'the key is disabled' },
    },
    told: /^cannot encrypt with .*: DisabledException: the key is disabled$/,
  },
  {
    what: 'the role may not write to the store',
    rule: { match: { service: 's3', action: 'PutObject', resource: '*-store/pki/*' }, effect: { kind: 'deny' } },
    told: /^cannot write s3:\/\/111122223333-solo-store\/pki\/one\/.*AccessDenied/,
  },
  {
    what: 'the role may not read the store',
    rule: { match: { service: 's3', action: 'GetObject', resource: '*-store/pki/*' }, effect: { kind: 'deny' } },
    told: /^cannot read s3:\/\/111122223333-solo-store\/pki\/one\/.*AccessDenied/,
  },
];

for (const { what, rule, told } of refusals) {
  test(`when ${what}, it is told at the stack, and the next apply goes on`, async t => {
    const { at, sandbox } = await clusterInSandbox(t);
    const cluster = await at('2026-11-21T10:00:00Z', threeMasters);
    const { id } = await sandbox.faults.add(rule);
    const { outcome } = await cluster.apply();
    const problem = outcome.stacks.find(stack => stack.id === 'one/tccpn')?.problem;
    t.deepEqual(failed(outcome), ['one/tccpn']);
    t.regex(problem?.message ?? '', told);
    t.truthy(problem?.hint);
    t.deepEqual(await cluster.nodes(), [], 'no node was begun');

    sandbox.faults.remove(id);
    t.deepEqual((await cluster.apply()).problems, []);
    t.deepEqual(mistrust(await cluster.nodes()), []);
  });
}

test('a store that slows down and fails now and then is tried again', async t => {
  const { at, sandbox } = await clusterInSandbox(t);
  const cluster = await at('2026-11-21T10:00:00Z', threeMasters);
  await sandbox.faults.add({
    match: { service: 'kms', action: 'Encrypt' },
    effect: { kind: 'error' },
    skip: 5,
    times: 3,
  });
  await sandbox.faults.add({
    match: { service: 's3', action: 'PutObject', resource: '*-store/pki/*' },
    effect: { kind: 'error', status: 503, code: 'SlowDown' },
    skip: 3,
    times: 2,
  });
  await sandbox.faults.add({
    match: { service: 's3', action: 'PutObject', resource: '*-store/pki/*' },
    effect: { kind: 'reset', when: 'after' },
    times: 1,
  });
  t.deepEqual((await cluster.apply()).problems, []);
  t.deepEqual(mistrust(await cluster.nodes()), []);
});

test('a cluster whose key cannot be used holds up no other cluster', async t => {
  const sandbox = await localSandbox(t, { pace: { resourceMs: 2, changeSetMs: 1 } });
  const world = await exampleWorld(sandbox);
  const account = world.artifacts.stacks.find(({ id }) => id === 'dev-b/tccpn')?.target.account.id ?? '';
  const { id } = await sandbox.faults.add({
    match: { service: 'kms', action: 'Encrypt', accountId: account },
    effect: { kind: 'deny' },
  });
  const { outcome } = await applyExample(world);
  t.deepEqual(failed(outcome), ['dev-b/tccpn']);
  t.true(outcome.stacks.every(({ cluster, result }) => cluster === 'dev-b' || result === 'applied'));
  sandbox.faults.remove(id);
  t.deepEqual(failed((await applyExample(world)).outcome), []);
});
