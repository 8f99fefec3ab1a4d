import type { Attributes, Properties } from '../resource.js';

/** A resource as it is now, whatever a stack believes of it. */
export interface LiveResource {
  readonly type: string;
  readonly physicalId: string;
  readonly accountId: string;
  readonly region: string;
  /** What made it: the ARN of a stack, or the id of a resource that makes others. Resources of one maker are kept together. */
  readonly maker: string;
  readonly logicalId: string;
  /** How many resources the maker has made for the logical id, with this one. */
  readonly generation: number;
  readonly properties: Properties;
  readonly attributes: Attributes;
}

/** An account in a region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}
