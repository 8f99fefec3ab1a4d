import { buryInstance } from '../autoscaling/instance.js';
import { changeGroup } from '../autoscaling/nodes.js';
import { groupType } from '../autoscaling/state.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { Call, Fields } from './call.js';
import { requireResource, tagSet, textList } from './call.js';
import type { Description } from './describe.js';

const type = 'AWS::EC2::Instance';

export const instanceDescription: Description = {
  type,
  set: 'reservationSet',
  ids: 'InstanceId',
  id: 'instanceId',
  items: ({ nodes, place }) => resourcesOf(nodes.world).ofType(place, type).map(instanceFields),
  filters: {
    'availability-zone': 'placement.availabilityZone',
    'image-id': 'imageId',
    'instance-id': 'instanceId',
    'instance-state-code': 'instanceState.code',
    'instance-state-name': 'instanceState.name',
    'instance-type': 'instanceType',
    'instance.group-id': 'groupSet.groupId',
    'key-name': 'keyName',
    'launch-time': 'launchTime',
    'network-interface.group-id': 'groupSet.groupId',
    'private-dns-name': 'privateDnsName',
    'private-ip-address': 'privateIpAddress',
    'subnet-id': 'subnetId',
    'vpc-id': 'vpcId',
  },
  // Every instance is launched by a request of its own.
  wrap: ({ ownerId, reservationId, ...instance }) => ({
    reservationId,
    ownerId,
    groupSet: [],
    instancesSet: [instance],
  }),
};

/** Ends instances behind the back of whoever made them. A group launches others. */
export async function terminateInstances(call: Call): Promise<Fields> {
  const { nodes, parameters } = call;
  const resources = resourcesOf(nodes.world);
  const instances = textList(parameters, 'InstanceId').map(id => requireResource(call, type, id));
  const changes: Fields[] = [];
  for (const live of instances) {
    const previousState = stateOf(live);
    const group = resources.find(live, groupType, text(live.attributes.AutoScalingGroupName) ?? '');
    if (group) {
      await changeGroup(nodes, group, ({ state, now }) => {
        if (!state.instances[live.physicalId]) return;
        delete state.instances[live.physicalId];
        state.terminated = [...state.terminated, { id: live.physicalId, at: now }];
        buryInstance(resources, group, live.physicalId, now);
      });
    } else {
      buryInstance(resources, live, live.physicalId, nodes.clock.now(undefined));
      await resources.keep(live);
    }
    changes.push({ instanceId: live.physicalId, currentState: { code: 32, name: 'shutting-down' }, previousState });
  }
  return { instancesSet: changes };
}

function instanceFields(live: LiveResource): Fields {
  const { physicalId, properties, attributes, accountId, region } = live;
  const address = text(attributes.PrivateIp);
  const profile = properties.IamInstanceProfile as
    | { readonly Name?: string; readonly Arn?: string }
    | string
    | undefined;
  const name = typeof profile === 'string' ? profile : profile?.Name;
  const arn = name === undefined ? undefined : `arn:aws:iam::${accountId}:instance-profile/${name}`;
  return {
    instanceId: physicalId,
    imageId: text(properties.ImageId),
    instanceState: stateOf(live),
    privateDnsName: address && `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`,
    privateIpAddress: address,
    keyName: text(properties.KeyName),
    instanceType: text(properties.InstanceType),
    launchTime: text(attributes.LaunchTime),
    placement: { availabilityZone: text(attributes.AvailabilityZone), tenancy: 'default' },
    subnetId: text(properties.SubnetId),
    vpcId: text(attributes.VpcId),
    architecture: 'x86_64',
    groupSet: [properties.SecurityGroupIds ?? []].flat().map(groupId => ({ groupId: text(groupId) })),
    iamInstanceProfile:
      profile === undefined ? undefined : { arn: typeof profile === 'object' ? (profile.Arn ?? arn) : arn },
    tagSet: tagSet(live),
    ownerId: accountId,
    reservationId: physicalId.replace(/^i-/, 'r-'),
  };
}

function stateOf({ attributes }: LiveResource): Fields {
  const name = text(attributes.State) ?? 'running';
  return { code: stateCodes[name] ?? 16, name };
}

const stateCodes: Readonly<Record<string, number>> = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48 };
