import type { World } from './world.js';

/**
 * How a resource type with an API of its own (a bucket, a key) exists outside CloudFormation. Types without a handler
 * are simulated from the resource specification alone.
 */
export interface ResourceHandler {
  /** Makes the resource; throws ResourceFailure, upon which the stack rolls back. */
  create(properties: Properties, place: ResourcePlace): Promise<CreatedResource>;
  /** Changes it in place. */
  update(physicalId: string, properties: Properties, place: ResourcePlace): Promise<CreatedResource>;
  delete(physicalId: string, place: ResourcePlace): Promise<void>;
}

export type Properties = Readonly<Record<string, unknown>>;

export interface ResourcePlace {
  readonly world: World;
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly logicalId: string;
}

export interface CreatedResource {
  /** What Ref returns, which is also the physical resource id. */
  readonly physicalId: string;
  /** What GetAtt returns; dotted names for nested attributes. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** The resource cannot be made or changed; `message` is AWS's wording, shown as the event's status reason. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}
