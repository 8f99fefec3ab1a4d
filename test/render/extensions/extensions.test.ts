import test from 'ava';
import { parseTemplate } from '../../../src/cfn/template.js';
import { desiredOf } from '../../../src/plan/desired.js';
import { renderPreview } from '../../../src/render/preview.js';
import { render } from '../../../src/render/render.js';
import { edited, loadExample } from '../../fleet/repository.js';
import { tellingFleet, tellingFleets } from '../../fleets.js';
import { extendedExample, stackOf } from './extended.js';

const topic =
  'Resources:\n  ExtraTopic:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: {{cluster.name}}\n';

test('resources and outputs are added at the end of their sections, as text and as data', async t => {
  const extension = `${topic}\nOutputs:\n  ExtraTopicArn:\n    Value: !Ref ExtraTopic # its ARN\n`;
  const [plain, checked] = [await extendedExample({}), await extendedExample({ tccp: extension })];
  t.deepEqual(checked.findings, []);
  const [before, after] = [stackOf(plain, 'prod-a/tccp'), stackOf(checked, 'prod-a/tccp')];
  t.deepEqual(after.template, {
    ...before.template,
    Resources: {
      ...before.template.Resources,
      ExtraTopic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'prod-a' } },
    },
    Outputs: { ...before.template.Outputs, ExtraTopicArn: { Value: { Ref: 'ExtraTopic' } } },
  });
  t.deepEqual(parseTemplate(after.body), after.template);
  const ours = before.body.split('\n');
  const added = after.body.split('\n').filter(line => !ours.includes(line));
  t.deepEqual(added, [
    '  # From templates/extra/tccp.yaml.hbs:',
    '  ExtraTopic:',
    '    Type: AWS::SNS::Topic',
    '      DisplayName: "prod-a"',
    '  # From templates/extra/tccp.yaml.hbs:',
    '  ExtraTopicArn:',
    '    Value: !Ref ExtraTopic # its ARN',
  ]);
  t.deepEqual(after.extension, {
    file: 'templates/extra/tccp.yaml.hbs',
    resources: { ExtraTopic: 'AWS::SNS::Topic' },
    outputs: ['ExtraTopicArn'],
    conditions: [],
    mappings: [],
  });
  t.deepEqual(stackOf(checked, 'prod-a/tcs'), stackOf(plain, 'prod-a/tcs'), 'other stacks are as they were');
});

test('conditions and mappings become sections of their own', async t => {
  const extension = [
    'Mappings:',
    '  ExtraSizes: { eu-central-1: { Size: 10 } }'.replace(': {', ':\n    {'),
    'Conditions:',
    '  ExtraHere: !Equals [!Ref AWS::Region, eu-central-1]',
    'Resources:',
    '  ExtraTopic: { Type: AWS::SNS::Topic, Condition: ExtraHere }',
    'Outputs:',
    '  ExtraSize: { Value: !FindInMap [ExtraSizes, !Ref AWS::Region, Size] }',
    '',
  ].join('\n');
  const checked = await extendedExample({ tccp: extension });
  t.deepEqual(checked.findings, []);
  const { body, template, extension: added } = stackOf(checked, 'dev-b/tccp');
  t.deepEqual(parseTemplate(body), template);
  t.deepEqual(template.Mappings, { ExtraSizes: { 'eu-central-1': { Size: 10 } } });
  t.deepEqual(Object.keys(template.Conditions ?? {}), ['ExtraHere']);
  t.like(added, { conditions: ['ExtraHere'], mappings: ['ExtraSizes'], outputs: ['ExtraSize'] });
});

function indentedBy(indent: number, text: string): string {
  return text.replaceAll(/^(?: {2})+/gm, blanks => ' '.repeat((blanks.length / 2) * indent));
}

for (const indent of [1, 2, 3, 4, 8]) {
  test(`what is indented by ${indent} is indented as ours`, async t => {
    const description = '      TopicName: |-\n        two\n\n          lines\n';
    const checked = await extendedExample({ tccp: indentedBy(indent, `${topic}${description}  # The end.\n`) });
    t.deepEqual(checked.findings, []);
    const { body, template } = stackOf(checked, 'dev-b/tccp');
    t.deepEqual(parseTemplate(body), template);
    t.regex(body, /^ {2}ExtraTopic:$/m);
    t.regex(String(template.Resources.ExtraTopic?.Properties?.TopicName), /^two\n\n +lines$/);
  });
}

test('a section of which nothing is left adds nothing, and the bytes are the same', async t => {
  const plain = await extendedExample({});
  for (const text of [
    '',
    '# Nothing yet.\n',
    'Resources:\n',
    '{{#is cluster.name "other"}}\nResources: 1\n{{/is}}\n',
  ]) {
    const checked = await extendedExample({ tccp: text });
    t.deepEqual(checked.findings, []);
    t.deepEqual(checked.artifacts.stacks, plain.artifacts.stacks, JSON.stringify(text));
  }
});

test('the template decides which clusters and pools get something', async t => {
  const ofCluster = `{{#is cluster.name "prod-a"}}\n${topic}{{/is}}\n`;
  const ofPool = `{{#is pool.name "batch"}}\n${topic}{{/is}}\n`;
  const { artifacts, findings } = await extendedExample({ tccp: ofCluster, tcnp: ofPool });
  t.deepEqual(findings, []);
  const extended = artifacts.stacks.filter(({ extension }) => extension !== undefined);
  t.deepEqual(
    extended.map(({ id }) => id),
    ['prod-a/tccp', 'prod-a/tcnp-batch'],
  );
});

