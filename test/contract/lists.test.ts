import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ListChangeSetsCommand,
  paginateDescribeStackEvents,
  paginateDescribeStackResourceDrifts,
  paginateDescribeStacks,
  paginateListChangeSets,
  paginateListExports,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn, onSandboxesOnly } from './clients.js';
import { create, propose, update } from './deploy.js';
import { detected } from './drift.js';
import { failing, parameter, template } from './fixtures.js';
import { freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { sorted } from './sorted.js';
import { describe, eventsOf, remove, resource, settled } from './stacks.js';

const atLength = onSandboxesOnly('it takes hundreds of stacks');

const first = template({ One: parameter('1') });
const broken = template({ One: parameter('2'), Bad: failing({ DependsOn: 'One' }) });

test('EVT-01, EVT-02: events tell a creation, the newest first', async t => {
  const { StackName, StackId } = await create(first);
  // AWS tells of some types, in between, that they are configured.
  const events = (await eventsOf(StackName)).filter(({ DetailedStatus }) => DetailedStatus === undefined);
  t.deepEqual(
    events.map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = '' }) =>
      `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`.trim(),
    ),
    [
      `${StackName} CREATE_IN_PROGRESS User Initiated`,
      'One CREATE_IN_PROGRESS',
      'One CREATE_IN_PROGRESS Resource creation Initiated',
      'One CREATE_COMPLETE',
      `${StackName} CREATE_COMPLETE`,
    ],
  );
  t.like(events[0], { PhysicalResourceId: StackId, ResourceType: 'AWS::CloudFormation::Stack', StackId, StackName });
  t.falsy(events[1]?.PhysicalResourceId);
  t.truthy(events[2]?.PhysicalResourceId);
  t.deepEqual(JSON.parse(events[3]?.ResourceProperties ?? '{}'), { Type: 'String', Value: '1' });
});

test('EVT-03: each event has an id and a time, and those of an operation share its id', async t => {
  const { StackName } = await create(first);
  const created = await eventsOf(StackName);
  t.is(new Set(created.map(({ EventId }) => EventId)).size, created.length);
  const times = created.map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
  t.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  const operations = new Set(created.map(({ OperationId }) => OperationId));
  t.is(operations.size, 1);
  await update(StackName, template({ One: parameter('2') }));
  const later = (await eventsOf(StackName)).slice(created.length);
  t.is(new Set(later.map(({ OperationId }) => OperationId)).size, 1);
  t.false(operations.has(later[0]?.OperationId));
});

test('EVT-04, EVT-05: the events of an operation, and of them those that failed', async t => {
  const { StackName } = await create(first);
  await update(StackName, broken, {}, 'UPDATE_ROLLBACK_COMPLETE');
  const { LastOperations = [] } = await describe(StackName);
  t.true(LastOperations.every(({ OperationType, OperationId }) => OperationType && OperationId));
  const operation = LastOperations.find(({ OperationType }) => OperationType === 'UPDATE_STACK');
  const events = async (input: object) =>
    (await cfn.send(new DescribeEventsCommand({ OperationId: operation?.OperationId, ...input }))).OperationEvents ??
    [];
  const all = await events({});
  t.true(all.length > 0);
  t.true(all.every(({ OperationId }) => OperationId === operation?.OperationId));
  const failed = await events({ Filters: { FailedEvents: true } });
  t.true(failed.length > 0 && failed.length < all.length);
  t.like(
    failed.find(({ LogicalResourceId }) => LogicalResourceId === 'Bad'),
    { EventType: 'PROVISIONING_ERROR', ResourceStatus: 'CREATE_FAILED' },
  );
});

test('EVT-05: operations have a type', async t => {
  const { StackName, StackId } = await create(first);
  const types = async () => {
    const { OperationEvents = [] } = await cfn.send(new DescribeEventsCommand({ StackName: StackId }));
    return sorted(new Set(OperationEvents.map(({ OperationType }) => OperationType)));
  };
  await update(StackName, template({ One: parameter('2') }));
  await remove(StackName);
  await settled(StackId);
  t.deepEqual(await types(), ['CREATE_STACK', 'DELETE_STACK', 'UPDATE_STACK']);
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const page of pages) list.push(page);
  return list;
}

