import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Nodes } from '../../../src/sandbox/autoscaling/nodes.js';
import { autoScaling } from '../../../src/sandbox/autoscaling/service.js';
import { wallClock } from '../../../src/sandbox/clock.js';
import { cloudFormation } from '../../../src/sandbox/cloudformation/service.js';
import { queryDesk } from '../../../src/sandbox/desks.js';
import { ec2 } from '../../../src/sandbox/ec2/service.js';
import { memoryWorld } from '../../../src/sandbox/memory-world.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { canonicalRequest, signature, stringToSign } from '../../../src/sandbox/signature-v4.js';
import type { World } from '../../../src/sandbox/world.js';
import type { StackDriver } from '../cloudformation/stack-driver.js';
import { driverOf } from '../cloudformation/stack-driver.js';
import { accountA, localSandbox } from '../local-sandbox.js';

export interface NodeDriver extends StackDriver {
  readonly world: World;
  readonly sandbox: Sandbox;
}

/** Drives stacks in a world whose nodes and images can be made to misbehave. */
export async function nodeDriver(t: ExecutionContext, resourceMs = 6, world = memoryWorld()): Promise<NodeDriver> {
  const onDefect = (error: unknown) => t.fail(String((error as Error).stack));
  const cloudformation = cloudFormation({ world, pace: { resourceMs }, onDefect });
  t.teardown(() => cloudformation.close());
  const nodes: Nodes = { world, clock: wallClock(), resourceMs, wake: stackId => cloudformation.wake(stackId) };
  const services = {
    autoscaling: queryDesk(autoScaling(nodes)),
    cloudformation: queryDesk(cloudformation.service),
    ec2: { ...queryDesk(ec2(nodes)), protocol: 'ec2' as const },
  };
  const sandbox = await localSandbox(t, { services });
  return { ...driverOf(t, sandbox), world, sandbox };
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A signed request as a client without an SDK would send it. */
export async function ask(
  { sandbox }: Pick<NodeDriver, 'sandbox'>,
  service: 'autoscaling' | 'ec2',
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const body = new URLSearchParams(parameters).toString();
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = { host: new URL(sandbox.url).host, 'x-amz-date': amzDate };
  const signedHeaders = ['host', 'x-amz-date'];
  const scope = { date: amzDate.slice(0, 8), region: 'eu-central-1', service };
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const canonical = canonicalRequest({ method: 'POST', target: '/', headers, signedHeaders, payloadHash }, service);
  const signed = signature('clusterwright-sandbox', scope, stringToSign(canonical, amzDate, scope));
  const credential = `${accountA}/${scope.date}/${scope.region}/${service}/aws4_request`;
  const response = await fetch(`${sandbox.url}/`, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signed}`,
    },
    body,
  });
  return { status: response.status, body: await response.text() };
}

/** Texts of all elements of a name. */
export function elements({ body }: Answer, name: string): string[] {
  return [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(match => match[1] ?? '');
}

/** An instance of a group as DescribeAutoScalingGroups tells of it. */
export interface Instance {
  readonly id: string;
  readonly state: string;
  readonly version: string;
  readonly zone: string;
}

export async function instances(driver: NodeDriver): Promise<Instance[]> {
  const answer = await ask(driver, 'autoscaling', { Action: 'DescribeAutoScalingInstances' });
  const column = (name: string) => elements(answer, name);
  const [states, versions, zones] = [column('LifecycleState'), column('Version'), column('AvailabilityZone')];
  return column('InstanceId').map((id, index) => ({
    id,
    state: states[index] ?? '',
    version: versions[index] ?? '',
    zone: zones[index] ?? '',
  }));
}

/** Waits until the instances are as expected. */
export async function untilInstances(
  driver: NodeDriver,
  expected: (found: readonly Instance[]) => boolean,
): Promise<Instance[]> {
  for (;;) {
    const found = await instances(driver);
    if (expected(found)) return found;
    await pause(3);
  }
}

export interface PoolOptions {
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
  readonly type?: string;
  readonly creation?: string;
  readonly update?: string;
  readonly more?: string;
  /** Further properties of the group. */
  readonly group?: string;
}

/** A pool of nodes over two zones. */
export function pool({ min = 2, max = 5, desired, type = 'm6i.large', ...rest }: PoolOptions = {}): string {
  return `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  First:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-central-1a }
  Second:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-central-1b }
  Nodes:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: nodes
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8 }]
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData: { ImageId: ami-0123456789abcdef0, InstanceType: ${type}, SecurityGroupIds: [!Ref Nodes] }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    ${rest.creation === undefined ? '' : `CreationPolicy: ${rest.creation}`}
    ${rest.update === undefined ? '' : `UpdatePolicy: ${rest.update}`}
    Properties:
      MinSize: '${min}'
      MaxSize: '${max}'
      ${desired === undefined ? '' : `DesiredCapacity: '${desired}'`}
      ${rest.group ?? ''}
      VPCZoneIdentifier: [!Ref First, !Ref Second]
      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }
      Tags: [{ Key: role, Value: worker, PropagateAtLaunch: true }]
${rest.more ?? ''}
Outputs:
  Group: { Value: !Ref Group }
`;
}
