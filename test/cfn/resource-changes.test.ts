import test from 'ava';
import { resourceChanges } from '../../src/cfn/resource-changes.js';
import { loadSpecification } from '../../src/cfn/specification.js';
import type { CfnResource } from '../../src/model/artifact.js';

async function changes(before: Record<string, CfnResource>, after: Record<string, CfnResource>) {
  return resourceChanges({ Resources: before }, { Resources: after }, await loadSpecification());
}

function volume(properties: Record<string, unknown>, attributes: Record<string, unknown> = {}): CfnResource {
  return { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'a', Size: 10, ...properties }, ...attributes };
}

test('resources come, go and stay', async t => {
  const told = await changes({ Old: volume({}), Same: volume({}) }, { Same: volume({}), New: volume({}) });
  t.deepEqual(
    told.map(({ logicalId, action, type }) => [logicalId, action, type]),
    [
      ['Old', 'remove', 'AWS::EC2::Volume'],
      ['New', 'add', 'AWS::EC2::Volume'],
    ],
  );
});

test('a property that can change in place does not replace its resource, and one that cannot does', async t => {
  const [grown] = await changes({ Volume: volume({}) }, { Volume: volume({ Size: 20 }) });
  t.like(grown, { action: 'modify', replacement: 'never' });
  t.deepEqual(grown?.differences, [{ path: ['Properties', 'Size'], before: 10, after: 20 }]);
  const [moved] = await changes({ Volume: volume({}) }, { Volume: volume({ AvailabilityZone: 'b', Size: 20 }) });
  t.is(moved?.replacement, 'always');
});

test('an attribute of a resource is no property', async t => {
  const [kept] = await changes({ Volume: volume({}) }, { Volume: volume({}, { DeletionPolicy: 'Retain' }) });
  t.is(kept?.replacement, 'never');
  t.deepEqual(kept?.differences, [{ path: ['DeletionPolicy'], before: undefined, after: 'Retain' }]);
});

test('another type under the same name is another resource', async t => {
  const [other] = await changes({ Thing: volume({}) }, { Thing: { Type: 'AWS::SNS::Topic' } });
  t.is(other?.replacement, 'always');
});

test('a resource may have the name of what every object has', async t => {
  const [told] = await changes({}, { constructor: volume({}) });
  t.like(told, { logicalId: 'constructor', action: 'add' });
});
