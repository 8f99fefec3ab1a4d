import test from 'ava';
import { pointerTo } from '../../src/cfn/pointer.js';
import { render } from '../../src/render/render.js';
import { tellingFleet, tellingFleets } from '../fleets.js';

interface Leaf {
  readonly pointer: string;
  readonly value: unknown;
}

function leaves(value: unknown, pointer = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ pointer, value }];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, pointerTo(pointer, key)));
}

/** Who changes a description, or the name of a node config, changes something else that is told. */
const untold = /\/Description$|\/UserData\/.*\/Config(Key|Sha512)$/;

function named(part: string, cluster: string): boolean {
  return `-${part}-`.includes(`-${cluster}-`);
}

for (const name of tellingFleets) {
  test(`what is made of the name of a cluster is told at its spec: ${name}`, async t => {
    const fleet = await tellingFleet(name);
    for (const { id, cluster, template, sources } of (await render(fleet)).stacks) {
      if (cluster === undefined) continue;
      const lost = leaves(template)
        .filter(
          ({ value }) => typeof value === 'string' && value.split(/[^A-Za-z0-9-]/).some(part => named(part, cluster)),
        )
        .filter(({ pointer }) => !untold.test(pointer))
        // A value that is a list has a place as a whole.
        .filter(({ pointer }) => !sources.has(pointer) && !sources.has(pointer.replace(/\/\d+$/, '')));
      t.deepEqual(lost, [], id);
    }
  });
}

test('statements and policies of roles of pods are told at their own lines', async t => {
  const { stacks } = await render(await tellingFleet('everything'));
  const stack = stacks.find(({ kind }) => kind === 'tccpn');
  const role = '/Resources/WorkloadRoleBackup/Properties';
  const statement = `${role}/Policies/0/PolicyDocument/Statement/0`;
  const told = [`${role}/ManagedPolicyArns`, `${statement}/Action`, `${statement}/Resource`].map(pointer =>
    stack?.sources.get(pointer),
  );
  t.true(told.every(place => place !== undefined));
  t.is(new Set(told.map(place => JSON.stringify(place))).size, 3);
});