const many = (length: number, value: string) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`P${index}`, parameter(value)]));

test('PAG-01, PAG-05: a stack of 110 resources has pages of resources, events and exports', async t => {
  const prefix = freshName();
  const names = Array.from({ length: 110 }, (_, index) => `${prefix}-${index}`);
  const { StackName } = await create(
    template(many(110, '1'), {
      Outputs: Object.fromEntries(names.map((Name, index) => [`O${index}`, { Value: 'a', Export: { Name } }])),
    }),
  );
  const resources = await all(paginateListStackResources({ client: cfn }, { StackName }));
  const ids = resources.flatMap(({ StackResourceSummaries: page = [] }) =>
    page.map(({ LogicalResourceId }) => LogicalResourceId),
  );
  t.true(resources.length > 1);
  t.is(ids.length, 110);
  t.is(new Set(ids).size, 110);
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName }));
  t.is(StackResources.length, 100);
  const events = await all(paginateDescribeStackEvents({ client: cfn }, { StackName }));
  const eventIds = events.flatMap(({ StackEvents: page = [] }) => page.map(({ EventId }) => EventId));
  t.true(events.length > 1);
  t.is(new Set(eventIds).size, eventIds.length);
  t.true(eventIds.length >= 2 + 3 * 110);
  const exports = await all(paginateListExports({ client: cfn }, {}));
  const exported = exports.flatMap(({ Exports = [] }) => Exports.map(({ Name = '' }) => Name));
  t.true(exports.length > 1);
  t.deepEqual(
    names.filter(name => exported.filter(other => other === name).length !== 1),
    [],
  );
});

atLength('PAG-01, PAG-02: hundreds of stacks and change sets have pages', async t => {
  const StackName = stackName();
  const names = Array.from({ length: 110 }, () => stackName());
  const input = { ChangeSetType: 'CREATE' as const, TemplateBody: first };
  for (const name of names) {
    await cfn.send(new CreateChangeSetCommand({ ...input, StackName: name, ChangeSetName: 'first' }));
    await cfn.send(new CreateChangeSetCommand({ ...input, StackName, ChangeSetName: name }));
  }
  const once = (found: readonly (string | undefined)[]) =>
    names.every(name => found.filter(other => other === name).length === 1);
  const sets = await all(paginateListChangeSets({ client: cfn }, { StackName }));
  t.true(sets.length > 1);
  t.true(once(sets.flatMap(({ Summaries = [] }) => Summaries.map(({ ChangeSetName }) => ChangeSetName))));
  const stacks = await all(paginateListStacks({ client: cfn }, {}));
  t.true(stacks.length > 1);
  t.true(once(stacks.flatMap(({ StackSummaries = [] }) => StackSummaries.map(summary => summary.StackName))));
  const described = await all(paginateDescribeStacks({ client: cfn }, {}));
  t.true(described.length > 1);
  t.true(once(described.flatMap(({ Stacks = [] }) => Stacks.map(stack => stack.StackName))));
});

test('PAG-03: drifts have pages of the size that was asked for', async t => {
  const { StackName } = await create(template(many(3, '1')));
  const { StackDriftDetectionId } = await cfn.send(new DetectStackDriftCommand({ StackName }));
  await detected(StackDriftDetectionId);
  const pages = await all(paginateDescribeStackResourceDrifts({ client: cfn, pageSize: 2 }, { StackName }));
  const sizes = pages.map(({ StackResourceDrifts = [] }) => StackResourceDrifts.length);
  t.deepEqual(sizes, [2, 1]);
});

