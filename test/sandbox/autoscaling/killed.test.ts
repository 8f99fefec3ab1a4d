import { setTimeout as pause } from 'node:timers/promises';
import test from 'ava';
import { activeInstances, groupState, groupType } from '../../../src/sandbox/autoscaling/state.js';
import { cloudFormation } from '../../../src/sandbox/cloudformation/service.js';
import { allStacks } from '../../../src/sandbox/cloudformation/stacks.js';
import { memoryWorld } from '../../../src/sandbox/memory-world.js';
import { resourcesOf } from '../../../src/sandbox/resources/store.js';
import type { PartitionKey, World } from '../../../src/sandbox/world.js';
import { partitionId } from '../../../src/sandbox/world.js';
import { deploy } from '../cloudformation/stack-driver.js';
import { instances, nodeDriver, pool } from './node-driver.js';

/** What a state folder holds: partitions as JSON text. */
type Disk = ReadonlyMap<string, { readonly key: PartitionKey; readonly text: string }>;

/** A world that remembers what was on disk after each write. */
function recordedWorld(): { readonly world: World; readonly moments: Disk[] } {
  const memory = memoryWorld('kill');
  const moments: Disk[] = [];
  const latest = () => moments.at(-1) ?? new Map();
  const world: World = {
    ...memory,
    changed(key) {
      const state = memory.partition(key, () => ({}));
      moments.push(new Map([...latest(), [partitionId(key), { key, text: JSON.stringify(state) }]]));
      return Promise.resolve();
    },
    remove(key) {
      moments.push(new Map([...latest()].filter(([id]) => id !== partitionId(key))));
      return memory.remove(key);
    },
  };
  return { world, moments };
}

function revived(disk: Disk): World {
  const world = memoryWorld('kill');
  for (const { key, text } of disk.values()) world.partition(key, () => JSON.parse(text) as object);
  return world;
}

/** Goes on with what was running, to its end. */
async function outcome(disk: Disk) {
  const world = revived(disk);
  const service = cloudFormation({ world, pace: { resourceMs: 2 } });
  const isRunning = () => allStacks(world).some(({ operation }) => operation !== undefined);
  while (isRunning()) await pause(3);
  await service.close();
  const [stack] = allStacks(world);
  if (!stack) return undefined;
  return resourcesOf(world)
    .ofType(stack, groupType)
    .map(group => groupState(world, group))
    .map(group => ({
      status: stack.status,
      desired: group.desired,
      temporaryMin: group.temporaryMin,
      versions: activeInstances(group).map(({ launchTemplate }) => launchTemplate?.version),
    }));
}

/** Of a stack whose update has begun. */
const begun = /"status":"UPDATE_IN_PROGRESS"/;

test('a roll that grows its group ends with the same group, whichever of its writes was the last before a kill', async t => {
  const { world, moments } = recordedWorld();
  const driver = await nodeDriver(t, 6, world);
  const update = '{ AutoScalingRollingUpdate: { MaxBatchSize: 1, MinInstancesInService: 2 } }';
  await deploy(driver, 'pool', pool({ min: 2, max: 4, update }));
  const before = moments.length;
  await deploy(driver, 'pool', pool({ min: 2, max: 4, update, type: 'm6i.xlarge' }));
  t.deepEqual(
    (await instances(driver)).map(({ version }) => version),
    ['2', '2'],
  );
  const rolling = moments.slice(before).filter(disk => [...disk.values()].some(({ text }) => begun.test(text)));
  t.true(rolling.length > 10);
  const end = JSON.stringify([{ status: 'UPDATE_COMPLETE', desired: 2, versions: ['2', '2'] }]);
  const ends = await Promise.all(rolling.map(outcome));
  t.deepEqual([...new Set(ends.map(other => JSON.stringify(other)))], [end]);
});
