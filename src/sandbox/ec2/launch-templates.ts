import { launchTemplateName } from '../autoscaling/recipe.js';
import { AwsFault } from '../fault.js';
import { launchTemplateVersions } from '../resources/launch-template-versions.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { Call } from './call.js';
import { notFound, tagSet, textList } from './call.js';
import type { Description } from './describe.js';
import type { Ec2Value } from './xml-lists.js';

const type = 'AWS::EC2::LaunchTemplate';

export const launchTemplateDescription: Description = {
  type,
  set: 'launchTemplates',
  ids: 'LaunchTemplateId',
  id: 'launchTemplateId',
  items: call => {
    const names = textList(call.parameters, 'LaunchTemplateName');
    const templates = templatesIn(call);
    const unknown = names.find(name => !templates.some(template => launchTemplateName(template) === name));
    if (unknown !== undefined) throw noSuchName();
    return templates
      .filter(template => names.length === 0 || names.includes(launchTemplateName(template)))
      .map(template => ({
        launchTemplateId: template.physicalId,
        launchTemplateName: launchTemplateName(template),
        createdBy: `arn:aws:iam::${template.accountId}:root`,
        defaultVersionNumber: text(template.attributes.DefaultVersionNumber),
        latestVersionNumber: text(template.attributes.LatestVersionNumber),
        tagSet: tagSet(template),
      }));
  },
  filters: { 'launch-template-name': 'launchTemplateName' },
};

export const launchTemplateVersionDescription: Description = {
  type,
  set: 'launchTemplateVersionSet',
  ids: 'none',
  id: 'versionNumber',
  items: call => {
    const { parameters, nodes } = call;
    const template = requireTemplate(call);
    const { LatestVersionNumber: latest, DefaultVersionNumber: initial } = template.attributes;
    const asked = textList(parameters, 'LaunchTemplateVersion').map(version =>
      String(version === '$Latest' ? latest : version === '$Default' ? initial : version),
    );
    const from = Number(parameters.get('MinVersion') ?? 1);
    const to = Number(parameters.get('MaxVersion') ?? latest);
    return launchTemplateVersions(resourcesOf(nodes.world), template)
      .map(({ attributes, properties }) => ({
        launchTemplateId: template.physicalId,
        launchTemplateName: launchTemplateName(template),
        versionNumber: text(attributes.Version),
        defaultVersion: attributes.Version === initial,
        createdBy: `arn:aws:iam::${template.accountId}:root`,
        launchTemplateData: responseNames(properties),
      }))
      .filter(({ versionNumber = '' }) =>
        asked.length > 0 ? asked.includes(versionNumber) : Number(versionNumber) >= from && Number(versionNumber) <= to,
      );
  },
  filters: { 'is-default-version': 'defaultVersion', 'image-id': 'launchTemplateData.imageId' },
};

function templatesIn({ nodes, place }: Call): readonly LiveResource[] {
  return resourcesOf(nodes.world).ofType(place, type);
}

function requireTemplate(call: Call): LiveResource {
  const id = call.parameters.get('LaunchTemplateId');
  const name = call.parameters.get('LaunchTemplateName');
  if (id === undefined && name === undefined) {
    const message = 'Either the launch template ID or launch template name must be specified, but not both.';
    throw new AwsFault('MissingParameter', message);
  }
  const found = templatesIn(call).find(template =>
    id === undefined ? launchTemplateName(template) === name : template.physicalId === id,
  );
  if (found) return found;
  throw id === undefined ? noSuchName() : notFound(type, id);
}

function noSuchName(): AwsFault {
  return new AwsFault(
    'InvalidLaunchTemplateName.NotFoundException',
    'At least one of the launch templates specified in the request does not exist.',
  );
}

/** Names of CloudFormation's as EC2 answers them: `SecurityGroupIds` is `securityGroupIdSet`. */
function responseNames(value: unknown): Ec2Value {
  if (Array.isArray(value)) return value.map(responseNames);
  if (typeof value !== 'object' || value === null) return text(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]): [string, Ec2Value] => {
      const first = name.charAt(0).toLowerCase() + name.slice(1);
      const list = Array.isArray(member) ? `${first.replace(/s$/, '')}Set` : first;
      return [list, responseNames(member)];
    }),
  );
}
