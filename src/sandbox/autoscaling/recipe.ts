import { createHash } from 'node:crypto';
import type { Properties } from '../resource.js';
import { launchTemplateData } from '../resources/launch-template-versions.js';
import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { LaunchTemplateVersion } from './state.js';

/** What a group launches instances from now. */
export interface Recipe {
  /** The same as long as nothing changes that would make instances obsolete. */
  readonly digest: string;
  readonly launchTemplate: LaunchTemplateVersion | undefined;
  readonly launchConfiguration: string | undefined;
  readonly instanceType: string;
  /** Units of capacity that an instance counts for. */
  readonly weight: number;
  /** Properties that instances get, in CloudFormation's names. */
  readonly data: Properties;
  readonly subnets: readonly string[];
}

interface TemplateSpecification {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
  readonly Version?: string | number;
}

interface MixedInstancesPolicy {
  readonly InstancesDistribution?: unknown;
  readonly LaunchTemplate?: {
    readonly LaunchTemplateSpecification?: TemplateSpecification;
    readonly Overrides?: readonly { readonly InstanceType?: string; readonly WeightedCapacity?: string | number }[];
  };
}

export function recipeOf({ properties, ...place }: LiveResource, resources: Resources): Recipe {
  const mixed = properties.MixedInstancesPolicy as MixedInstancesPolicy | undefined;
  const specification = (mixed?.LaunchTemplate?.LaunchTemplateSpecification ?? properties.LaunchTemplate) as
    | TemplateSpecification
    | undefined;
  const template = specification && templateOf(specification, place, resources);
  const launchTemplate = specification && versionOf(specification, template);
  const launchConfiguration = text(properties.LaunchConfigurationName);
  const data =
    (template && launchTemplate && launchTemplateData(resources, template, launchTemplate.version)) ??
    resources.find(place, 'AWS::AutoScaling::LaunchConfiguration', launchConfiguration ?? '')?.properties ??
    {};
  // Of several instance types the first one that the group names is launched.
  const override = mixed?.LaunchTemplate?.Overrides?.[0];
  const subnets = [properties.VPCZoneIdentifier ?? []].flat().flatMap(value => (text(value) ?? '').split(','));
  const distinguishing = [
    launchTemplate,
    launchConfiguration,
    mixed?.LaunchTemplate?.Overrides,
    mixed?.InstancesDistribution,
    properties.PlacementGroup,
    [...subnets].sort(),
  ];
  return {
    digest: createHash('sha256').update(JSON.stringify(distinguishing)).digest('hex').slice(0, 16),
    launchTemplate,
    launchConfiguration,
    instanceType: override?.InstanceType ?? text(data.InstanceType) ?? 'm1.small',
    weight: Math.max(1, Number(override?.WeightedCapacity ?? 1)),
    data,
    subnets,
  };
}

type Place = Pick<LiveResource, 'accountId' | 'region'>;

function templateOf(
  { LaunchTemplateId, LaunchTemplateName }: TemplateSpecification,
  place: Place,
  resources: Resources,
): LiveResource | undefined {
  const type = 'AWS::EC2::LaunchTemplate';
  if (LaunchTemplateId !== undefined) return resources.find(place, type, LaunchTemplateId);
  return resources.ofType(place, type).find(template => launchTemplateName(template) === LaunchTemplateName);
}

/** A template without a name of its own is called after its id here; AWS makes one up. */
export function launchTemplateName({ properties, physicalId }: LiveResource): string {
  return text(properties.LaunchTemplateName) ?? physicalId;
}

function versionOf(
  { LaunchTemplateId, LaunchTemplateName, Version }: TemplateSpecification,
  template: LiveResource | undefined,
): LaunchTemplateVersion {
  const asked = String(Version ?? '$Default');
  const numbers: Readonly<Record<string, unknown>> = {
    $Latest: template?.attributes.LatestVersionNumber,
    $Default: template?.attributes.DefaultVersionNumber,
  };
  return {
    id: template?.physicalId ?? LaunchTemplateId ?? '',
    name: template ? launchTemplateName(template) : (LaunchTemplateName ?? ''),
    version: text(numbers[asked]) ?? asked,
  };
}
