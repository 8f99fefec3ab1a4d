import {
  CreateStackCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackSetsCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn, onSandboxesOnly, target } from './clients.js';
import { create } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName } from './names.js';
import { invalid, refused } from './refused.js';

const one = template({ One: parameter('1') });

onSandboxesOnly('AWS has what the sandbox refuses')(
  'OUT-06: what has to do with stack sets is an unknown action',
  async t => {
    await refused(t, cfn.send(new ListStackSetsCommand({})), { code: 'InvalidAction' });
  },
);

test('API-01: an action that does not exist is an invalid one', async t => {
  const client = await rename('ListStacks', 'EatStacks');
  await refused(t, client.send(new ListStacksCommand({})), {
    code: 'InvalidAction',
    message: /^Could not find operation EatStacks for version 2010-05-15/,
  });
});

test('API-03: an error has type, code, message and request id', async t => {
  const error = await t.throwsAsync<Error & { Type?: string; $metadata: { requestId?: string } }>(
    cfn.send(new DescribeStacksCommand({ StackName: 'none' })),
  );
  t.is(error?.Type, 'Sender');
  t.is(error?.name, 'ValidationError');
  t.regex(error?.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
});

test('API-04: a required member that is missing is named', async t => {
  await refused(
    t,
    cfn.send(new UpdateTerminationProtectionCommand({ StackName: undefined, EnableTerminationProtection: true })),
    invalid(/'stackName' failed to satisfy constraint: Member must not be null/),
  );
});

for (const [title, name] of [
  ['a digit first', '1stack'],
  ['an underscore', 'a_stack'],
  ['more than 128 characters', `a${'b'.repeat(128)}`],
] as const) {
  test(`API-05: the name of a stack is refused with ${title}`, async t => {
    await refused(
      t,
      cfn.send(new CreateStackCommand({ StackName: name, TemplateBody: one })),
      invalid(/^1 validation error detected: Value '.*' at 'stackName' failed to satisfy constraint/),
    );
  });
}

test('API-06: the name of a change set is refused with an underscore', async t => {
  const { CreateChangeSetCommand } = await import('@aws-sdk/client-cloudformation');
  await refused(
    t,
    cfn.send(
      new CreateChangeSetCommand({
        StackName: freshName(),
        ChangeSetName: 'a_b',
        ChangeSetType: 'CREATE',
        TemplateBody: one,
      }),
    ),
    invalid(/'changeSetName' failed to satisfy constraint/),
  );
});

test('API-07: a value outside its enumeration is refused', async t => {
  await refused(
    t,
    cfn.send(new CreateStackCommand({ StackName: freshName(), TemplateBody: one, OnFailure: 'SHRUG' as 'DELETE' })),
    invalid(/'onFailure' failed to satisfy constraint: Member must satisfy enum value set/),
  );
});

test('API-07: so is one in a list', async t => {
  const filter = ['FINE' as 'CREATE_COMPLETE'];
  await refused(t, cfn.send(new ListStacksCommand({ StackStatusFilter: filter })), invalid(/'stackStatusFilter/));
});

test('API-08: a stack that does not exist is told, by all that need one', async t => {
  const StackName = freshName();
  await refused(
    t,
    cfn.send(new DescribeStacksCommand({ StackName })),
    invalid(exactly(`Stack with id ${StackName} does not exist`)),
  );
  await refused(
    t,
    cfn.send(new DescribeStackEventsCommand({ StackName })),
    invalid(exactly(`Stack [${StackName}] does not exist`)),
  );
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: one })),
    invalid(exactly(`Stack [${StackName}] does not exist`)),
  );
});

test('API-08: by the reader of one resource, in words of its own', async t => {
  const StackName = freshName();
  const asked = { StackName, LogicalResourceId: 'One' };
  await refused(
    t,
    cfn.send(new DescribeStackResourceCommand(asked)),
    invalid(exactly(`Stack '${StackName}' does not exist`)),
  );
});

test('API-09: a change set that does not exist is not found', async t => {
  const arn = `arn:aws:cloudformation:${target.settings.region}:111122223333:changeSet/none/00000000-0000-4000-8000-000000000000`;
  await refused(t, cfn.send(new DescribeChangeSetCommand({ ChangeSetName: arn })), {
    code: 'ChangeSetNotFound',
    status: 404,
    message: /^ChangeSet \[.*\] does not exist$/,
  });
});

const needsStack = /^StackName must be specified if ChangeSetName is not specified as an ARN\.$/;

test('API-10: the name of a change set needs the name of its stack', async t => {
  await refused(t, cfn.send(new DescribeChangeSetCommand({ ChangeSetName: 'first' })), invalid(needsStack));
  await refused(t, cfn.send(new DeleteChangeSetCommand({ ChangeSetName: 'first' })), invalid(needsStack));
});

test('API-10: a template is that of something', async t => {
  const message = /^StackName is required if ChangeSetName is not specified\.$/;
  await refused(t, cfn.send(new GetTemplateCommand({})), invalid(message));
});

test('API-13: an update needs a template', async t => {
  const { StackName } = await create(one);
  const message = /^Either Template URL or Template Body must be specified\.$/;
  await refused(t, cfn.send(new UpdateStackCommand({ StackName })), invalid(message));
});

test('API-12: a token that no page was given with is refused', async t => {
  await refused(t, cfn.send(new ListStacksCommand({ NextToken: 'made-up' })), invalid(/token/i));
});

const exactly = (text: string) => new RegExp(`^${text.replaceAll(/[[\]]/g, '\\$&')}$`);

/** A client that sends another action than the one it was asked for. */
async function rename(from: string, to: string) {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(target.settings);
  client.middlewareStack.add(
    next => async args => {
      const request = args.request as { body: string };
      request.body = request.body.replace(`Action=${from}`, `Action=${to}`);
      return next(args);
    },
    { step: 'build', priority: 'high' },
  );
  return client;
}
