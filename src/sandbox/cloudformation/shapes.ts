import { own } from '../../model/own.js';
import { declaredParameters, isNoEcho } from '../templates/parameters.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import type { XmlValue } from '../xml.js';
import type { ShownEvent } from './events.js';
import type { Deployment, Stack } from './state.js';

/** A list in the Query protocol. */
export function members(items: readonly XmlValue[]): XmlValue {
  return { member: items };
}

export function time(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

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

export function lastOperations({ operations }: Stack): XmlValue {
  return members(operations.map(({ id, type }) => ({ OperationType: type, OperationId: id })).toReversed());
}

/** What both kinds of events tell of a change of status. */
export function eventFields({ stackId }: Stack, event: ShownEvent): Readonly<Record<string, string | undefined>> {
  return {
    StackId: stackId,
    EventId: event.eventId,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: time(event.timestamp),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.clientRequestToken,
  };
}
