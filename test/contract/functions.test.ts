import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { sts, target } from './clients.js';
import { create } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName } from './names.js';
import { invalid, refusedTemplate } from './refused.js';
import { outputsOf } from './stacks.js';

const ref = (Ref: string) => ({ Ref });
const values = (entries: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).map(([name, Value]) => [name, { Value }]));

test('FN-01, FN-02, FN-03, FN-04, FN-05, FN-06, FN-07: functions compute outputs', async t => {
  const stack = await create(
    template(
      { One: parameter('one') },
      {
        Parameters: { Name: { Type: 'String', Default: 'b' }, List: { Type: 'CommaDelimitedList', Default: 'x, y,z' } },
        Mappings: { Sizes: { a: { Count: '1' }, b: { Count: '2', Names: ['p', 'q'] } } },
        Conditions: {
          IsB: { 'Fn::Equals': [ref('Name'), 'b'] },
          Not: { 'Fn::Not': [{ Condition: 'IsB' }] },
          And: { 'Fn::And': [{ Condition: 'IsB' }, { Condition: 'Not' }] },
          Or: { 'Fn::Or': [{ Condition: 'IsB' }, { Condition: 'Not' }] },
        },
        Outputs: values({
          Parameter: ref('Name'),
          Attribute: { 'Fn::GetAtt': ['One', 'Value'] },
          Sub: { 'Fn::Sub': '${Name}-${One.Value}-${!Literal}' },
          SubMap: { 'Fn::Sub': ['${Name}${Own}', { Own: ref('Name') }] },
          Join: { 'Fn::Join': ['-', ref('List')] },
          Select: { 'Fn::Select': [1, ref('List')] },
          Split: { 'Fn::Select': ['2', { 'Fn::Split': [',', 'p,q,r'] }] },
          If: { 'Fn::If': ['IsB', 'yes', 'no'] },
          And: { 'Fn::If': ['And', 'yes', 'no'] },
          Or: { 'Fn::If': ['Or', 'yes', 'no'] },
          Find: { 'Fn::FindInMap': ['Sizes', ref('Name'), 'Count'] },
          FindList: { 'Fn::Join': ['+', { 'Fn::FindInMap': ['Sizes', 'b', 'Names'] }] },
          Base64: { 'Fn::Base64': 'hello' },
          Cidr: { 'Fn::Join': [' ', { 'Fn::Cidr': ['10.0.0.0/24', 3, 5] }] },
        }),
      },
    ),
  );
  t.deepEqual(outputsOf(stack), {
    Parameter: 'b',
    Attribute: 'one',
    Sub: 'b-one-${Literal}',
    SubMap: 'bb',
    Join: 'x-y-z',
    Select: 'y',
    Split: 'r',
    If: 'yes',
    And: 'no',
    Or: 'yes',
    Find: '2',
    FindList: 'p+q',
    Base64: 'aGVsbG8=',
    Cidr: '10.0.0.0/27 10.0.0.32/27 10.0.0.64/27',
  });
});

test('FN-08: zones are those of the region, in order', async t => {
  const stack = await create(
    template(
      { One: parameter('1') },
      {
        Outputs: values({
          Here: { 'Fn::Join': [' ', { 'Fn::GetAZs': '' }] },
          There: { 'Fn::Join': [' ', { 'Fn::GetAZs': ref('AWS::Region') }] },
        }),
      },
    ),
  );
  const { Here = '', There } = outputsOf(stack);
  const zones = Here.split(' ');
  t.true(zones.length > 1);
  t.deepEqual(zones, zones.toSorted());
  t.true(zones.every(zone => zone.startsWith(target.settings.region)));
  t.is(There, Here);
});

test('FN-09: a value that another stack exports can be imported', async t => {
  const name = freshName();
  await create(template({ One: parameter('1') }, { Outputs: { O: { Value: 'shared', Export: { Name: name } } } }));
  const importing = await create(
    template(
      { One: parameter({ 'Fn::ImportValue': name }) },
      { Outputs: values({ V: { 'Fn::GetAtt': ['One', 'Value'] } }) },
    ),
  );
  t.is(outputsOf(importing).V, 'shared');
});

test('FN-09: what nobody exports cannot be imported', async t => {
  const name = freshName();
  const body = template({ One: parameter({ 'Fn::ImportValue': name }) });
  const { StackStatusReason, StackStatus } = await create(body, {}, 'ROLLBACK_COMPLETE').catch(error => ({
    StackStatus: 'refused',
    StackStatusReason: String(error),
  }));
  t.regex(`${StackStatus} ${StackStatusReason}`, new RegExp(`No export named ${name} found`));
});

