import test from 'ava';
import { loadSpecification } from '../../../src/cfn/specification.js';
import { type Rendering, renderingChanges } from '../../../src/render/changes/rendering-changes.js';
import type { FleetEdit } from '../../fleets.js';
import { example } from '../example-rendering.js';

const workers = 'types: [{ type: m6i.large }]';

async function changes(...edits: readonly FleetEdit[]) {
  return renderingChanges(await example(), await example(...edits), await loadSpecification());
}

test('what moves in the specs and renders to the same is no change', async t => {
  t.deepEqual(await changes(['fleet.yaml', /^/, '# a comment\n']), { stacks: [], configs: [] });
});

test('a changed value is told at its resource, with its place in the specs of now', async t => {
  const edit: FleetEdit = ['fleet.yaml', workers, workers.replace('large', 'xlarge')];
  const { stacks } = await changes(edit);
  const told = stacks.flatMap(stack => stack.resources.flatMap(({ differences }) => differences));
  const [type] = told.filter(({ path }) => path.at(-1) === 'InstanceType');
  t.like(type, { before: 'm6i.large', after: 'm6i.xlarge' });
  t.is(type?.source?.file, 'fleet.yaml');
  t.true((type?.source?.line ?? 0) > 1);
});

test('tags of a stack are told beside its resources', async t => {
  const { stacks } = await changes(['fleet.yaml', '  network:\n', '  tags: { team: payments }\n  network:\n']);
  const tcs = stacks.find(({ id }) => id === 'one/tcs');
  t.deepEqual(tcs?.settings, [{ path: ['tags', 'team'], before: undefined, after: 'payments' }]);
  t.deepEqual(tcs?.resources, []);
});

test('of a node config the files that differ are told, as texts', async t => {
  const { configs } = await changes(['fleet.yaml', workers, `${workers}\n  labels: { workload: general }`]);
  t.is(configs.length, 1);
  t.like(configs[0], { what: 'cloudconfig', cluster: 'one', action: 'modify' });
  const [file] = configs[0]?.files ?? [];
  t.is(file?.path, '/etc/clusterwright/node.env');
  t.notRegex(file?.before ?? '', /workload=general/);
  t.regex(file?.after ?? '', /workload=general/);
});

test('a cluster that goes takes its stacks and node configs with it, and comes with them', async t => {
  const there = await example();
  const away: Rendering = {
    fleet: { ...there.fleet, clusters: [] },
    artifacts: { stacks: there.artifacts.stacks.filter(({ id }) => id === 'store'), nodeConfigs: [] },
  };
  const specification = await loadSpecification();
  const ids = (before: Rendering, after: Rendering) => {
    const { stacks, configs } = renderingChanges(before, after, specification);
    return [
      ...stacks.map(({ action, id }) => `${action} ${id}`),
      ...configs.map(({ action, name }) => `${action} ${name}`),
    ];
  };
  const gone = ids(there, away);
  t.true(gone.includes('remove one/tccp') && gone.includes('remove master-1'));
  t.true(gone.every(line => line.startsWith('remove ')));
  t.deepEqual(
    ids(away, there),
    gone.map(line => line.replace('remove', 'add')),
  );
});

test('what pods prove themselves with is told beside node configs', async t => {
  const domain = '  domain: solo.example.com\n';
  const issuer = '  workloadIdentity: { issuerUrl: https://identity.example.com }\n';
  const { configs } = await changes(['fleet.yaml', domain, `${domain}${issuer}`]);
  t.true(configs.some(({ what, action }) => what === 'workload-identity' && action === 'add'));
});

test('a text that differs in comments only is a change without content', async t => {
  const before = await example();
  const stacks = before.artifacts.stacks.map(stack => ({ ...stack, body: `# new\n${stack.body}` }));
  const after = { ...before, artifacts: { ...before.artifacts, stacks } };
  const told = renderingChanges(before, after, await loadSpecification()).stacks;
  t.is(told.length, stacks.length);
  t.true(told.every(({ resources, settings }) => resources.length + settings.length === 0));
});
