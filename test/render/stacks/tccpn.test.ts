import test from 'ava';
import { render } from '../../../src/render/render.js';
import { userDataOf } from '../../../src/render/user-data.js';
import { cluster, fleet } from '../example-fleet.js';
import { get, idsOf, renderedStack, resource, statementsOf } from '../rendered.js';

const three = cluster('prod-a').controlPlane;
const withMasters = (changes: Partial<typeof three>) => cluster('prod-a', { controlPlane: { ...three, ...changes } });
const single = cluster('dev-b', { controlPlane: { ...three, replicas: 1, zones: ['eu-central-1b'] } });

test('each master has an address, an etcd volume, a launch template and a group of one in its zone', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  for (const [number, zone] of [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ] as const) {
    const subnet = { Ref: `PrivateSubnetEuCentral1${zone}` };
    t.like(resource(stack, `MasterEni${number}`).Properties, { SubnetId: subnet });
    t.like(resource(stack, `EtcdVolume${number}`).Properties, { AvailabilityZone: `eu-central-1${zone}` });
    t.like(resource(stack, `MasterAutoScalingGroup${number}`).Properties, {
      VPCZoneIdentifier: [subnet],
      MinSize: '1',
      MaxSize: '1',
      LaunchTemplate: {
        LaunchTemplateId: { Ref: `MasterLaunchTemplate${number}` },
        Version: get(`MasterLaunchTemplate${number}`, 'LatestVersionNumber'),
      },
    });
  }
});

test('one master means one of each', async t => {
  const stack = await renderedStack(single, 'tccpn');
  t.deepEqual(idsOf(stack, 'AWS::AutoScaling::AutoScalingGroup'), ['MasterAutoScalingGroup1']);
  t.deepEqual(idsOf(stack, 'AWS::EC2::Volume'), ['EtcdVolume1']);
  t.true('PrivateSubnetEuCentral1b' in stack.inputs);
  t.false('PrivateSubnetEuCentral1a' in stack.inputs);
});

test('masters are replaced one after the other, and the first does not wait for a quorum', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.is(resource(stack, 'MasterAutoScalingGroup1').DependsOn, undefined);
  t.deepEqual(resource(stack, 'MasterAutoScalingGroup2').DependsOn, ['MasterAutoScalingGroup1']);
  t.deepEqual(resource(stack, 'MasterAutoScalingGroup3').DependsOn, ['MasterAutoScalingGroup2']);
  for (const id of idsOf(stack, 'AWS::AutoScaling::AutoScalingGroup')) {
    t.is(resource(stack, id).CreationPolicy, undefined);
    t.like(resource(stack, id).UpdatePolicy, {
      AutoScalingRollingUpdate: { MinInstancesInService: 0, MaxBatchSize: 1, WaitOnResourceSignals: true },
    });
  }
});

test('etcd volumes are encrypted with the cluster’s key and leave a snapshot behind when they go', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.like(resource(stack, 'EtcdVolume2'), {
    DeletionPolicy: 'Snapshot',
    UpdateReplacePolicy: 'Snapshot',
    Properties: {
      VolumeType: 'gp3',
      Size: 100,
      Iops: 3000,
      Throughput: 125,
      Encrypted: true,
      KmsKeyId: { Ref: 'KeyArn' },
    },
  });
});

test('the first volume is made from a snapshot if the spec says so, and then only', async t => {
  const { etcd } = three;
  const restored = await renderedStack(
    withMasters({ etcd: { ...etcd, restoreFrom: 'snap-0a1b2c3d4e5f60718' } }),
    'tccpn',
  );
  t.like(resource(restored, 'EtcdVolume1').Properties, { SnapshotId: 'snap-0a1b2c3d4e5f60718' });
  t.false('SnapshotId' in (resource(restored, 'EtcdVolume2').Properties ?? {}));
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.false('SnapshotId' in (resource(stack, 'EtcdVolume1').Properties ?? {}));
});

test('instances launch with encrypted disks and metadata for themselves alone', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  const ebs = { VolumeType: 'gp3', Iops: 3000, Throughput: 125, Encrypted: true, DeleteOnTermination: true };
  t.like(resource(stack, 'MasterLaunchTemplate1').Properties?.LaunchTemplateData, {
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 'm6i.xlarge',
    IamInstanceProfile: { Name: { Ref: 'MasterInstanceProfile' } },
    SecurityGroupIds: [{ Ref: 'MasterSecurityGroupId' }],
    Monitoring: { Enabled: false },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { ...ebs, VolumeSize: 50 } },
      { DeviceName: '/dev/xvdi', Ebs: { ...ebs, VolumeSize: 100 } },
      { DeviceName: '/dev/xvdg', Ebs: { ...ebs, VolumeSize: 50 } },
      { DeviceName: '/dev/xvdf', Ebs: { ...ebs, VolumeSize: 15 } },
    ],
  });
});

test('masters are behind both load balancers of the API, which never say that one is sick', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  for (const id of idsOf(stack, 'AWS::AutoScaling::AutoScalingGroup')) {
    t.like(resource(stack, id).Properties, {
      HealthCheckType: 'EC2',
      TargetGroupARNs: [{ Ref: 'InternalApiTargetGroup' }, { Ref: 'PublicApiTargetGroup' }],
    });
  }
  t.like(stack.inputs, {
    InternalApiTargetGroup: { from: 'output', stack: 'prod-a/tccp', name: 'InternalApiTargetGroup' },
    PublicApiTargetGroup: { from: 'output', stack: 'prod-a/tccp', name: 'PublicApiTargetGroup' },
  });
});

