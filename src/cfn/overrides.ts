import type { RequiresRecreation } from './resource-type.js';

interface Override {
  readonly requiresRecreation: RequiresRecreation;
  /** Why we know better than the resource specification. */
  readonly source: string;
}

/** What the resource specification says wrongly about replacement, by resource type and property. */
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
  },
  'AWS::KMS::Key': { KeySpec: kmsKey, KeyUsage: kmsKey, MultiRegion: kmsKey, Origin: kmsKey },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    SecurityGroups: {
      requiresRecreation: 'Conditionally',
      source: 'A network load balancer made without security groups can never be given any (ELB user guide).',
    },
  },
};
