/**
 * What the sandbox's CloudFormation costs: CPU of a full change-set round (create, describe with values, execute, settle)
 * of a stack of 70 resources, and memory with 2,000 such stacks. The client's own CPU in the same run is the yardstick.
 * `npm run bench:sandbox -- 200` takes fewer stacks.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';

const stacks = Number(process.argv[2] ?? 2000);
const server = spawn(process.execPath, [join(import.meta.dirname, '../dist/src/cli.js'), 'sandbox', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const env = new Map<string, string>();
for await (const line of createInterface(server.stdout)) {
  const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? [];
  if (name !== '') env.set(name, value);
  if (env.has('AWS_DEFAULT_REGION')) break;
}
const client = new CloudFormationClient({
  endpoint: env.get('AWS_ENDPOINT_URL') ?? '',
  region: 'eu-central-1',
  credentials: { accessKeyId: '111122223333', secretAccessKey: env.get('AWS_SECRET_ACCESS_KEY') ?? '' },
});

const resources = exampleResources();
const template = JSON.stringify({ Resources: resources, Outputs: { Vpc: { Value: { Ref: 'Vpc' } } } });
console.log(`${Object.keys(resources).length} resources, ${template.length} bytes a template`);
await round('warm-up');
const before = { server: cpuMs(), client: process.cpuUsage() };
const lanes = Array.from({ length: 8 }, (_, lane) => lane);
await Promise.all(
  lanes.map(async lane => {
    for (let index = lane; index < stacks - 1; index += lanes.length) await round(`stack-${index}`);
  }),
);
const clientCpu = process.cpuUsage(before.client);
const serverMs = (cpuMs() - before.server) / stacks;
const clientMs = (clientCpu.user + clientCpu.system) / 1000 / stacks;
console.log(`round of a stack   ${serverMs.toFixed(1)} ms CPU in the sandbox, ${clientMs.toFixed(1)} ms in the client`);
console.log(`ratio              ${(serverMs / clientMs).toFixed(2)}`);
console.log(`memory             ${memoryMB('VmRSS')} MB now, ${memoryMB('VmHWM')} MB at most, ${stacks} stacks`);
client.destroy();
server.kill();
await once(server, 'exit');

async function round(StackName: string): Promise<void> {
  const { Id } = await client.send(
    new CreateChangeSetCommand({ StackName, ChangeSetName: 'first', ChangeSetType: 'CREATE', TemplateBody: template }),
  );
  for (let status = ''; status !== 'CREATE_COMPLETE'; await pause(10)) {
    const described = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }),
    );
    status = described.Status ?? '';
    if (status === 'FAILED') throw new Error(described.StatusReason);
  }
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
  for (let status = ''; status !== 'CREATE_COMPLETE'; await pause(50)) {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    status = stack?.StackStatus ?? '';
    if (status.includes('FAILED') || status.includes('ROLLBACK')) throw new Error(stack?.StackStatusReason);
  }
}

/** A network as clusters have it: a VPC, subnets, security groups and their rules, and topics for good measure. */
function exampleResources(): Record<string, object> {
  return Object.fromEntries([
    ['Vpc', { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } }],
    ...named('Subnet', 9, index => ({
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${index}.0/24`, Tags: tags(index) },
    })),
    ...named('Group', 10, index => ({
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: `group ${index}`, Tags: tags(index) },
    })),
    ...named('Rule', 30, index => ({
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { Ref: `Group${index % 10}` },
        IpProtocol: 'tcp',
        FromPort: 1000 + index,
        ToPort: 1000 + index,
        SourceSecurityGroupId: { Ref: `Group${(index + 1) % 10}` },
      },
    })),
    ...named('Topic', 20, index => ({
      Type: 'AWS::SNS::Topic',
      Properties: { DisplayName: { 'Fn::Sub': `\${AWS::StackName} ${index}` } },
    })),
  ]);
}

function named(kind: string, count: number, make: (index: number) => object): (readonly [string, object])[] {
  return Array.from({ length: count }, (_, index) => [`${kind}${index}`, make(index)] as const);
}

function tags(index: number): readonly object[] {
  return [{ Key: 'Name', Value: { 'Fn::Sub': `\${AWS::StackName}-${index}` } }];
}

/** User and system time of the sandbox, from the kernel, whose clock ticks every 10 ms. */
function cpuMs(): number {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function memoryMB(field: 'VmRSS' | 'VmHWM'): string {
  const [, kB = '0'] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
  return (Number(kB) / 1024).toFixed(0);
}