test('FN-10: pseudo parameters', async t => {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const stack = await create(
    template(
      { One: parameter('1', {}, { Description: ref('AWS::NoValue') }) },
      {
        Outputs: values({
          Account: ref('AWS::AccountId'),
          Region: ref('AWS::Region'),
          Partition: ref('AWS::Partition'),
          Suffix: ref('AWS::URLSuffix'),
          Id: ref('AWS::StackId'),
          Name: ref('AWS::StackName'),
          Topics: { 'Fn::Join': [',', ref('AWS::NotificationARNs')] },
          Sub: { 'Fn::Sub': '${AWS::StackName}' },
        }),
      },
    ),
  );
  const { Topics = '', ...others } = outputsOf(stack);
  t.is(Topics, '');
  t.deepEqual(others, {
    Account,
    Region: target.settings.region,
    Partition: 'aws',
    Suffix: 'amazonaws.com',
    Id: stack.StackId,
    Name: stack.StackName,
    Sub: stack.StackName,
  });
});

const selectArguments =
  /^Template error: Fn::Select requires a list argument with two elements: an integer index and a list$/;

const wrong: readonly [title: string, value: unknown, message: RegExp][] = [
  ['FN-02: Sub of nothing', { 'Fn::Sub': '${Two}' }, /Unresolved resource dependencies \[Two\]/],
  ['FN-03: Join with a delimiter that is no text', { 'Fn::Join': [['a'], ['b']] }, /Fn::Join/],
  ['FN-03: Select out of range', { 'Fn::Select': [3, ['a', 'b']] }, selectArguments],
  ['FN-03: Select by a word', { 'Fn::Select': ['one', ['a', 'b']] }, selectArguments],
  ['FN-03: Select of no list', { 'Fn::Select': [1, 'a'] }, selectArguments],
  [
    'FN-03: Split of one argument',
    { 'Fn::Select': [0, { 'Fn::Split': [','] }] },
    /^Template error: every Fn::Split object requires two parameters, \(1\) a string delimiter and \(2\) a string to be split/,
  ],
  [
    'FN-01: GetAtt without an attribute',
    { 'Fn::GetAtt': ['One', ''] },
    /^Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute$/,
  ],
  [
    'FN-04: If of an unknown condition',
    { 'Fn::If': ['Nope', 'a', 'b'] },
    /^Template error: unresolved condition dependency Nope in Fn::If$/,
  ],
  ['FN-05: FindInMap with two arguments', { 'Fn::FindInMap': ['a', 'b'] }, /Fn::FindInMap/],
];
for (const [title, value, message] of wrong) {
  test(`${title} is refused`, t => refusedTemplate(t, template({ One: parameter(value) }), invalid(message)));
}

test('FN-04: Equals of one value is refused', async t => {
  const Conditions = { One: { 'Fn::Equals': ['a'] } };
  const message = /^Template error: every Fn::Equals object requires a list of 2 string parameters\.$/;
  await refusedTemplate(t, template({ One: parameter('1') }, { Conditions }), invalid(message));
});

test('FN-04: And of one condition is refused', async t => {
  const Conditions = { One: { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }] } };
  await refusedTemplate(t, template({ One: parameter('1') }, { Conditions }), invalid(/Fn::And/));
});

test('FN-07: Cidr of more blocks than there are is refused or fails', async t => {
  const body = template({ One: parameter({ 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/30', 8, 2] }] }) });
  const answer = await create(body, {}, 'ROLLBACK_COMPLETE').then(
    ({ StackStatus }) => StackStatus,
    (error: Error) => error.name,
  );
  t.true(['ROLLBACK_COMPLETE', 'ValidationError'].includes(answer ?? ''), answer);
});

test('FN-11: dynamic references and parameters are read from the parameter store', async t => {
  const Name = `/${freshName()}`;
  await create(template({ Stored: parameter('from the store', {}, { Name }) }));
  const stack = await create(
    template(
      { Copy: parameter(`{{resolve:ssm:${Name}}}`) },
      {
        Parameters: { Read: { Type: 'AWS::SSM::Parameter::Value<String>', Default: Name } },
        Outputs: values({ Copy: { 'Fn::GetAtt': ['Copy', 'Value'] }, Read: ref('Read') }),
      },
    ),
  );
  t.deepEqual(outputsOf(stack), { Copy: 'from the store', Read: 'from the store' });
  t.like(stack.Parameters?.[0], { ParameterKey: 'Read', ParameterValue: Name, ResolvedValue: 'from the store' });
  const tooMany = template({ One: parameter('1') }, { Metadata: { a: `{{resolve:ssm:${Name}}}`.repeat(61) } });
  await refusedTemplate(t, tooMany, invalid(/dynamic references/i));
});
