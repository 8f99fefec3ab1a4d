import test from 'ava';
import type { StackArtifact } from '../../../src/model/artifact.js';
import type { NodePool } from '../../../src/model/fleet.js';
import { instancesOf } from '../../model/settled.js';
import { cluster, pool, release } from '../example-fleet.js';
import { get, propertiesOf, renderedStack, resource, statementsOf } from '../rendered.js';

const withPool = (changes: Parameters<typeof pool>[1] = {}) =>
  cluster('prod-a', { nodePools: [pool('workers', changes)] });
const group = 'NodePoolAutoScalingGroup';

interface Group {
  readonly CapacityRebalance: boolean;
  readonly LifecycleHookSpecificationList: unknown;
  readonly MixedInstancesPolicy: {
    readonly LaunchTemplate: { readonly Overrides: unknown };
    readonly InstancesDistribution: { readonly SpotMaxPrice?: string };
  };
  readonly Tags: readonly { readonly Key: string; readonly Value: string; readonly PropagateAtLaunch: boolean }[];
}

function groupOf(stack: StackArtifact): Group {
  return propertiesOf(stack, group) as Group;
}

function launchTemplateOf(stack: StackArtifact): Readonly<Record<string, unknown>> {
  return resource(stack, 'NodePoolLaunchTemplate').Properties?.LaunchTemplateData as Readonly<Record<string, unknown>>;
}

test('its subnets use the route tables of tccp, and no instance boots before they do', async t => {
  const stack = await renderedStack(withPool(), 'tcnp-workers');
  t.like(resource(stack, 'SubnetEuCentral1c').Properties, {
    VpcId: { Ref: 'VpcId' },
    AvailabilityZone: 'eu-central-1c',
    CidrBlock: '10.64.9.0/24',
  });
  t.deepEqual(resource(stack, 'SubnetRouteTableAssociationEuCentral1c').Properties, {
    SubnetId: { Ref: 'SubnetEuCentral1c' },
    RouteTableId: { Ref: 'PrivateRouteTableEuCentral1c' },
  });
  t.deepEqual(stack.inputs.PrivateRouteTableEuCentral1c, {
    from: 'output',
    stack: 'prod-a/tccp',
    name: 'PrivateRouteTableEuCentral1c',
  });
  t.deepEqual(resource(stack, group).DependsOn, [
    'SubnetRouteTableAssociationEuCentral1a',
    'SubnetRouteTableAssociationEuCentral1c',
  ]);
  t.is(stack.template.Resources.VpcCidrBlock, undefined);
});

test('a block of its own is added to the VPC before its subnets', async t => {
  const zones = [{ name: 'eu-central-1a', cidr: '10.96.0.0/24', pointer: '/spec/zones/0' }];
  const stack = await renderedStack(withPool({ cidr: '10.96.0.0/20', zones }), 'tcnp-workers');
  t.deepEqual(resource(stack, 'VpcCidrBlock').Properties, { VpcId: { Ref: 'VpcId' }, CidrBlock: '10.96.0.0/20' });
  t.is(resource(stack, 'SubnetEuCentral1a').DependsOn, 'VpcCidrBlock');
});

test('the group is what the spec says, and leaves the number of nodes to the cluster autoscaler', async t => {
  const types = [
    { type: 'm6i.xlarge', weight: 1 },
    { type: 'm6i.2xlarge', weight: 2 },
  ];
  const spot = { strategy: 'lowest-price' } as const;
  const instances = { ...instancesOf('m6i.xlarge', { base: 1, percentageAbove: 50 }), types, spot };
  const { Properties } = resource(await renderedStack(withPool({ instances }), 'tcnp-workers'), group);
  t.false('DesiredCapacity' in (Properties ?? {}));
  t.like(Properties, {
    MinSize: '3',
    MaxSize: '10',
    VPCZoneIdentifier: [{ Ref: 'SubnetEuCentral1a' }, { Ref: 'SubnetEuCentral1c' }],
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: {
          LaunchTemplateId: { Ref: 'NodePoolLaunchTemplate' },
          Version: get('NodePoolLaunchTemplate', 'LatestVersionNumber'),
        },
        Overrides: [
          { InstanceType: 'm6i.xlarge', WeightedCapacity: '1' },
          { InstanceType: 'm6i.2xlarge', WeightedCapacity: '2' },
        ],
      },
      InstancesDistribution: {
        OnDemandBaseCapacity: 1,
        OnDemandPercentageAboveBaseCapacity: 50,
        SpotAllocationStrategy: 'lowest-price',
      },
    },
  });
});

test('types without weights have none', async t => {
  const { MixedInstancesPolicy } = groupOf(await renderedStack(withPool(), 'tcnp-workers'));
  t.deepEqual(MixedInstancesPolicy.LaunchTemplate.Overrides, [{ InstanceType: 'm6i.xlarge' }]);
});

