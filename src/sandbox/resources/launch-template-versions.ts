import type { Properties } from '../resource.js';
import type { LiveResource } from './live-resource.js';
import type { Resources } from './store.js';
import { text } from './text.js';

const templateType = 'AWS::EC2::LaunchTemplate';
const versionType = 'AWS::EC2::LaunchTemplate Version';

/** Keeps the data of a launch template's newest version, which later ones do not change. */
export function rememberVersion(resources: Resources, template: LiveResource): void {
  if (template.type !== templateType) return;
  const version = String(template.attributes.LatestVersionNumber);
  const { LaunchTemplateData = {}, VersionDescription } = template.properties;
  resources.put({
    ...template,
    type: versionType,
    physicalId: `${template.physicalId} ${version}`,
    properties: { ...(LaunchTemplateData as Properties) },
    attributes: { Version: version, VersionDescription: text(VersionDescription) ?? '' },
  });
}

export function forgetVersions(resources: Resources, template: LiveResource): void {
  if (template.type !== templateType) return;
  for (const version of launchTemplateVersions(resources, template)) resources.remove(version);
}

/** Newest first. */
export function launchTemplateVersions(resources: Resources, template: LiveResource): readonly LiveResource[] {
  const latest = Number(template.attributes.LatestVersionNumber);
  return Array.from({ length: latest }, (_, index) => `${template.physicalId} ${latest - index}`).flatMap(
    id => resources.find(template, versionType, id) ?? [],
  );
}

/** What instances of a version get; undefined if there is no such version. */
export function launchTemplateData(
  resources: Resources,
  template: LiveResource,
  version: string,
): Properties | undefined {
  return resources.find(template, versionType, `${template.physicalId} ${version}`)?.properties;
}
