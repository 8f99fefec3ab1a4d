import test from 'ava';
import type { Artifacts } from '../../src/model/artifact.js';
import type { Fleet } from '../../src/model/fleet.js';
import type { EarlierClusters } from '../../src/render/earlier-clusters.js';
import { renderChecked } from '../../src/render/render.js';
import { edited, loadExample } from '../fleet/repository.js';

const ofProd = 'clusters/prod-a/cluster.yaml';

async function exampleFleet(changes: Readonly<Record<string, string>> = {}): Promise<Fleet> {
  const { fleet, findings } = await loadExample(changes);
  if (fleet === undefined) throw new Error(JSON.stringify(findings));
  return fleet;
}

/** What is rendered, without where it comes from. */
function bytes({ stacks, nodeConfigs }: Artifacts) {
  return [stacks.map(stack => ({ ...stack, sources: undefined })), nodeConfigs];
}

/** Names of the clusters whose artifacts are others, not merely equal. */
function renderedAnew(before: Artifacts, after: Artifacts): readonly string[] {
  const anew = after.stacks.filter(stack => !before.stacks.includes(stack));
  return [...new Set(anew.flatMap(({ cluster }) => cluster ?? []))].sort();
}

test('only the cluster that changed is rendered anew, to what it would be without memory', async t => {
  const earlier: EarlierClusters = new Map();
  const before = await renderChecked(await exampleFleet(), earlier);
  const changed = await exampleFleet({ [ofProd]: edited(ofProd, 'cost-center: "4711"', 'cost-center: "0815"') });
  const after = await renderChecked(changed, earlier);
  t.deepEqual(renderedAnew(before.artifacts, after.artifacts), ['prod-a']);
  t.deepEqual(bytes(after.artifacts), bytes((await renderChecked(changed)).artifacts));
  t.notDeepEqual(bytes(after.artifacts), bytes(before.artifacts));
});

test('lines that move change no cluster', async t => {
  const earlier: EarlierClusters = new Map();
  const before = await renderChecked(await exampleFleet(), earlier);
  const moved = {
    [ofProd]: edited(ofProd, /^/, '# more to read\n'),
    'fleet.yaml': edited('fleet.yaml', /^/, '\n\n'),
  };
  const after = await renderChecked(await exampleFleet(moved), earlier);
  t.deepEqual(renderedAnew(before.artifacts, after.artifacts), []);
});

test('what all clusters share renders all of them anew', async t => {
  const earlier: EarlierClusters = new Map();
  const before = await renderChecked(await exampleFleet(), earlier);
  const changed = await exampleFleet({ 'fleet.yaml': edited('fleet.yaml', 'domain: gauss.', 'domain: euler.') });
  const after = await renderChecked(changed, earlier);
  t.deepEqual(renderedAnew(before.artifacts, after.artifacts), ['dev-b', 'prod-a']);
  t.deepEqual(bytes(after.artifacts), bytes((await renderChecked(changed)).artifacts));
});

test('a cluster that was away for a while is as it was then', async t => {
  const earlier: EarlierClusters = new Map();
  const fleet = await exampleFleet();
  const before = await renderChecked(fleet, earlier);
  await renderChecked({ ...fleet, clusters: fleet.clusters.slice(1) }, earlier);
  const after = await renderChecked(fleet, earlier);
  t.deepEqual(renderedAnew(before.artifacts, after.artifacts), []);
});

test('findings keep pace with the lines that they name', async t => {
  const earlier: EarlierClusters = new Map();
  const blocks = Array.from({ length: 70 }, (_, index) => `198.51.${index}.0/24`).join(', ');
  const account = 'accounts/payments-prod.yaml';
  const files = {
    [ofProd]: edited(ofProd, '203.0.113.0/24', blocks),
    [account]: edited(account, 'roles:', 'quotas: { rulesPerSecurityGroup: 100 }\n  roles:'),
  };
  const [before] = (await renderChecked(await exampleFleet(files), earlier)).findings;
  const moved = await exampleFleet({ ...files, [ofProd]: `# one line more\n${files[ofProd]}` });
  const [after] = (await renderChecked(moved, earlier)).findings;
  t.is(before?.code, 'CW3015');
  t.is(after?.at.line, (before?.at.line ?? 0) + 1);
});
