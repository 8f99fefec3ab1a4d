import type { LiveResource } from './live-resource.js';
import type { Resources } from './store.js';

interface Managed {
  readonly property: string;
  readonly isManaged: (resource: LiveResource, resources: Resources) => boolean;
}

/** "AWS-managed properties" of "Using drift-aware change sets" in the user guide: whose drift is to be expected, and when. */
const managed: Readonly<Record<string, Managed>> = {
  'AWS::AutoScaling::AutoScalingGroup': {
    property: 'DesiredCapacity',
    isManaged: (group, resources) =>
      resources
        .ofType(group, 'AWS::AutoScaling::ScalingPolicy')
        .some(({ properties }) => properties.AutoScalingGroupName === group.physicalId),
  },
  'AWS::DynamoDB::Table': { property: 'ProvisionedThroughput', isManaged: isScalableTarget },
  'AWS::ECS::Service': { property: 'DesiredCount', isManaged: isScalableTarget },
  'AWS::RDS::DBCluster': { property: 'EngineVersion', isManaged: isUpgraded },
  'AWS::RDS::DBInstance': { property: 'EngineVersion', isManaged: isUpgraded },
};

/** Whether a service changes the property on its own. */
export function isManaged(resource: LiveResource, property: string, resources: Resources): boolean {
  const entry = Object.hasOwn(managed, resource.type) ? managed[resource.type] : undefined;
  return entry?.property === property && entry.isManaged(resource, resources);
}

function isScalableTarget(resource: LiveResource, resources: Resources): boolean {
  return resources
    .ofType(resource, 'AWS::ApplicationAutoScaling::ScalableTarget')
    .some(({ properties }) => lastPart(properties.ResourceId) === lastPart(resource.physicalId));
}

function lastPart(id: unknown): string | undefined {
  return typeof id === 'string' ? id.split('/').at(-1) : undefined;
}

function isUpgraded({ properties }: LiveResource): boolean {
  return String(properties.AutoMinorVersionUpgrade) === 'true';
}
