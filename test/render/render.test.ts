import test from 'ava';
import type { Artifacts, StackArtifact } from '../../src/model/artifact.js';
import { render } from '../../src/render/render.js';
import { cluster, fleet, pool } from './example-fleet.js';

const connected = cluster('prod-a', {
  nodePools: [
    pool('batch', {
      cidr: '10.96.0.0/20',
      zones: [{ name: 'eu-central-1a', cidr: '10.96.0.0/24', pointer: '/spec/zones/0' }],
    }),
    pool('workers'),
  ],
});
const alone = cluster('dev-b', { connect: undefined });

const ids = ({ stacks }: Artifacts) => stacks.map(({ id }) => id);

test('a fleet renders to its store and to the stacks of each cluster, in the order of creation', async t => {
  t.deepEqual(ids(await render(fleet(connected))), [
    'store',
    'prod-a/tcs',
    'prod-a/tccpi',
    'prod-a/tccp',
    'prod-a/tccpf',
    'prod-a/tccpn',
    'prod-a/tcnp-batch',
    'prod-a/tcnp-workers',
    'prod-a/tcnpf-batch',
  ]);
});

test('a cluster that is connected to nothing has no stack in a management account', async t => {
  const artifacts = await render(fleet(alone));
  t.deepEqual(ids(artifacts), ['store', 'dev-b/tcs', 'dev-b/tccp', 'dev-b/tccpn', 'dev-b/tcnp-workers']);
  t.false(JSON.stringify(artifacts.stacks.map(({ template }) => template)).includes('Peering'));
});

test('every input that is an output exists in a stack that comes earlier', async t => {
  const { stacks } = await render(fleet(connected, alone));
  for (const [index, stack] of stacks.entries()) {
    for (const input of Object.values(stack.inputs)) {
      if (input.from !== 'output') continue;
      const upstream: StackArtifact | undefined = stacks.slice(0, index).find(({ id }) => id === input.stack);
      t.truthy(upstream?.template.Outputs?.[input.name], `${stack.id} takes ${input.name} of ${input.stack}`);
    }
    for (const id of stack.after) t.true(ids({ stacks: stacks.slice(0, index), nodeConfigs: [] }).includes(id));
  }
});

test('every stack passes its owner and what was applied through to outputs', async t => {
  const { stacks } = await render(fleet(connected));
  for (const { template } of stacks) {
    for (const name of ['Owner', 'AppliedHash', 'AppliedCommit', 'ToolVersion']) {
      t.like(template, { Parameters: { [name]: { Type: 'String' } }, Outputs: { [name]: { Value: { Ref: name } } } });
    }
  }
});

test('the same fleet renders to the same bytes', async t => {
  t.deepEqual(await render(structuredClone(fleet(connected, alone))), await render(fleet(connected, alone)));
});
