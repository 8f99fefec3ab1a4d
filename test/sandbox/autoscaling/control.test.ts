import test from 'ava';
import { deploy, driverOf, history } from '../cloudformation/stack-driver.js';
import { ask } from '../control/control-client.js';
import { accountA, localSandbox } from '../local-sandbox.js';
import * as nodes from './node-driver.js';
import { pool } from './node-driver.js';

const creation = '{ ResourceSignal: { Count: 2, Timeout: PT5M } }';

test('nodes are made to fail through the control API', async t => {
  const sandbox = await localSandbox(t, { pace: { resourceMs: 5 } });
  const rule = { accountId: accountA, group: 'pool/Group', behaviour: 'fail' };
  t.deepEqual(await ask(sandbox, 'POST nodes', rule), { status: 201, body: rule });
  const driver = driverOf(t, sandbox);
  t.is((await deploy(driver, 'pool', pool({ creation }))).StackStatus, 'ROLLBACK_COMPLETE');
  t.true((await history(driver, 'pool')).some(event => /^Group CREATE_FAILED Received \d FAILURE/.test(event)));
  t.is((await ask(sandbox, 'POST nodes', { behaviour: 'dance' })).status, 400);
});

test('an image vanishes and comes back through the control API', async t => {
  const sandbox = await localSandbox(t);
  const id = 'ami-0123456789abcdef0';
  const change = (gone: boolean) =>
    ask(sandbox, `PATCH images/${id}?accountId=${accountA}&region=eu-central-1`, { gone });
  const found = async () =>
    nodes.elements(await nodes.ask({ sandbox }, 'ec2', { Action: 'DescribeImages', 'ImageId.1': id }), 'imageId');
  t.is((await change(true)).status, 200);
  t.deepEqual(await found(), []);
  await change(false);
  t.deepEqual(await found(), [id]);
});

test('a group that somebody deletes takes its instances along', async t => {
  const sandbox = await localSandbox(t, { pace: { resourceMs: 5 } });
  const driver = driverOf(t, sandbox);
  await deploy(driver, 'pool', pool());
  const described = await nodes.ask({ sandbox }, 'autoscaling', { Action: 'DescribeAutoScalingGroups' });
  const [group = ''] = nodes.elements(described, 'AutoScalingGroupName');
  await ask(sandbox, `DELETE resources/${group}?accountId=${accountA}&region=eu-central-1`);
  const left = await nodes.ask({ sandbox }, 'ec2', { Action: 'DescribeInstances' });
  t.deepEqual(nodes.elements(left, 'instanceId'), []);
});
