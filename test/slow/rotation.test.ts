import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { rotatingNames } from '../../src/model/secrets.js';
import { clusterInSandbox, pki, secondPool, threeMasters } from '../reconcile/cluster-in-sandbox.js';
import { mistrust } from '../reconcile/trust.js';
import { accountA, clientSettings } from '../sandbox/local-sandbox.js';

const moment = '2026-11-21T10:00:00Z';
const masters = ['one/tccpn'];
const all = ['one/tccpn', 'one/tcnp-workers'];
const rotateCa = pki('{ rotations: [{ name: ca, generation: 2 }] }');

/** Whose instances each step replaces. */
const rolls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ca: [all, all, all],
  // Nodes ask the new authority for their certificates when it is used, and do not know whom masters trust.
  'kubelet-ca': [masters, all, masters],
  // Nobody on a node signs with it: that it is used now is for those who ask for an admin's certificate.
  'admin-ca': [masters, [], masters],
};

test.serial('each name rotates alone: every step rolls the stacks that it concerns, and no others', async t => {
  const { at } = await clusterInSandbox(t);
  t.deepEqual((await (await at(moment, threeMasters)).apply()).problems, []);
  const done: string[] = [];
  for (const name of rotatingNames) {
    const retired = ['service-account', 'encryption'].includes(name) ? ', retired: 1' : '';
    done.push(`{ name: ${name}, generation: 2${retired} }`);
    const rotating = await at(moment, [...threeMasters, pki(`{ rotations: [${done.join(', ')}] }`)]);
    for (const [step, expected] of (rolls[name] ?? [masters, masters, masters]).entries()) {
      const { problems, changed, rolled, mistrust: refused } = await rotating.apply();
      const what = `step ${step + 1} of ${name}`;
      t.deepEqual([problems, rolled, refused], [[], expected, []], what);
      t.true(changed.includes('one/tccpn'), `${what}: the masters keep count`);
    }
    t.deepEqual((await rotating.apply()).changed, [], `${name} is through`);
  }
});

test.serial('an instance that was left behind holds the next step until it is replaced', async t => {
  const { at, sandbox } = await clusterInSandbox(t);
  const client = new AutoScalingClient(clientSettings(sandbox));
  t.deepEqual((await (await at(moment, threeMasters)).apply()).problems, []);
  const rotating = await at(moment, [...threeMasters, rotateCa]);
  t.deepEqual((await rotating.apply()).rolled, all);

  const group = [...(await rotating.instances()).keys()].find(name => name.includes('MasterAutoScalingGroup2')) ?? '';
  const version = async (Version: string) => {
    const body = JSON.stringify({ properties: { LaunchTemplate: { Version } } });
    const query = `accountId=${accountA}&region=eu-central-1&type=AWS::AutoScaling::AutoScalingGroup`;
    const { ok } = await fetch(`${sandbox.url}/_sandbox/resources/${group}?${query}`, { method: 'PATCH', body });
    t.true(ok);
  };
  const replace = async () => {
    const [old = ''] = (await rotating.instances()).get(group) ?? [];
    const input = { InstanceId: old, ShouldDecrementDesiredCapacity: false };
    await client.send(new TerminateInstanceInAutoScalingGroupCommand(input));
    for (;;) {
      const input = { AutoScalingGroupNames: [group] };
      const { AutoScalingGroups: [found] = [] } = await client.send(new DescribeAutoScalingGroupsCommand(input));
      const [instance, ...others] = found?.Instances ?? [];
      if (others.length === 0 && instance?.InstanceId !== old && instance?.LifecycleState === 'InService')
        return instance;
      await pause(5);
    }
  };
  await version('1');
  const left = await replace();
  await version('2');
  const held = await rotating.apply();
  t.deepEqual([held.problems, held.changed], [[], []]);
  t.deepEqual(
    held.plan.findings.map(({ code, message }) => [code, message]),
    [
      [
        'CW4002',
        `the rotation of ca in one waits: ${left?.InstanceId} of ${group} runs version 1 of its launch template, not 2`,
      ],
    ],
  );
  await replace();
  const going = await rotating.apply();
  t.deepEqual([going.plan.findings, going.problems, going.rolled], [[], [], all]);
  t.regex((await rotating.generations('one/tccpn')) ?? '', / ca=2\+1 /);
});

