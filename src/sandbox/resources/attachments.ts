import type { Properties } from '../resource.js';
import type { LiveResource } from './live-resource.js';
import type { Resources } from './store.js';

interface Attachment {
  readonly type: string;
  /** Property of the attached resource that names the one that it is attached to. */
  readonly to: string;
  /** Property of the other in which a service shows what is attached. */
  readonly property: string;
}

const attachments: Readonly<Record<string, readonly Attachment[]>> = {
  'AWS::EC2::SecurityGroup': [
    { type: 'AWS::EC2::SecurityGroupIngress', to: 'GroupId', property: 'SecurityGroupIngress' },
    { type: 'AWS::EC2::SecurityGroupEgress', to: 'GroupId', property: 'SecurityGroupEgress' },
  ],
};

/**
 * The properties of a resource as its service tells them, with what stands beside it. CloudFormation knows which of it
 * belongs to a stack itself and takes the rest for drift ("attachment relationships" in the user guide,
 * cloudformation-coverage-roadmap#1198), but only in properties that the template sets (#2091).
 */
export function withAttached(resource: LiveResource, resources: Resources, stackId: string): Properties {
  const found = attachedTo(resource, resources).filter(({ resource: { maker } }) => maker !== stackId);
  const properties: Record<string, unknown> = { ...resource.properties };
  for (const { attachment, resource: attached } of found) {
    const own = properties[attachment.property];
    const { [attachment.to]: _, ...shown } = attached.properties;
    properties[attachment.property] = [...(Array.isArray(own) ? (own as unknown[]) : []), shown];
  }
  return properties;
}

/** What is attached to a resource, by stacks or by hand. */
export function attachedTo(resource: LiveResource, resources: Resources) {
  const kinds = Object.hasOwn(attachments, resource.type) ? (attachments[resource.type] ?? []) : [];
  return resources.referringTo(resource, resource.physicalId).flatMap(other => {
    const attachment = kinds.find(
      ({ type, to }) => type === other.type && other.properties[to] === resource.physicalId,
    );
    return attachment ? [{ attachment, resource: other }] : [];
  });
}

/** Takes away what others than the stack have attached to properties that it sets. */
export function detachForeign(resource: LiveResource, resources: Resources, stackId: string, set: Properties): void {
  for (const { attachment, resource: attached } of attachedTo(resource, resources)) {
    if (attached.maker !== stackId && Array.isArray(set[attachment.property])) resources.remove(attached);
  }
}
