import type { Properties } from '../../resource.js';
import { withAttached } from '../../resources/attachments.js';
import type { Difference } from '../../resources/difference.js';
import { differences } from '../../resources/difference.js';
import { isCompared } from '../../resources/drift-support.js';
import { observed } from '../../resources/observed.js';
import { resourcesOf } from '../../resources/store.js';
import type { Context } from '../context.js';
import { liveScope } from '../live-scope.js';
import { resourcePlace } from '../resource-place.js';
import { desiredProperties } from '../scope.js';
import type { Stack, StackResource } from '../state.js';
import type { ResourceDrift, ResourceDriftStatus } from './results.js';

export interface DetectedDrift {
  readonly drift: ResourceDrift;
  /** All that the service tells; undefined unless the resource was read. */
  readonly properties?: Properties;
  /** Without what others have attached to it. */
  readonly own?: Properties;
}

/** Compares a resource with what its stack last made of it. */
export async function detectDrift(context: Context, stack: Stack, resource: StackResource): Promise<DetectedDrift> {
  const { type, physicalId = '' } = resource;
  const timestamp = context.clock.now(stack);
  const told = (status: ResourceDriftStatus, more: Partial<ResourceDrift> = {}): ResourceDrift => {
    return { status, timestamp, differences: [], ...more };
  };
  const place = resourcePlace(context, stack, resource);
  const reason = context.resourceFault({ ...place, verb: 'read' });
  if (reason !== undefined) return { drift: told('UNKNOWN', { reason }) };
  const read = await context.handlerOf(type).read(physicalId, place);
  if (!read) return { drift: told('DELETED') };
  const expected = expectedProperties(context, stack, resource);
  const live = resourcesOf(context.world).find(stack, type, physicalId);
  const properties = live ? withAttached(live, resourcesOf(context.world), stack.stackId) : read.properties;
  const actual = observed(properties, expected, propertiesOf(context, type));
  const found = differences(expected, actual, '').map(propertyDifference);
  const drift =
    found.length === 0 ? told('IN_SYNC') : told('MODIFIED', { differences: found, actual: withoutHoles(actual) });
  return { drift, properties, own: read.properties };
}

/** What a resource should be, as far as that can be compared. What a rollback has skipped is not what the template says. */
export function expectedProperties(context: Context, stack: Stack, resource: StackResource): Properties {
  const { logicalId, type, rollback, properties } = resource;
  const scope = rollback === 'skipped' ? liveScope(context, stack) : undefined;
  const set = scope ? desiredProperties(context, logicalId, scope, stack.deployment?.tags) : properties;
  return Object.fromEntries(Object.entries(set).filter(([name]) => isCompared(type, name)));
}

function propertiesOf({ specification }: Context, type: string) {
  const properties = specification.resourceType(type)?.properties ?? {};
  return { kind: 'object', name: type, properties } as const;
}

const differenceTypes = { Add: 'ADD', Remove: 'REMOVE', Modify: 'NOT_EQUAL' } as const;

function propertyDifference({ pointer, type, before, after }: Difference): ResourceDrift['differences'][number] {
  return {
    propertyPath: pointer,
    differenceType: differenceTypes[type],
    expectedValue: text(before),
    actualValue: text(after),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(withoutHoles(value) ?? null);
}

function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(member => member !== undefined).map(withoutHoles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutHoles(member)]));
}
