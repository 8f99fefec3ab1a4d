import { blockOf } from '../resources/cidr.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { Call, Fields } from './call.js';
import { tagSet } from './call.js';
import type { Description } from './describe.js';

export const vpcDescription: Description = {
  type: 'AWS::EC2::VPC',
  set: 'vpcSet',
  ids: 'VpcId',
  id: 'vpcId',
  items: call =>
    ofType(call, 'AWS::EC2::VPC', vpc => ({
      vpcId: vpc.physicalId,
      ownerId: vpc.accountId,
      state: 'available',
      cidrBlock: text(vpc.properties.CidrBlock),
      cidrBlockAssociationSet: vpcBlocks(call, vpc),
      dhcpOptionsId: 'default',
      instanceTenancy: text(vpc.properties.InstanceTenancy) ?? 'default',
      isDefault: false,
      tagSet: tagSet(vpc),
    })),
  filters: {
    'vpc-id': 'vpcId',
    cidr: 'cidrBlock',
    'cidr-block-association.cidr-block': 'cidrBlockAssociationSet.cidrBlock',
    'is-default': 'isDefault',
    state: 'state',
  },
};

export const subnetDescription: Description = {
  type: 'AWS::EC2::Subnet',
  set: 'subnetSet',
  ids: 'SubnetId',
  id: 'subnetId',
  items: call =>
    ofType(call, 'AWS::EC2::Subnet', subnet => ({
      subnetId: subnet.physicalId,
      state: 'available',
      vpcId: text(subnet.properties.VpcId),
      cidrBlock: text(subnet.properties.CidrBlock),
      availableIpAddressCount: freeAddresses(call, subnet),
      availabilityZone: text(subnet.attributes.AvailabilityZone),
      defaultForAz: false,
      mapPublicIpOnLaunch: String(subnet.properties.MapPublicIpOnLaunch) === 'true',
      ownerId: subnet.accountId,
      tagSet: tagSet(subnet),
    })),
  filters: {
    'subnet-id': 'subnetId',
    'vpc-id': 'vpcId',
    'cidr-block': 'cidrBlock',
    'availability-zone': 'availabilityZone',
    state: 'state',
  },
};

export const networkInterfaceDescription: Description = {
  type: 'AWS::EC2::NetworkInterface',
  set: 'networkInterfaceSet',
  ids: 'NetworkInterfaceId',
  id: 'networkInterfaceId',
  items: call =>
    ofType(call, 'AWS::EC2::NetworkInterface', ({ properties, attributes, ...live }) => ({
      networkInterfaceId: live.physicalId,
      subnetId: text(properties.SubnetId),
      vpcId: text(attributes.VpcId),
      description: text(properties.Description) ?? '',
      ownerId: live.accountId,
      status: 'available',
      privateIpAddress: text(attributes.PrimaryPrivateIpAddress),
      sourceDestCheck: text(properties.SourceDestCheck) !== 'false',
      groupSet: [properties.GroupSet ?? []].flat().map(groupId => ({ groupId: text(groupId) })),
      tagSet: tagSet({ ...live, properties, attributes }),
    })),
  filters: {
    'network-interface-id': 'networkInterfaceId',
    'subnet-id': 'subnetId',
    'vpc-id': 'vpcId',
    'private-ip-address': 'privateIpAddress',
    'group-id': 'groupSet.groupId',
    description: 'description',
    status: 'status',
  },
};

