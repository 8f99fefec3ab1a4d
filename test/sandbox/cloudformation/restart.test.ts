import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudFormationClient, ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { clientSettings, localSandbox } from '../local-sandbox.js';
import type { StackDriver } from './stack-driver.js';
import { deploy, driverOf, history, outputs, propose, settled } from './stack-driver.js';

const template = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: 111122223333-restarted } }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 }
  Interface: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref Subnet } }
Outputs:
  Address: { Value: !GetAtt Interface.PrimaryPrivateIpAddress }
`;

async function folder(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'clusterwright-restart-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function reopen(t: ExecutionContext, sandbox: Sandbox, stateDir: string): Promise<StackDriver> {
  await sandbox.close();
  return driverOf(t, await localSandbox(t, { stateDir, pace: { resourceMs: 5 } }));
}

/** Waits until an event has happened. */
async function until(driver: StackDriver, event: string): Promise<void> {
  while (!(await history(driver, 'restarted')).includes(event)) await pause(5);
}

test('a creation that was interrupted goes on after a restart', async t => {
  const stateDir = await folder(t);
  const sandbox = await localSandbox(t, { stateDir, pace: { resourceMs: 400 } });
  const driver = driverOf(t, sandbox);
  const { ChangeSetId } = await propose(driver, {
    StackName: 'restarted',
    ChangeSetType: 'CREATE',
    TemplateBody: template,
  });
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  await until(driver, 'Subnet CREATE_IN_PROGRESS');
  const reopened = await reopen(t, sandbox, stateDir);
  const stack = await settled(reopened, 'restarted');
  t.is(stack.StackStatus, 'CREATE_COMPLETE');
  t.is(outputs(stack).Address, '10.0.1.4');
});

test('a replacement that was interrupted goes on after a restart and cleans up', async t => {
  const stateDir = await folder(t);
  const slow = { stateDir, pace: { resourceMs: 300 } };
  const sandbox = await localSandbox(t, slow);
  const driver = driverOf(t, sandbox);
  await deploy(driver, 'restarted', template);
  const TemplateBody = template.replace('10.0.1.0/24', '10.0.2.0/24');
  const { ChangeSetId } = await propose(driver, { StackName: 'restarted', TemplateBody });
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  await until(driver, 'Subnet UPDATE_IN_PROGRESS Resource creation Initiated');
  const reopened = await reopen(t, sandbox, stateDir);
  const stack = await settled(reopened, 'restarted');
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  t.is(outputs(stack).Address, '10.0.2.4');
  t.true((await history(reopened, 'restarted')).includes('Subnet DELETE_COMPLETE'));
});

test('a sandbox killed while it makes a stack ends it once it runs again', async t => {
  const stateDir = await folder(t);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sandbox-process.js'), stateDir, '150']);
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const settings = { ...clientSettings({ url: line.toString().trim() }), maxAttempts: 1 };
  const client = new CloudFormationClient(settings);
  t.teardown(() => client.destroy());
  const killed: StackDriver = { client };
  const { ChangeSetId } = await propose(killed, {
    StackName: 'restarted',
    ChangeSetType: 'CREATE',
    TemplateBody: template,
  });
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  await until(killed, 'Bucket CREATE_IN_PROGRESS Resource creation Initiated');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const driver = driverOf(t, await localSandbox(t, { stateDir }));
  t.is((await settled(driver, 'restarted')).StackStatus, 'CREATE_COMPLETE');
});
