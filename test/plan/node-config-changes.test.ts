import test from 'ava';
import type { CfnChange } from '../../src/cfn/change-set.js';
import type { NodeConfigArtifact } from '../../src/model/artifact.js';
import { nodeConfigChanges } from '../../src/plan/node-config-changes.js';
import { artifact, region, tenant } from './fixtures.js';

const keyOf = (digit: string) => `cloudconfig/master/${digit.repeat(128)}.json`;

function config(node: string, digit: string): NodeConfigArtifact {
  return {
    id: `dev/${node}`,
    cluster: 'dev',
    node,
    role: 'master',
    target: { account: tenant, region },
    bucket: 'bucket',
    key: keyOf(digit),
    path: `dev/cloudconfig/${node}.json`,
    body: '{}',
    sha512: digit.repeat(128),
  };
}

const userData = (digit: string) => `{"source":"s3://bucket/${keyOf(digit)}"}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

function launchTemplate(before: string, after: string): CfnChange {
  const path = ['Properties', 'LaunchTemplateData', 'UserData'];
  return {
    logicalId: `Template${after.length}`,
    type: 'AWS::EC2::LaunchTemplate',
    action: 'modify',
    replacement: 'never',
    policyAction: undefined,
    properties: [{ path, before, after, recreation: 'Never' }],
  };
}

const stack = artifact('dev/tccpn', { nodeConfigs: ['dev/master-1', 'dev/master-2'] });
const artifacts = { stacks: [stack], nodeConfigs: [config('master-1', '1'), config('master-2', '2')] };

test('a new stack boots every node config for the first time', t => {
  t.deepEqual(nodeConfigChanges({ stack, action: 'create' }, undefined, artifacts), [
    { id: 'dev/master-1', before: undefined, after: keyOf('1') },
    { id: 'dev/master-2', before: undefined, after: keyOf('2') },
  ]);
});

test('each node config is told with the one that its own user data named before, in text or Base64', t => {
  const changes = [
    launchTemplate(userData('a'), userData('1')),
    launchTemplate(base64(userData('b')), base64(userData('2'))),
  ];
  t.deepEqual(nodeConfigChanges({ stack, action: 'update' }, changes, artifacts), [
    { id: 'dev/master-1', before: keyOf('a'), after: keyOf('1') },
    { id: 'dev/master-2', before: keyOf('b'), after: keyOf('2') },
  ]);
});

test('user data that changes elsewhere changes no node config', t => {
  const changes = [launchTemplate(userData('1'), `${userData('1')} `)];
  t.deepEqual(nodeConfigChanges({ stack, action: 'update' }, changes, artifacts), []);
});
