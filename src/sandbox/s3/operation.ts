import type { SandboxRequest, SandboxResponse } from '../service.js';
import type { World } from '../world.js';
import type { XmlValue } from '../xml.js';
import { xmlDocument } from '../xml.js';

/** A request to S3 with what all its actions need. */
export interface S3Request {
  readonly world: World;
  readonly now: () => Date;
  readonly request: SandboxRequest;
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Empty for actions on buckets. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Decoded from `aws-chunked` if it was so sent. */
  readonly body: Buffer;
  /** Headers, and the trailers of a chunked body. */
  readonly headers: Readonly<Record<string, string>>;
}

export type S3Action = (request: S3Request) => Promise<SandboxResponse> | SandboxResponse;

/** An answer with an XML document. */
export function xmlAnswer(root: string, value: XmlValue): SandboxResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument(root, value, 'http://s3.amazonaws.com/doc/2006-03-01/'),
  };
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  return { status, headers, body: '' };
}