test('one of several masters has time to let its pods leave, an only one has nobody to ask', async t => {
  const several = await renderedStack(cluster('prod-a'), 'tccpn');
  t.like(resource(several, 'MasterAutoScalingGroup3').Properties, {
    LifecycleHookSpecificationList: [
      { LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 300, DefaultResult: 'CONTINUE' },
    ],
  });
  const only = await renderedStack(single, 'tccpn');
  t.false('LifecycleHookSpecificationList' in (resource(only, 'MasterAutoScalingGroup1').Properties ?? {}));
});

test('how long a new master may take is the spec’s', async t => {
  const stack = await renderedStack(withMasters({ updatePause: 'PT40M' }), 'tccpn');
  t.like(resource(stack, 'MasterAutoScalingGroup2').UpdatePolicy, { AutoScalingRollingUpdate: { PauseTime: 'PT40M' } });
});

test('without Route 53 masters learn the name of the load balancer, with it nothing of it', async t => {
  const without = await renderedStack(
    cluster('prod-a', { dns: { route53: false, ingressWildcard: false, delegatedByHand: false } }),
    'tccpn',
  );
  t.deepEqual(without.inputs.InternalApiDnsName, {
    from: 'output',
    stack: 'prod-a/tccp',
    name: 'InternalApiDnsName',
  });
  t.true(userDataOf(without)[0]?.body.includes('API_HOST%3D%24%7BInternalApiDnsName%7D%0A'));
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.false('InternalApiDnsName' in stack.inputs);
  t.false(stack.body.includes('InternalApiDnsName'));
});

test('tags of the masters come before the cluster’s, on the stack and on instances', async t => {
  const stack = await renderedStack(withMasters({ tags: { 'cost-center': '0815', tier: 'masters' } }), 'tccpn');
  t.deepEqual(stack.tags, { 'cost-center': '0815', tier: 'masters' });
  const tags = resource(stack, 'MasterAutoScalingGroup1').Properties?.Tags as object[];
  t.deepEqual(tags.slice(2), [
    { Key: 'cost-center', Value: '0815', PropagateAtLaunch: true },
    { Key: 'tier', Value: 'masters', PropagateAtLaunch: true },
  ]);
});

test('roles are bounded where the account says by what', async t => {
  const prod = cluster('prod-a');
  const boundary = 'arn:aws:iam::111122223333:policy/boundary';
  const bounded = { ...prod, account: { ...prod.account, permissionsBoundary: boundary } };
  for (const [stack, role] of [
    ['tccpn', 'MasterRole'],
    ['tcnp-workers', 'NodePoolRole'],
  ] as const) {
    t.is(resource(await renderedStack(bounded, stack), role).Properties?.PermissionsBoundary, boundary);
    t.false('PermissionsBoundary' in (resource(await renderedStack(prod, stack), role).Properties ?? {}));
  }
});

test('a master reads what belongs to masters, decrypts in their context, and reports to its stack', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.deepEqual(statementsOf(stack, 'MasterRole').slice(0, 3), [
    {
      Sid: 'ReadOwnConfigsAndSecrets',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: [below('cloudconfig'), below('secrets')],
    },
    {
      Sid: 'DecryptOwnSecrets',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: { Ref: 'KeyArn' },
      Condition: {
        StringEquals: { 'kms:EncryptionContext:cluster': 'prod-a', 'kms:EncryptionContext:role': 'master' },
      },
    },
    {
      Sid: 'ReportReady',
      Effect: 'Allow',
      Action: 'cloudformation:SignalResource',
      Resource: { Ref: 'AWS::StackId' },
    },
  ]);
});

test('its inputs are the key, the secrets revision, and the network of tccp', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpn');
  t.like(stack, {
    secretsNodes: ['master-1', 'master-2', 'master-3'],
    nodeConfigs: ['prod-a/master-1', 'prod-a/master-2', 'prod-a/master-3'],
  });
  t.like(stack.inputs, {
    KeyArn: { from: 'output', stack: 'prod-a/tcs', name: 'KeyArn' },
    SecretsRevision1: { from: 'revision', node: 'master-1' },
    MasterSecurityGroupId: { from: 'output', stack: 'prod-a/tccp', name: 'MasterSecurityGroupId' },
    PrivateSubnetEuCentral1a: { from: 'output', stack: 'prod-a/tccp', name: 'PrivateSubnetEuCentral1a' },
  });
});

test('a tag changes what instances are tagged with, and no launch template', async t => {
  const before = await renderedStack(cluster('prod-a'), 'tccpn');
  const after = await renderedStack(
    cluster('prod-a', { tags: { Name: 'mine', 'cost-center': '0815', 'a:b': '{{x}} "' } }),
    'tccpn',
  );
  t.deepEqual(resource(after, 'MasterLaunchTemplate1'), resource(before, 'MasterLaunchTemplate1'));
  const tags = resource(after, 'MasterAutoScalingGroup1').Properties?.Tags as object[];
  t.deepEqual(tags.slice(2), [
    { Key: 'a:b', Value: '{{x}} "', PropagateAtLaunch: true },
    { Key: 'cost-center', Value: '0815', PropagateAtLaunch: true },
  ]);
});

test('another image or node config is another launch template', async t => {
  const { stacks, nodeConfigs } = await render(fleet(cluster('prod-a')));
  const body = stacks.find(({ id }) => id === 'prod-a/tccpn')?.body ?? '';
  for (const config of nodeConfigs.filter(({ role }) => role === 'master')) {
    t.true(body.includes(`ConfigKey: "${config.key}"`));
    t.true(body.includes(`ConfigSha512: "${config.sha512}"`));
  }
});

/** Objects of the masters below a prefix of the cluster's bucket. */
function below(folder: string) {
  const place = { Bucket: '111122223333-gauss-prod-a', Folder: `${folder}/master/` };
  return { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Bucket}/${Folder}*', place] };
}
