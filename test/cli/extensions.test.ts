import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { filesOfFleet } from '../fleets.js';
import { commitAll, scratchFolder, writeFiles } from '../git/scratch.js';
import { clientSettings, localSandbox } from '../sandbox/local-sandbox.js';
import { inProcess } from './in-process.js';

const tccp = 'templates/extra/tccp.yaml.hbs';
const topic = `Resources:
  ExtraTopic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: alarms
      Tags:
        - Key: block
          Value: {{cluster.cidr}}
Outputs:
  ExtraTopicArn:
    Value: !Ref ExtraTopic
    Export:
      Name: !Sub \${AWS::StackName}-alarms
`;

test('an extension is planned and applied from the commit that holds it, as specs are', async t => {
  const sandbox = await localSandbox(t);
  const folder = scratchFolder(t, Object.fromEntries(filesOfFleet('small')));
  const run = (command: string, ...flags: readonly string[]) =>
    inProcess([command, '-C', folder, '--endpoint-url', sandbox.url, ...flags], sandbox.env);
  commitAll(folder, 'one cluster');
  const first = await run('apply', '--yes');
  t.is(first.exitCode, 0, first.stdout + first.stderr);

  writeFiles(folder, { [tccp]: topic });
  const uncommitted = await run('plan');
  t.regex(uncommitted.stderr, /uncommitted changes are left out \(templates\/extra\/tccp\.yaml\.hbs\)/);
  t.regex(uncommitted.stdout, /^Nothing to do: 5 stacks as the commit says\.$/m);

  commitAll(folder, 'alarms');
  const planned = await run('plan');
  t.regex(planned.stdout, /^ {2}~ tccp +in-place +auto +step \w+\n {6}ExtraTopic {2}add$/m);
  const applied = await run('apply', '--yes');
  t.is(applied.exitCode, 0, applied.stderr);
  const client = new CloudFormationClient(clientSettings(sandbox));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: 'solo-one-tccp' }));
  const made = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === 'ExtraTopic');
  t.like(made, { ResourceType: 'AWS::SNS::Topic', ResourceStatus: 'CREATE_COMPLETE' });
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: 'solo-one-tccp' }));
  const output = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ExtraTopicArn');
  t.like(output, { OutputValue: made?.PhysicalResourceId, ExportName: 'solo-one-tccp-alarms' });
  t.regex((await run('plan')).stdout, /^Nothing to do/m);

  writeFiles(folder, { [tccp]: topic.replace('alarms', 'pages') });
  commitAll(folder, 'pages');
  t.regex((await run('plan')).stdout, /DisplayName {2}alarms -> pages +templates\/extra\/tccp\.yaml\.hbs:5:7$/m);

  writeFiles(folder, { [tccp]: topic.replace('DisplayName', 'Name') });
  commitAll(folder, 'a mistake');
  for (const command of ['plan', 'apply']) {
    const { exitCode, stdout, stderr } = await run(command);
    t.deepEqual([exitCode, stdout], [1, '']);
    t.regex(
      stderr,
      /^templates\/extra\/tccp\.yaml\.hbs:5:7 {2}Resources\.ExtraTopic\.Properties\.Name\n {2}error CW3002/m,
    );
  }

  rmSync(join(folder, tccp));
  commitAll(folder, 'no alarms');
  t.regex((await run('plan')).stdout, /^ {2}~ tccp +delete +refused .*\n(.*\n)*? {6}ExtraTopic {2}remove$/m);
});

test('plan tells what is doubtful in what would be applied', async t => {
  const sandbox = await localSandbox(t);
  const rules = Array.from({ length: 61 }, (_, index) =>
    [
      `  ExtraRule${index}:`,
      '    Type: AWS::EC2::SecurityGroupIngress',
      `    Properties: { GroupId: !Ref NodeSecurityGroup, IpProtocol: tcp, FromPort: ${index}, CidrIp: 10.0.0.0/8 }`,
      '',
    ].join('\n'),
  );
  const files = Object.fromEntries(filesOfFleet('small'));
  const folder = scratchFolder(t, { ...files, [tccp]: `Resources:\n${rules.join('')}` });
  commitAll(folder);
  const { exitCode, stdout, stderr } = await inProcess(
    ['plan', '-C', folder, '--endpoint-url', sandbox.url],
    sandbox.env,
  );
  t.is(exitCode, 0, stderr);
  t.regex(
    stderr,
    /^warning CW3015 {2}templates\/extra\/tccp\.yaml\.hbs:182:3: one\/tccp: \d+ inbound rules of the .*\n$/,
  );
  t.regex(stdout, /^5 steps to apply\.$/m);
});

test('validate --deep, and render, tell what is wrong with an extension; validate alone what nobody would read', async t => {
  const files = Object.fromEntries(filesOfFleet('small'));
  const folder = scratchFolder(t, { ...files, [tccp]: topic.replace('cluster.cidr', 'cluster.cdir') });
  const place =
    /^templates\/extra\/tccp\.yaml\.hbs:8:20\n {2}error CW3020 +one\/tccp: there is no cluster\.cdir: "cdir" is missing$/m;
  t.is((await inProcess(['validate', '-C', folder])).exitCode, 0);
  const deep = await inProcess(['validate', '--deep', '-C', folder]);
  t.is(deep.exitCode, 1);
  t.regex(deep.stdout, place);
  const rendered = await inProcess(['render', '-C', folder]);
  t.is(rendered.exitCode, 1);
  t.regex(rendered.stderr, place);

  rmSync(join(folder, tccp));
  writeFiles(folder, { 'templates/extra/tcpc.yaml.hbs': topic });
  const misnamed = await inProcess(['validate', '-C', folder]);
  t.is(misnamed.exitCode, 1);
  t.regex(misnamed.stdout, /^templates\/extra\/tcpc\.yaml\.hbs:1:1\n {2}error CW1015/m);
});

test('render says what was added, and without mistakes there is nothing else to say', async t => {
  const files = Object.fromEntries(filesOfFleet('small'));
  const folder = scratchFolder(t, { ...files, [tccp]: topic });
  const { exitCode, stdout, stderr } = await inProcess(['render', '-C', folder]);
  t.deepEqual([exitCode, stderr], [0, '']);
  const said = `${tccp} adds to one/tccp:\n  ExtraTopic (AWS::SNS::Topic)\n  output ExtraTopicArn\n`;
  t.true(stdout.includes(`\n\n${said}\n`), stdout);
});