test('every kind of stack can be extended', async t => {
  const kinds = ['store', 'tcs', 'tccpi', 'tccp', 'tccpf', 'tccpn', 'tcnp', 'tcnpf'];
  const text = 'Outputs:\n  ExtraName:\n    Value: {{stack.name}}\n';
  const { artifacts, findings } = await extendedExample(Object.fromEntries(kinds.map(kind => [kind, text])));
  t.deepEqual(findings, []);
  for (const { stackName, template } of artifacts.stacks)
    t.deepEqual(template.Outputs?.ExtraName, { Value: stackName }, stackName);
});

test('a value knows its spec, and the rest the line of the extension: a plan shows them', async t => {
  const cidr = 'Resources:\n  ExtraRule:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties:\n';
  const rule = `${cidr}      GroupId: !Ref NodeSecurityGroup\n      IpProtocol: icmp\n      CidrIp: {{cluster.cidr}}\n`;
  const { sources } = stackOf(await extendedExample({ tccp: rule }), 'prod-a/tccp');
  const file = 'templates/extra/tccp.yaml.hbs';
  const properties = '/Resources/ExtraRule/Properties';
  t.like(sources.get(`${properties}/CidrIp`), { file: 'clusters/prod-a/cluster.yaml', line: 10 });
  t.deepEqual(sources.get(`${properties}/IpProtocol`), { file, line: 6, column: 7 });
});

async function digests(text: string): Promise<Readonly<Record<string, string>>> {
  const { artifacts } = await extendedExample({ tccp: text });
  return Object.fromEntries(artifacts.stacks.map(stack => [stack.id, desiredOf(stack, {}, undefined).digest]));
}

test('what changes an extension changes the digest of its stack, and of no other', async t => {
  const [one, other] = [await digests(topic), await digests(topic.replace('{{cluster.name}}', 'alarms'))];
  t.deepEqual(one, await digests(`# A comment.\n${topic}`));
  t.deepEqual(
    Object.keys(one).filter(id => one[id] !== other[id]),
    ['dev-b/tccp', 'prod-a/tccp'],
  );
});

function role(properties: string): string {
  const open =
    'Resources:\n  ExtraRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {}\n';
  return `${open}${properties}`;
}

test('resources of IAM come with the capability that they ask for', async t => {
  const capabilities = async (kind: string, text: string) => {
    const checked = await extendedExample({ [kind]: text });
    t.deepEqual(checked.findings, []);
    return stackOf(checked, `dev-b/${kind}`).capabilities;
  };
  t.deepEqual(await capabilities('tccp', topic), []);
  t.deepEqual(await capabilities('tccp', role('')), ['CAPABILITY_IAM']);
  t.deepEqual(await capabilities('tccp', role('      RoleName: {{stack.name}}\n')), ['CAPABILITY_NAMED_IAM']);
  t.deepEqual(await capabilities('tccpi', role('')), ['CAPABILITY_NAMED_IAM'], 'ours needs it anyway');
});

test('stateful resources that were added are in the stack policy', async t => {
  const { policy } = stackOf(await extendedExample({ tccp: role('      RoleName: {{stack.name}}\n') }), 'prod-a/tccp');
  t.true(policy.includes('"LogicalResourceId/ExtraRole"'));
});

test('a launch template that was added does not mix up the user data of ours', async t => {
  const text =
    'Resources:\n  ExtraTemplate:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData: { UserData: bm8= }\n';
  const { fleet } = await loadExample({ 'templates/extra/tccpn.yaml.hbs': text });
  if (fleet === undefined) return t.fail();
  const files = renderPreview(fleet, await render(fleet)).filter(({ path }) => path.includes('/userdata/'));
  t.true(files.every(({ body }) => body.includes('"ignition"')));
});

test('the index of render says what was added', async t => {
  const { fleet } = await loadExample({ 'templates/extra/tccp.yaml.hbs': topic });
  if (fleet === undefined) return t.fail();
  const index = renderPreview(fleet, await render(fleet)).at(-1)?.body ?? '';
  const { artifacts } = JSON.parse(index) as { artifacts: { id: string; extension?: unknown }[] };
  const extended = artifacts.filter(({ extension }) => extension !== undefined);
  t.deepEqual(
    extended.map(({ id }) => id),
    ['dev-b/tccp', 'prod-a/tccp'],
  );
  t.like(extended[0]?.extension, { resources: { ExtraTopic: 'AWS::SNS::Topic' } });
});

test('no name of ours begins like those of extensions', async t => {
  const fleets = await Promise.all(tellingFleets.map(name => tellingFleet(name)));
  for (const fleet of fleets) {
    for (const { id, template } of (await render(fleet)).stacks) {
      const names = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'].flatMap(section =>
        Object.keys(template[section] ?? {}),
      );
      t.deepEqual(
        names.filter(name => name.startsWith('Extra')),
        [],
        id,
      );
    }
  }
});

test('labels and tags may have any name', async t => {
  const label = edited(
    'clusters/prod-a/cluster.yaml',
    '{ team: payments }',
    '{ team: payments, "example.com/tier": gold }',
  );
  const text = 'Outputs:\n  ExtraTier:\n    Value: {{cluster.labels.[example.com/tier]}}\n';
  const checked = await extendedExample(
    { tccp: `{{#is cluster.labels.[example.com/tier] "gold"}}\n${text}{{/is}}\n` },
    { 'clusters/prod-a/cluster.yaml': label },
  );
  t.deepEqual(checked.findings, []);
  t.deepEqual(stackOf(checked, 'prod-a/tccp').template.Outputs?.ExtraTier, { Value: 'gold' });
  t.is(stackOf(checked, 'dev-b/tccp').extension, undefined);
});