test.serial('a pool that no spec asks for any more holds the next step until it is gone', async t => {
  const { at, sandbox } = await clusterInSandbox(t);
  const client = new CloudFormationClient(clientSettings(sandbox));
  t.deepEqual((await (await at(moment, [...threeMasters, secondPool])).apply()).problems, []);
  const rotating = await at(moment, [...threeMasters, rotateCa]);
  const held = await rotating.apply();
  t.deepEqual([held.problems, held.changed], [[], []]);
  t.deepEqual(
    held.plan.findings.map(({ code, message }) => [code, message]),
    [
      [
        'CW4002',
        'the rotation of ca in one waits: nodes of solo-one-tcnp-spare, which no spec asks for any more, cannot be reached',
      ],
    ],
  );
  const StackName = 'solo-one-tcnp-spare';
  await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
  await client.send(new DeleteStackCommand({ StackName }));
  while (
    await client.send(new DescribeStacksCommand({ StackName })).then(
      () => true,
      () => false,
    )
  )
    await pause(5);
  const going = await rotating.apply();
  t.deepEqual([going.plan.findings, going.problems, going.rolled], [[], [], all]);
});

test.serial('a pool that is new in the middle of a rotation begins where it stands', async t => {
  const { at } = await clusterInSandbox(t);
  t.deepEqual((await (await at(moment, threeMasters)).apply()).problems, []);
  const before = await at(moment, [...threeMasters, rotateCa]);
  t.deepEqual((await before.apply()).rolled, all);
  const joined = await at(moment, [...threeMasters, rotateCa, secondPool]);
  const step = await joined.apply();
  t.deepEqual([step.problems, step.mistrust, step.rolled], [[], [], all]);
  t.regex((await joined.generations('one/tcnp-spare')) ?? '', / ca=2\+1 /);
  t.deepEqual(mistrust([...(await joined.nodes())]), []);
  const last = await joined.apply();
  t.deepEqual(
    [last.problems, last.mistrust, last.rolled],
    [[], [], ['one/tccpn', 'one/tcnp-spare', 'one/tcnp-workers']],
  );
});

test.serial(
  'two appliers on a first apply, on both sides of midnight, end with one authority and the same leaves',
  async t => {
    const { at, another, sandbox } = await clusterInSandbox(t);
    const early = await at('2026-11-21T23:55:00Z', threeMasters);
    const late = await another()('2026-11-22T00:05:00Z', threeMasters);
    const runs = await Promise.all([early.apply(), late.apply()]);
    for (const run of runs) t.deepEqual(run.problems, []);
    const nodes = await late.nodes();
    t.deepEqual(mistrust(nodes), []);
    t.is(new Set(nodes.map(({ files }) => files.get('ca.crt'))).size, 1);
    const days = nodes.map(
      ({ files }) => new X509Certificate(files.get('apiserver.crt') ?? files.get('bootstrap.crt') ?? '').validTo,
    );
    t.is(new Set(days).size, 1);
    for (const settled of [early, late]) t.deepEqual((await settled.apply()).changed, []);
    t.true(sandbox.calls({ service: 's3', action: 'PutObject' }).length > 0);
  },
);

test.serial('without Route 53 the API vouches for its load balancers', async t => {
  const { at } = await clusterInSandbox(t);
  const plain = await at(moment, [
    ...threeMasters,
    ['fleet.yaml', '  connect: none\n', '  connect: none\n  dns: { route53: false }\n'],
  ]);
  t.deepEqual((await plain.apply()).problems, []);
  const [master] = await plain.nodes();
  const { subjectAltName = '' } = new X509Certificate(master?.files.get('apiserver.crt') ?? '');
  t.regex(subjectAltName, /DNS:[a-z0-9.-]+\.elb\.[a-z0-9-]*\.?amazonaws\.com/);
  t.deepEqual((await plain.apply()).changed, []);
});
