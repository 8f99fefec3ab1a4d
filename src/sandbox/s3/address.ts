import type { SandboxRequest } from '../service.js';
import { splitTarget } from '../signature-v4.js';

/** What a request is about: all buckets, one bucket, or one object. */
export interface Address {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

/** Bucket and key, from the path alone or with the bucket in the host name (`bucket.localhost`). */
export function addressOf({ target, headers }: Pick<SandboxRequest, 'target' | 'headers'>): Address {
  const path = splitTarget(target)[0].slice(1);
  const hostBucket = bucketOfHost(headers.host ?? '');
  if (hostBucket !== undefined) return { bucket: hostBucket, key: keyFrom(path) };
  const slash = path.indexOf('/');
  const bucket = decodeURIComponent(slash === -1 ? path : path.slice(0, slash));
  return { bucket: bucket === '' ? undefined : bucket, key: slash === -1 ? undefined : keyFrom(path.slice(slash + 1)) };
}

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '');
  return /^(.+?)\.(?:localhost|127\.0\.0\.1|s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com)$/.exec(name)?.[1];
}

function keyFrom(path: string): string | undefined {
  return path === '' ? undefined : decodeURIComponent(path);
}
