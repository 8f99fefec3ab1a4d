import type { RequiresRecreation } from './resource-type.js';

export interface Override {
  readonly requiresRecreation?: RequiresRecreation;
  /** All values that AWS takes. */
  readonly allowedValues?: readonly string[];
  /** Why we know better than the resource specification. */
  readonly source: string;
}

/** What the resource specification says wrongly, or not at all, by resource type and property. */
export function overridesOf(type: string): Readonly<Record<string, Override>> {
  return Object.hasOwn(overrides, type) ? (overrides[type] ?? {}) : {};
}

const volume: Override = {
  requiresRecreation: 'Always',
  source:
    'kubernetes-retired/kube-aws#1347 and cloudformation-coverage-roadmap#1400: CloudFormation refuses the update or replaces the volume, which then comes up empty; the specification marks no property of a volume.',
};
const kmsKey: Override = {
  requiresRecreation: 'Always',
  source: 'AWS::KMS::Key in the template reference: updating it fails or, where the update is forced, makes a new key.',
};

const overrides: Readonly<Record<string, Readonly<Record<string, Override>>>> = {
  'AWS::EC2::Volume': {
    AvailabilityZone: volume,
    AvailabilityZoneId: volume,
    Encrypted: volume,
    KmsKeyId: volume,
    OutpostArn: volume,
    SnapshotId: volume,
    SourceVolumeId: volume,
    VolumeType: {
      allowedValues: ['standard', 'io1', 'io2', 'gp2', 'gp3', 'sc1', 'st1'],
      source: 'CreateVolume in the EC2 API reference; the specification takes any string.',
    },
  },
  'AWS::KMS::Key': { KeySpec: kmsKey, KeyUsage: kmsKey, MultiRegion: kmsKey, Origin: kmsKey },
  'AWS::EC2::VPCEndpoint': {
    VpcEndpointType: {
      allowedValues: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'ServiceNetwork', 'Resource'],
      source: 'CreateVpcEndpoint in the EC2 API reference.',
    },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    Scheme: {
      allowedValues: ['internet-facing', 'internal'],
      source: 'CreateLoadBalancer in the Elastic Load Balancing API reference; the specification takes any string.',
    },
    Type: {
      allowedValues: ['application', 'network', 'gateway'],
      source: 'CreateLoadBalancer in the Elastic Load Balancing API reference; the specification takes any string.',
    },
    SecurityGroups: {
      requiresRecreation: 'Conditionally',
      source: 'A network load balancer made without security groups can never be given any (ELB user guide).',
    },
  },
};