export const volumeDescription: Description = {
  type: 'AWS::EC2::Volume',
  set: 'volumeSet',
  ids: 'VolumeId',
  id: 'volumeId',
  items: call =>
    ofType(call, 'AWS::EC2::Volume', volume => ({
      volumeId: volume.physicalId,
      size: text(volume.properties.Size),
      snapshotId: text(volume.properties.SnapshotId) ?? '',
      availabilityZone: text(volume.properties.AvailabilityZone),
      status: 'available',
      volumeType: text(volume.properties.VolumeType) ?? 'gp2',
      iops: text(volume.properties.Iops),
      throughput: text(volume.properties.Throughput),
      encrypted: String(volume.properties.Encrypted) === 'true',
      kmsKeyId: text(volume.properties.KmsKeyId),
      attachmentSet: [],
      tagSet: tagSet(volume),
    })),
  filters: {
    'volume-id': 'volumeId',
    'availability-zone': 'availabilityZone',
    encrypted: 'encrypted',
    size: 'size',
    status: 'status',
    'volume-type': 'volumeType',
  },
};

export const peeringDescription: Description = {
  type: 'AWS::EC2::VPCPeeringConnection',
  set: 'vpcPeeringConnectionSet',
  ids: 'VpcPeeringConnectionId',
  id: 'vpcPeeringConnectionId',
  items: call =>
    ofType(call, 'AWS::EC2::VPCPeeringConnection', peering => {
      const { VpcId, PeerVpcId, PeerOwnerId, PeerRegion } = peering.properties;
      return {
        vpcPeeringConnectionId: peering.physicalId,
        requesterVpcInfo: {
          ownerId: peering.accountId,
          vpcId: text(VpcId),
          region: peering.region,
          cidrBlock: cidrOf(call, VpcId),
        },
        accepterVpcInfo: {
          ownerId: text(PeerOwnerId) ?? peering.accountId,
          vpcId: text(PeerVpcId),
          region: text(PeerRegion) ?? peering.region,
          cidrBlock: cidrOf(call, PeerVpcId),
        },
        status: { code: 'active', message: 'Active' },
        tagSet: tagSet(peering),
      };
    }),
  filters: {
    'vpc-peering-connection-id': 'vpcPeeringConnectionId',
    'status-code': 'status.code',
    'requester-vpc-info.vpc-id': 'requesterVpcInfo.vpcId',
    'requester-vpc-info.owner-id': 'requesterVpcInfo.ownerId',
    'accepter-vpc-info.vpc-id': 'accepterVpcInfo.vpcId',
    'accepter-vpc-info.owner-id': 'accepterVpcInfo.ownerId',
  },
};

/** The CIDR blocks of a VPC, the first one of which it was made with. */
export function vpcBlocks({ nodes }: Call, vpc: LiveResource): readonly Fields[] {
  const [first] = [vpc.attributes.CidrBlockAssociations ?? []].flat();
  const further = resourcesOf(nodes.world)
    .referringTo(vpc, vpc.physicalId)
    .filter(({ type }) => type === 'AWS::EC2::VPCCidrBlock')
    .map(({ physicalId, properties }) => ({ id: physicalId, cidrBlock: properties.CidrBlock }));
  return [{ id: first, cidrBlock: vpc.properties.CidrBlock }, ...further].map(({ id, cidrBlock }) => ({
    associationId: id,
    cidrBlock: text(cidrBlock),
    cidrBlockState: { state: 'associated' },
  }));
}

function ofType({ nodes, place }: Call, type: string, fields: (resource: LiveResource) => Fields): readonly Fields[] {
  return resourcesOf(nodes.world).ofType(place, type).map(fields);
}

function cidrOf({ nodes, place }: Call, vpcId: unknown): string | undefined {
  return text(resourcesOf(nodes.world).find(place, 'AWS::EC2::VPC', text(vpcId) ?? '')?.properties.CidrBlock);
}

/** All but AWS's own five and those that are taken. */
function freeAddresses({ nodes }: Call, subnet: LiveResource): number {
  const size = blockOf(subnet.properties)?.size ?? 0;
  const users = resourcesOf(nodes.world).referringTo(subnet, subnet.physicalId);
  const taken = users.filter(({ type }) => type === 'AWS::EC2::NetworkInterface' || type === 'AWS::EC2::Instance');
  return Math.max(0, size - 5 - taken.length);
}
