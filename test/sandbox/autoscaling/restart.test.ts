import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { deploy, driverOf, history, propose, settled } from '../cloudformation/stack-driver.js';
import { localSandbox } from '../local-sandbox.js';
import { ask, elements, pool } from './node-driver.js';

const update = `{ AutoScalingRollingUpdate:
      { MaxBatchSize: 1, MinInstancesInService: 1, WaitOnResourceSignals: true, PauseTime: PT5M } }`;

async function folder(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'clusterwright-nodes-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function versions(sandbox: Sandbox): Promise<string[]> {
  return elements(await ask({ sandbox }, 'autoscaling', { Action: 'DescribeAutoScalingInstances' }), 'Version');
}

test('a roll that was interrupted goes on after a restart', async t => {
  const stateDir = await folder(t);
  const sandbox = await localSandbox(t, { stateDir, pace: { resourceMs: 60 } });
  const driver = driverOf(t, sandbox);
  await deploy(driver, 'pool', pool({ min: 3, update }));
  const TemplateBody = pool({ min: 3, update, type: 'm6i.xlarge' });
  const { ChangeSetId } = await propose(driver, { StackName: 'pool', TemplateBody });
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  while (!(await history(driver, 'pool')).some(event => event.includes('(Progress 33%)'))) await pause(5);
  await sandbox.close();
  const reopened = await localSandbox(t, { stateDir, pace: { resourceMs: 6 } });
  const again = driverOf(t, reopened);
  t.is((await settled(again, 'pool')).StackStatus, 'UPDATE_COMPLETE');
  t.deepEqual(await versions(reopened), ['2', '2', '2']);
  const progress = (await history(again, 'pool')).flatMap(event => /\(Progress (\d+)%\)/.exec(event)?.[1] ?? []);
  t.deepEqual(progress, ['33', '67', '100']);
});

test('the same seed and the same requests give the same nodes and events', async t => {
  const run = async (options: SandboxOptions) => {
    const sandbox = await localSandbox(t, options);
    const driver = driverOf(t, sandbox);
    await deploy(driver, 'pool', pool({ update }));
    await deploy(driver, 'pool', pool({ update, type: 'm6i.xlarge' }));
    const described = await ask({ sandbox }, 'autoscaling', { Action: 'DescribeAutoScalingInstances' });
    return [await history(driver, 'pool'), elements(described, 'InstanceId')];
  };
  const options = { seed: 'gauss', pace: { resourceMs: 6 } };
  t.deepEqual(await run(options), await run(options));
});
