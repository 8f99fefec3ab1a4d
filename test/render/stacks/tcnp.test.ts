import test from 'ava';
import { instancesOf } from '../../model/settled.js';
import { cluster, pool } from '../example-fleet.js';
import { get, propertiesOf, renderedStack, resource, statementsOf } from '../rendered.js';

const withPool = (changes: Parameters<typeof pool>[1] = {}) =>
  cluster('prod-a', { nodePools: [pool('workers', changes)] });
const group = 'NodePoolAutoScalingGroup';

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
  interface Group {
    readonly MixedInstancesPolicy: { readonly LaunchTemplate: { readonly Overrides: unknown } };
  }
  const { MixedInstancesPolicy } = propertiesOf(await renderedStack(withPool(), 'tcnp-workers'), group) as Group;
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

test('its role reads and decrypts what belongs to this pool alone', async t => {
  const stack = await renderedStack(withPool(), 'tcnp-workers');
  const policies = JSON.stringify(statementsOf(stack, 'NodePoolRole'));
  t.true(policies.includes('"Role":"workers"'));
  t.true(policies.includes('"kms:EncryptionContext:role":"workers"'));
  t.false(policies.includes('master'));
  t.deepEqual(stack.after, ['prod-a/tccpn']);
  t.is(stack.secretsRole, 'workers');
  t.deepEqual(stack.inputs.SecretsRevision, { from: 'revision', role: 'workers' });
});

test('plans can point from the group’s limits to the pool’s spec', async t => {
  const { sources } = await renderedStack(withPool(), 'tcnp-workers');
  t.is(sources.get(`/Resources/${group}/Properties/MaxSize`)?.line, 3);
  t.is(sources.get('/Resources/NodePoolLaunchTemplate/Properties/LaunchTemplateData/InstanceType')?.line, 4);
});
