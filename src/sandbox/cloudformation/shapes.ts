import { own } from '../../model/own.js';
import { members } from '../query-page.js';
import { declaredParameters, isNoEcho } from '../templates/parameters.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import type { XmlValue } from '../xml.js';
import type { Deployment, Stack } from './state.js';

/** What stacks and change sets tell alike. */
export function deploymentFields(deployment: Deployment): { readonly [element: string]: XmlValue } {
  const declared = declaredParameters(parsedTemplate(deployment.template));
  return {
    Parameters: members(
      Object.entries(deployment.parameters).map(([key, value]) => ({
        ParameterKey: key,
        ParameterValue: isNoEcho(declared[key]) ? '****' : value,
        ResolvedValue: isNoEcho(declared[key]) ? undefined : own(deployment.resolvedParameters, key),
      })),
    ),
    NotificationARNs: members(deployment.notificationArns),
    Capabilities: members(deployment.capabilities),
    Tags: members(Object.entries(deployment.tags).map(([Key, Value]) => ({ Key, Value }))),
  };
}

export function descriptionOf({ deployment }: Pick<Stack, 'deployment'>): string | undefined {
  const description = deployment && parsedTemplate(deployment.template).Description;
  return typeof description === 'string' ? description : undefined;
}
