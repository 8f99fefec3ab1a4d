import test from 'ava';
import type { LiveStack } from '../../src/observe/snapshot.js';
import { orphansOf } from '../../src/plan/orphans.js';
import { exampleFleet } from '../reconcile/example-world.js';

const live = (name: string, owner: string): LiveStack => ({
  name,
  arn: `arn:aws:cloudformation:eu-central-1:111122223333:stack/${name}/1`,
  status: 'CREATE_COMPLETE',
  statusReason: undefined,
  parameters: {},
  outputs: { Owner: owner },
  tags: {},
  terminationProtection: true,
  changeSet: undefined,
  changeSetNames: undefined,
});

const stacks = [
  live('gauss-prod-a-tccp', 'gauss/prod-a'),
  live('gauss-prod-a-tcnp-gone', 'gauss/prod-a'),
  live('gauss-old-x-tccp', 'gauss/old-x'),
  live('euler-prod-a-tccp', 'euler/prod-a'),
  live('somebody-elses', ''),
];
const snapshot = {
  targets: new Map([['111122223333/eu-central-1', new Map(stacks.map(stack => [stack.name, stack]))]]),
  failures: new Map(),
};

test('stacks of the fleet that no spec asks for are orphans; those of others are not', async t => {
  const { fleet, artifacts } = await exampleFleet();
  t.deepEqual(orphansOf(fleet, artifacts, snapshot), [
    { stackName: 'gauss-old-x-tccp', account: '111122223333', region: 'eu-central-1', owner: 'gauss/old-x' },
    { stackName: 'gauss-prod-a-tcnp-gone', account: '111122223333', region: 'eu-central-1', owner: 'gauss/prod-a' },
  ]);
});

test('when only some clusters are planned, nothing is called an orphan', async t => {
  const { fleet, artifacts } = await exampleFleet();
  const some = { ...artifacts, stacks: artifacts.stacks.filter(({ cluster }) => cluster !== 'dev-b') };
  t.deepEqual(orphansOf(fleet, some, snapshot), []);
});
