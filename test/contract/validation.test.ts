import type { DescribeEventsCommandInput, OperationEvent } from '@aws-sdk/client-cloudformation';
import { CreateStackCommand, DescribeEventsCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn } from './clients.js';
import { create, propose } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { eventsOf, settled } from './stacks.js';

const unknown = template({ Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySecond: 1 } } });

async function events(input: DescribeEventsCommandInput): Promise<OperationEvent[]> {
  const { OperationEvents = [] } = await cfn.send(new DescribeEventsCommand(input));
  return OperationEvents;
}

const wrong: readonly [title: string, body: string, path: RegExp][] = [
  ['EV-01: an unknown property', unknown, /Queue\/Properties\/DelaySecond/],
  [
    'EV-02: a required property that is missing',
    template({ One: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String' } } }),
    /One/,
  ],
  [
    'EV-02: a list in place of a number',
    template({ Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: [1] } } }),
    /Queue\/Properties\/DelaySeconds/,
  ],
  [
    'EV-02: a word that a property does not know',
    template({ One: parameter('1', {}, { Type: 'Text' }) }),
    /One\/Properties\/Type/,
  ],
];
for (const [title, TemplateBody, path] of wrong) {
  test(`${title} fails the change set`, async t => {
    const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody });
    t.like(changeSet, { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
    t.regex(changeSet.StatusReason ?? '', /AWS::EarlyValidation/);
    const found = await events({ ChangeSetName: changeSet.ChangeSetId });
    t.regex(found.map(({ ValidationPath = '' }) => ValidationPath).join(), path);
  });
}

test('EV-03: events of the change set tell what is wrong', async t => {
  const { ChangeSetId, StackId } = await propose({
    StackName: stackName(),
    ChangeSetType: 'CREATE',
    TemplateBody: unknown,
  });
  const found = await events({ ChangeSetName: ChangeSetId });
  const error = found.find(({ EventType }) => EventType === 'VALIDATION_ERROR');
  t.like(error, {
    StackId,
    OperationType: 'CREATE_CHANGESET',
    LogicalResourceId: 'Queue',
    ResourceType: 'AWS::SQS::Queue',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationFailureMode: 'FAIL',
  });
  t.regex(error?.ValidationStatusReason ?? '', /DelaySecond/);
});

test('EV-04: the events of the stack do not', async t => {
  const { StackId = '' } = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: unknown });
  t.deepEqual(
    (await eventsOf(StackId)).filter(({ LogicalResourceId }) => LogicalResourceId === 'Queue'),
    [],
  );
});

test('EV-05: events are those of something', async t => {
  await refused(t, events({}), invalid(/./));
});

test('EV-06: stacks are validated too', async t => {
  const StackName = stackName();
  const failure = await cfn.send(new CreateStackCommand({ StackName, TemplateBody: unknown })).then(
    async ({ StackId = '' }) => `${(await settled(StackId)).StackStatus}`,
    (error: Error) => error.name,
  );
  t.true(['ValidationError', 'ROLLBACK_COMPLETE', 'CREATE_FAILED', 'ROLLBACK_FAILED'].includes(failure), failure);
  const { StackName: good } = await create(template({ Queue: { Type: 'AWS::SQS::Queue' } }));
  const update = await cfn.send(new UpdateStackCommand({ StackName: good, TemplateBody: unknown })).then(
    async () => `${(await settled(good)).StackStatus}`,
    (error: Error) => error.name,
  );
  t.true(['ValidationError', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED'].includes(update), update);
});

test('EV-07: a name in use is found before anything is made', async t => {
  const named = template({ One: parameter('1', {}, { Name: `/${freshName()}` }) });
  await create(named);
  const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: named });
  t.is(changeSet.Status, 'FAILED');
  t.regex(changeSet.StatusReason ?? '', /AWS::EarlyValidation::ResourceExistenceCheck/);
  const [event] = await events({ ChangeSetName: changeSet.ChangeSetId });
  t.like(event, { ValidationName: 'NAME_CONFLICT_VALIDATION', LogicalResourceId: 'One' });
});