const heavy = { ...instancesOf('m6i.2xlarge'), types: [{ type: 'm6i.2xlarge', weight: 2 }] };
for (const [what, changes, rolling, created] of [
  ['grows within its limits', {}, [3, 1], 3],
  ['keeps a batch below a maximum that is its minimum', { scaling: { min: 3, max: 3 } }, [2, 1], 3],
  ['may go down to nothing', { scaling: { min: 1, max: 1 } }, [0, 1], 1],
  ['waits for nobody when it may be empty', { scaling: { min: 0, max: 5 } }, [0, 1], undefined],
  ['counts instances, not their weights', { scaling: { min: 3, max: 10 }, instances: heavy }, [3, 1], 2],
] as const) {
  test(`a pool of ${JSON.stringify(changes)} ${what}`, async t => {
    const stack = await renderedStack(withPool(changes), 'tcnp-workers');
    const { UpdatePolicy, CreationPolicy } = resource(stack, group);
    const [MinInstancesInService, MaxBatchSize] = rolling;
    t.like(UpdatePolicy, {
      AutoScalingRollingUpdate: {
        MinInstancesInService,
        MaxBatchSize,
        PauseTime: 'PT10M',
        WaitOnResourceSignals: true,
      },
    });
    t.deepEqual(
      CreationPolicy,
      created === undefined ? undefined : { ResourceSignal: { Count: created, Timeout: 'PT10M' } },
    );
  });
}

test('an arm64 pool boots the arm64 image', async t => {
  const instances = instancesOf('m7g.large');
  const stack = await renderedStack(withPool({ instances }), 'tcnp-workers');
  t.like(resource(stack, 'NodePoolLaunchTemplate').Properties?.LaunchTemplateData, {
    ImageId: 'ami-0fedcba9876543210',
    InstanceType: 'm7g.large',
  });
});

test('a pool may boot another Flatcar that the release has images of', async t => {
  const { flatcar } = release;
  const alternatives = { '4593.2.6': { 'eu-central-1': { amd64: 'ami-0223456789abcdef0' } } };
  const other = cluster('prod-a', {
    release: { ...release, flatcar: { ...flatcar, alternatives } },
    nodePools: [pool('workers', { flatcar: { version: '4593.2.6' } }), pool('batch')],
  });
  const image = async (stack: string) => launchTemplateOf(await renderedStack(other, stack)).ImageId;
  t.deepEqual(
    [await image('tcnp-workers'), await image('tcnp-batch')],
    ['ami-0223456789abcdef0', 'ami-0123456789abcdef0'],
  );
});

test('disks, monitoring and metadata are as the spec says', async t => {
  const { volumes } = pool('workers');
  const changes = {
    volumes: { ...volumes, containerd: { sizeGiB: 200, iops: 4000, throughputMiBps: 250 } },
    detailedMonitoring: true,
    metadataService: { hopLimit: 2 },
  };
  const { BlockDeviceMappings, ...data } = launchTemplateOf(await renderedStack(withPool(changes), 'tcnp-workers'));
  t.like(data, {
    Monitoring: { Enabled: true },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, InstanceMetadataTags: 'disabled' },
  });
  t.deepEqual((BlockDeviceMappings as unknown[])[1], {
    DeviceName: '/dev/xvdi',
    Ebs: {
      VolumeType: 'gp3',
      VolumeSize: 200,
      Iops: 4000,
      Throughput: 250,
      Encrypted: true,
      DeleteOnTermination: true,
    },
  });
});

for (const [volumeKey, expected] of [
  ['aws', undefined],
  ['cluster', { Ref: 'KeyArn' }],
] as const) {
  test(`with the ${volumeKey} key, ${expected ? 'the cluster’s own' : 'the account’s default'} encrypts all disks`, async t => {
    const keyed = cluster('prod-a', { storage: { ...cluster('prod-a').storage, volumeKey } });
    const { BlockDeviceMappings } = launchTemplateOf(await renderedStack(keyed, 'tcnp-workers'));
    const keys = (BlockDeviceMappings as { Ebs: { KmsKeyId?: unknown } }[]).map(({ Ebs }) => Ebs.KmsKeyId);
    t.deepEqual(keys, [expected, expected, expected, expected]);
  });
}

test('spot nodes have a price limit on request, and are replaced before they are interrupted', async t => {
  t.true((await spotGroup(0)).CapacityRebalance);
  t.false((await spotGroup(100)).CapacityRebalance);
  t.false((await spotGroup(0, { capacityRebalance: false })).CapacityRebalance);
  t.is((await spotGroup(0, { maxPrice: '0.25' })).MixedInstancesPolicy.InstancesDistribution.SpotMaxPrice, '0.25');
  t.false('SpotMaxPrice' in (await spotGroup(0)).MixedInstancesPolicy.InstancesDistribution);
});

