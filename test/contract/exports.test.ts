import { ListImportsCommand, paginateListExports } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn } from './clients.js';
import { create, update } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName } from './names.js';
import { invalid, refused } from './refused.js';
import { eventsOf } from './stacks.js';

const exporting = (name: string, Value = 'a') =>
  template({ One: parameter(Value) }, { Outputs: { O: { Value, Export: { Name: name } } } });
const importing = (name: string) => template({ One: parameter({ 'Fn::ImportValue': name }) });

async function told(StackName: string, stack: { StackStatusReason?: string | undefined }): Promise<string> {
  const reasons = (await eventsOf(StackName)).map(({ ResourceStatusReason }) => ResourceStatusReason ?? '');
  return [stack.StackStatusReason, ...reasons].join('\n');
}

test('EXP-01: an export tells name, value and stack', async t => {
  const name = freshName();
  const { StackId, Outputs } = await create(exporting(name));
  t.is(Outputs?.[0]?.ExportName, name);
  const found = [];
  for await (const { Exports = [] } of paginateListExports({ client: cfn }, {})) {
    found.push(...Exports.filter(({ Name }) => Name === name));
  }
  t.deepEqual(found, [{ ExportingStackId: StackId, Name: name, Value: 'a' }]);
});

test('EXP-02: the importing stacks are listed; none is an error', async t => {
  const name = freshName();
  await create(exporting(name));
  await refused(
    t,
    cfn.send(new ListImportsCommand({ ExportName: name })),
    invalid(new RegExp(`^Export '${name}' is not imported by any stack\\.$`)),
  );
  const { StackName } = await create(importing(name));
  t.deepEqual((await cfn.send(new ListImportsCommand({ ExportName: name }))).Imports, [StackName]);
});

test('EXP-03: a name is exported by one stack', async t => {
  const name = freshName();
  const { StackName } = await create(exporting(name));
  const second = await create(exporting(name), {}, 'ROLLBACK_COMPLETE');
  t.regex(
    await told(second.StackId, second),
    new RegExp(`Export with name ${name} is already exported by stack ${StackName}`),
  );
});

test('EXP-04: an export in use cannot go', async t => {
  const name = freshName();
  const { StackName } = await create(exporting(name));
  const user = await create(importing(name));
  const stack = await update(StackName, template({ One: parameter('b') }), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.regex(
    await told(StackName, stack),
    new RegExp(`(Export ${name} cannot be deleted|Cannot delete export ${name}) as it is in use by ${user.StackName}`),
  );
});

test('EXP-04: an export in use cannot change', async t => {
  const name = freshName();
  const { StackName } = await create(exporting(name));
  const user = await create(importing(name));
  const stack = await update(StackName, exporting(name, 'b'), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.regex(
    await told(StackName, stack),
    new RegExp(`(Export ${name} cannot be updated|Cannot update export ${name}) as it is in use by ${user.StackName}`),
  );
});
