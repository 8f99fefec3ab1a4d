import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { allStacks } from '../../src/sandbox/cloudformation/stacks.js';
import { kmsAt } from '../../src/sandbox/kms/state.js';
import { resourcesOf } from '../../src/sandbox/resources/store.js';
import { findBucket } from '../../src/sandbox/s3/state.js';
import { openStateFolder } from '../../src/sandbox/state-folder.js';
import type { StackDriver } from '../sandbox/cloudformation/stack-driver.js';
import { describe, settled } from '../sandbox/cloudformation/stack-driver.js';
import { accountA, clientSettings } from '../sandbox/local-sandbox.js';

const process_ = join(import.meta.dirname, '../sandbox/cloudformation/sandbox-process.js');
const template = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Interface: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref Subnet } }
  Bucket: { Type: AWS::S3::Bucket, DependsOn: Vpc }
  Key: { Type: AWS::KMS::Key, DependsOn: Subnet, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Action: 'kms:*', Resource: '*', Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' } }] } } }
`;
const replaced = template.replace('10.0.1.0/24', '10.0.2.0/24');
const failing = `${replaced}  Broken: { Type: AWS::EC2::Subnet, DependsOn: [Interface, Key, Bucket], Properties: { VpcId: !Ref Vpc, CidrBlock: 192.168.0.0/24 } }\n`;

const StackName = 'killed';
const operations = [
  {
    name: 'a creation',
    begin: ({ client }: StackDriver) => client.send(new CreateStackCommand({ StackName, TemplateBody: template })),
    status: 'CREATE_COMPLETE',
  },
  {
    name: 'an update',
    begin: ({ client }: StackDriver) => client.send(new UpdateStackCommand({ StackName, TemplateBody: replaced })),
    status: 'UPDATE_COMPLETE',
  },
  {
    name: 'a rollback',
    begin: ({ client }: StackDriver) => client.send(new UpdateStackCommand({ StackName, TemplateBody: failing })),
    status: 'UPDATE_ROLLBACK_COMPLETE',
  },
  {
    name: 'a deletion',
    begin: ({ client }: StackDriver) => client.send(new DeleteStackCommand({ StackName })),
    status: 'DELETE_COMPLETE',
  },
] as const;

interface Running {
  readonly driver: StackDriver;
  kill(): Promise<void>;
}

async function start(t: ExecutionContext, stateDir: string): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [process_, stateDir, '15'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const client = new CloudFormationClient(clientSettings({ url: line.toString().trim() }));
  return {
    driver: { client },
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      client.destroy();
    },
  };
}

/** Everything of the stack that exists, wherever it is kept, must be what the stack says, and nothing else. */
async function checkNothingElse(t: ExecutionContext, stateDir: string): Promise<void> {
  const folder = await openStateFolder(stateDir);
  const { world } = folder;
  const place = { accountId: accountA, region: 'eu-central-1' };
  const stacks = allStacks(world);
  const live = stacks.flatMap(({ resources }) =>
    Object.values(resources).filter(({ status }) => !status.startsWith('DELETE_')),
  );
  const ids = live.map(({ physicalId }) => physicalId);
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::NetworkInterface']) {
    const existing = resourcesOf(world).ofType(place, type);
    t.true(existing.every(({ physicalId }) => ids.includes(physicalId)));
    t.is(existing.length, live.filter(resource => resource.type === type).length);
  }
  for (const { type, physicalId = '' } of live) if (type === 'AWS::S3::Bucket') t.truthy(findBucket(world, physicalId));
  t.is(world.partitions('s3').filter(({ name }) => name !== undefined).length, live.length > 0 ? 1 : 0);
  const keys = Object.values(kmsAt(world, place, new Date()).keys).filter(({ deletionAt }) => deletionAt === undefined);
  const keyIds = live.flatMap(({ type, physicalId }) => (type === 'AWS::KMS::Key' ? [physicalId ?? ''] : []));
  t.deepEqual(keys.map(({ id }) => id).toSorted(), keyIds.toSorted());
  await folder.close();
}

for (const attempt of [1, 2, 3, 4]) {
  test(`every operation of a stack survives SIGKILL at any moment (${attempt})`, async t => {
    const stateDir = await mkdtemp(join(tmpdir(), 'stacks-killed-'));
    t.teardown(() => rm(stateDir, { recursive: true, force: true }));
    let stackId = StackName;
    for (const { name, begin, status } of operations) {
      let running = await start(t, stateDir);
      await begin(running.driver);
      stackId = (await describe(running.driver, stackId)).StackId ?? '';
      for (let kill = 0; kill < 3; kill += 1) {
        await pause(Math.random() * 60);
        await running.kill();
        running = await start(t, stateDir);
      }
      const stack = await settled(running.driver, stackId);
      t.is(stack.StackStatus, status, name);
      const { StackResources = [] } = await running.driver.client.send(
        new DescribeStackResourcesCommand({ StackName: stackId }),
      );
      const ids = StackResources.map(({ PhysicalResourceId }) => PhysicalResourceId);
      t.is(new Set(ids).size, ids.length);
      await running.kill();
      await checkNothingElse(t, stateDir);
    }
  });
}
