import type { QueryParameters } from '../query-protocol.js';
import type { Place } from '../resources/live-resource.js';
import type { SandboxRequest } from '../service.js';
import type { XmlValue } from '../xml.js';
import type { Context } from './context.js';
import type { Engine } from './operations/engine.js';

/** A request for an action. */
export interface Call {
  readonly context: Context;
  readonly engine: Engine;
  readonly parameters: QueryParameters;
  readonly request: SandboxRequest;
  readonly place: Place;
}

export type Action = (call: Call) => Promise<XmlValue> | XmlValue;
