import type { World } from './world.js';

/**
 * How resources of a type exist outside CloudFormation: a bucket in S3, a key in KMS, everything else in the store of
 * simulated resources.
 */
export interface ResourceHandler {
  /**
   * Makes the resource; throws ResourceFailure, upon which the stack rolls back. Called again with the same token, it
   * finds what the first call has made: a sandbox may be killed before the stack remembers it.
   */
  create(properties: Properties, place: ResourcePlace): Promise<CreatedResource>;
  /** Changes it in place. */
  update(physicalId: string, properties: Properties, place: ResourcePlace): Promise<CreatedResource>;
  delete(physicalId: string, place: ResourcePlace): Promise<void>;
  /** The resource as it is now; undefined if it does not exist. */
  read(physicalId: string, place: ResourcePlace): Promise<ReadResource | undefined>;
}

export type Properties = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, string | readonly string[]>>;

/** For whom a resource exists. */
export interface ResourcePlace {
  readonly world: World;
  readonly accountId: string;
  readonly region: string;
  /** ARN of the stack. */
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  /** The service role as which the stack acts; undefined if it has none. */
  readonly roleArn?: string | undefined;
  /** How many resources this logical id has had, with this one. */
  readonly generation: number;
  /** Time as it goes by on AWS, where things take longer; undefined if nobody looks at a clock. */
  readonly seconds?: number | undefined;
  /** Of this very resource in all of AWS: another one that replaces it has another token. */
  readonly token: string;
}

export interface CreatedResource {
  /** What Ref returns, which is also the physical resource id. */
  readonly physicalId: string;
  /** What GetAtt returns; dotted names for nested attributes. */
  readonly attributes: Attributes;
}

/** `properties` are those that CloudFormation would read, in its names. */
export interface ReadResource extends CreatedResource {
  readonly properties: Properties;
}

/** The resource cannot be made or changed; `message` is AWS's wording, shown as the event's status reason. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}