test('PAG-04: the changes of a large change set are told once each', async t => {
  const StackName = stackName();
  const TemplateBody = template(many(450, '1'));
  const { ChangeSetId: ChangeSetName } = await propose({ StackName, ChangeSetType: 'CREATE', TemplateBody });
  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName, NextToken }));
    ids.push(...(page.Changes ?? []).map(({ ResourceChange }) => ResourceChange?.LogicalResourceId));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  t.is(ids.length, 450);
  t.is(new Set(ids).size, 450);
});

test('LST-01: stacks are listed by status, deleted ones without one', async t => {
  const { StackId, StackName } = await create(first);
  await update(StackName, template({ One: parameter('2') }));
  const listed = async (input: object) => {
    const pages = await all(paginateListStacks({ client: cfn }, input));
    return pages.flatMap(({ StackSummaries = [] }) => StackSummaries).find(summary => summary.StackId === StackId);
  };
  t.like(await listed({ StackStatusFilter: ['UPDATE_COMPLETE'] }), { StackName, StackStatus: 'UPDATE_COMPLETE' });
  t.is(await listed({ StackStatusFilter: ['CREATE_COMPLETE', 'DELETE_COMPLETE'] }), undefined);
  await remove(StackId);
  await settled(StackId);
  t.is((await listed({}))?.StackStatus, 'DELETE_COMPLETE');
});

test('LST-02: a physical id leads to its stack', async t => {
  const { StackName, StackId } = await create(template({ One: parameter('1'), Two: parameter('2') }));
  const { PhysicalResourceId } = await resource(StackName, 'One');
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
  t.deepEqual([...new Set(StackResources.map(found => found.StackId))], [StackId]);
  t.deepEqual(sorted(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)), ['One', 'Two']);
});

const ask = (input: object) => cfn.send(new DescribeStackResourcesCommand(input));

test('LST-02: a physical id that is unknown is refused, and so is nothing', async t => {
  await refused(t, ask({ PhysicalResourceId: freshName() }), invalid(/does not exist/));
  await refused(t, ask({}), invalid(/./));
});

test('LST-02: a physical id together with a stack is refused', async t => {
  const { StackName } = await create(first);
  const { PhysicalResourceId } = await resource(StackName, 'One');
  await refused(t, ask({ PhysicalResourceId, StackName }), invalid(/./));
});

test('LST-03: an unknown resource is told', async t => {
  const { StackName } = await create(first);
  await refused(
    t,
    cfn.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Two' })),
    invalid(new RegExp(`^Resource Two does not exist for stack ${StackName}$`)),
  );
});

test('LST-03: so is one that is there no more', async t => {
  const { StackName } = await create(template({ One: parameter('1'), Two: parameter('2') }));
  await update(StackName, first);
  await refused(t, resource(StackName, 'Two'), invalid(/^Resource Two does not exist for stack /));
  const failed = await create(broken, {}, 'ROLLBACK_COMPLETE');
  await refused(t, resource(failed.StackId, 'Bad'), invalid(/^Resource Bad does not exist for stack /));
});

test('LST-04: a resource tells what it is', async t => {
  const { StackName, StackId } = await create(template({ One: parameter('1', { Metadata: { a: 'b' } }) }));
  const { Metadata, LastUpdatedTimestamp, PhysicalResourceId, ...one } = await resource(StackName, 'One');
  t.like(one, {
    LogicalResourceId: 'One',
    ResourceType: 'AWS::SSM::Parameter',
    ResourceStatus: 'CREATE_COMPLETE',
    StackId,
    StackName,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  });
  t.truthy(PhysicalResourceId);
  t.true(LastUpdatedTimestamp instanceof Date);
  t.deepEqual(JSON.parse(Metadata ?? '{}'), { a: 'b' });
});

test('LST-01: change sets of no stack are refused', async t => {
  await refused(t, cfn.send(new ListChangeSetsCommand({ StackName: freshName() })), invalid(/does not exist/));
  await refused(t, cfn.send(new DescribeStacksCommand({ StackName: freshName() })), invalid(/does not exist/));
  const { Status } = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: first });
  t.is(Status, 'CREATE_COMPLETE');
});