test('the cluster autoscaler finds the group and knows its nodes when there are none', async t => {
  const changes = {
    labels: { workload: 'general', 'example.com/team': 'payments' },
    taints: [
      { key: 'dedicated', value: 'payments', effect: 'NoSchedule' },
      { key: 'dedicated', value: 'payments', effect: 'NoExecute' },
      { key: 'gpu', effect: 'NoSchedule' },
    ],
  } as const;
  const { Tags } = groupOf(await renderedStack(withPool(changes), 'tcnp-workers'));
  const own = Tags.filter(({ PropagateAtLaunch }) => !PropagateAtLaunch).map(({ Key, Value }) => [Key, Value]);
  const prefix = 'k8s.io/cluster-autoscaler';
  t.deepEqual(own, [
    [`${prefix}/enabled`, 'true'],
    [`${prefix}/prod-a`, 'owned'],
    [`${prefix}/node-template/label/clusterwright.io/pool`, 'workers'],
    [`${prefix}/node-template/label/example.com/team`, 'payments'],
    [`${prefix}/node-template/label/workload`, 'general'],
    [`${prefix}/node-template/taint/dedicated`, 'payments:NoSchedule'],
    [`${prefix}/node-template/taint/gpu`, ':NoSchedule'],
    [`${prefix}/node-template/resources/ephemeral-storage`, '50Gi'],
    [`${prefix}/node-template/resources/pods`, '44'],
  ]);
});

test('tags of the pool come before the cluster’s, and are in no launch template', async t => {
  const before = await renderedStack(withPool(), 'tcnp-workers');
  const stack = await renderedStack(withPool({ tags: { tier: 'workers', 'cost-center': '0815' } }), 'tcnp-workers');
  t.deepEqual(stack.tags, { tier: 'workers', 'cost-center': '0815' });
  const propagated = groupOf(stack).Tags.filter(({ PropagateAtLaunch }) => PropagateAtLaunch);
  t.deepEqual(
    propagated.slice(2).map(({ Key, Value }) => [Key, Value]),
    [
      ['cost-center', '0815'],
      ['tier', 'workers'],
    ],
  );
  t.deepEqual(launchTemplateOf(stack), launchTemplateOf(before));
});

for (const [drainTimeout, seconds] of [
  ['PT30M', 1800],
  ['PT1H', 3600],
  ['PT12M30S', 750],
  ['PT5S', 30],
] as const) {
  test(`a drain timeout of ${drainTimeout} holds an instance for ${seconds} seconds`, async t => {
    const { LifecycleHookSpecificationList } = groupOf(await renderedStack(withPool({ drainTimeout }), 'tcnp-workers'));
    t.deepEqual(LifecycleHookSpecificationList, [
      {
        LifecycleHookName: 'drain',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: seconds,
        DefaultResult: 'CONTINUE',
      },
    ]);
  });
}

test('Kubernetes puts internal load balancers into its subnets only if the spec says so', async t => {
  const tag = { Key: 'kubernetes.io/role/internal-elb', Value: '1' };
  t.deepEqual((await subnetTags(true)).at(-1), tag);
  t.false(JSON.stringify(await subnetTags(false)).includes(tag.Key));
});

test('its role reads and decrypts what belongs to this pool alone', async t => {
  const stack = await renderedStack(withPool(), 'tcnp-workers');
  const policies = JSON.stringify(statementsOf(stack, 'NodePoolRole'));
  t.true(policies.includes('"Role":"workers"'));
  t.true(policies.includes('"kms:EncryptionContext:role":"workers"'));
  t.false(policies.includes('master'));
  t.deepEqual(stack.after, ['prod-a/tccpn']);
  t.deepEqual(stack.secretsNodes, ['workers']);
  t.deepEqual(stack.inputs.SecretsRevision, { from: 'revision', node: 'workers' });
});

test('plans can point from the group’s limits to the pool’s spec', async t => {
  const { sources } = await renderedStack(withPool(), 'tcnp-workers');
  t.is(sources.get(`/Resources/${group}/Properties/MaxSize`)?.line, 3);
  t.is(sources.get('/Resources/NodePoolLaunchTemplate/Properties/LaunchTemplateData/InstanceType')?.line, 4);
});

/** The group of a pool with that share on demand. */
async function spotGroup(onDemand: number, spot: Partial<NodePool['instances']['spot']> = {}): Promise<Group> {
  const instances = instancesOf('m6i.xlarge', { percentageAbove: onDemand });
  const changes = { instances: { ...instances, spot: { ...instances.spot, ...spot } } };
  return groupOf(await renderedStack(withPool(changes), 'tcnp-workers'));
}

async function subnetTags(internalLoadBalancers: boolean): Promise<readonly object[]> {
  const stack = await renderedStack(withPool({ internalLoadBalancers }), 'tcnp-workers');
  return (propertiesOf(stack, 'SubnetEuCentral1a') as { readonly Tags: readonly object[] }).Tags;
}
