import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import type { World } from '../world.js';
import { bucketFor } from './access.js';
import { isBucketName } from './bucket-name.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import type { Bucket, BucketPlace } from './state.js';
import { addBucket, bucketIndex, findBucket, removeBucket } from './state.js';
import { childText, readXml } from './xml-reader.js';

export async function createBucket({ world, request, bucket, body, headers }: S3Request): Promise<SandboxResponse> {
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && acl !== 'private') {
    throw new AwsFault(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
  const ownership = headers['x-amz-object-ownership'];
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced')
    throw s3Faults.headerNotImplemented('x-amz-object-ownership');
  const place = { accountId: request.caller.accountId, region: chosenRegion(body, request.region) };
  const existing = findBucket(world, bucket);
  // In us-east-1 alone, making a bucket again succeeds and changes nothing.
  const again =
    existing?.accountId === place.accountId && existing.region === 'us-east-1' && place.region === 'us-east-1';
  if (!again) await makeBucket(world, bucket, place);
  return emptyAnswer(200, {
    location: place.region === 'us-east-1' ? `/${bucket}` : `http://${bucket}.s3.amazonaws.com/`,
  });
}

/** Makes a bucket in a region; throws if its name is wrong or taken. `madeFor` is the token of a stack's creation. */
export function makeBucket(world: World, name: string, place: BucketPlace, madeFor?: string): Promise<Bucket> {
  if (!isBucketName(name)) {
    throw new AwsFault('InvalidBucketName', 'The specified bucket is not valid.', { details: { BucketName: name } });
  }
  const existing = findBucket(world, name);
  if (existing?.accountId === place.accountId) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new AwsFault('BucketAlreadyOwnedByYou', message, { status: 409, details: { BucketName: name } });
  }
  if (existing) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
    throw new AwsFault('BucketAlreadyExists', message, { status: 409, details: { BucketName: name } });
  }
  return addBucket(world, name, { accountId: place.accountId, region: place.region }, madeFor);
}

export function headBucket({ world, request, bucket }: S3Request): SandboxResponse {
  const known = findBucket(world, bucket);
  const region = known ? { 'x-amz-bucket-region': known.region } : {};
  try {
    bucketFor(world, request, bucket, { right: 'ListBucket' });
    return emptyAnswer(200, { ...region, 'x-amz-access-point-alias': 'false' });
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    // Tells the region of a bucket even to those who may not use it, as on AWS.
    throw new AwsFault(error.code, error.message, { status: error.status, headers: { ...error.headers, ...region } });
  }
}

export function listBuckets({ world, request, query }: S3Request): SandboxResponse {
  const { accountId } = request.caller;
  const prefix = query.get('prefix') ?? '';
  const region = query.get('bucket-region');
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
  const maximum = Number(query.get('max-buckets') ?? 10_000);
  const names = Object.entries(bucketIndex(world).buckets)
    .filter(([name, place]) => place.accountId === accountId && name.startsWith(prefix) && name > after)
    .filter(([, place]) => region === undefined || place.region === region)
    .map(([name]) => name)
    .sort();
  const shown = names.slice(0, maximum);
  const last = shown.length < names.length ? shown.at(-1) : undefined;
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: canonicalUserId(accountId) },
    Buckets: {
      Bucket: shown.map(name => {
        const bucket = findBucket(world, name);
        return {
          Name: name,
          CreationDate: bucket?.createdAt,
          BucketRegion: bucket?.region,
          BucketArn: `arn:aws:s3:::${name}`,
        };
      }),
    },
    ContinuationToken: last === undefined ? undefined : Buffer.from(last).toString('base64'),
    Prefix: query.has('prefix') ? prefix : undefined,
  });
}

export async function deleteBucket({ world, request, bucket: name }: S3Request): Promise<SandboxResponse> {
  await dropBucket(world, bucketFor(world, request, name, { right: 'DeleteBucket' }));
  return emptyAnswer(204);
}

/** Removes an empty bucket; delete markers and old versions count as content, uploads under way do not. */
export async function dropBucket(world: World, bucket: Bucket): Promise<void> {
  if (Object.keys(bucket.objects).length > 0) {
    const versions = bucket.versioning === undefined ? '' : ' You must delete all versions in the bucket.';
    throw new AwsFault(
      'BucketNotEmpty',
      `The bucket you tried to delete is not empty${versions === '' ? '' : `.${versions}`}`,
      {
        status: 409,
        details: { BucketName: bucket.name },
      },
    );
  }
  const parts = Object.values(bucket.uploads ?? {}).flatMap(upload => Object.values(upload.parts));
  await removeBucket(world, bucket);
  await Promise.all(parts.map(({ blob }) => world.blobs.remove(blob)));
}

export function getBucketLocation({ world, request, bucket: name }: S3Request): SandboxResponse {
  const anyRegion = request.region === 'us-east-1';
  const { region } = bucketFor(world, request, name, { right: 'GetBucketLocation', anyRegion });
  return xmlAnswer('LocationConstraint', region === 'us-east-1' ? undefined : region);
}

/** The form of the owner ids that S3 shows: 64 hexadecimal digits. */
export function canonicalUserId(accountId: string): string {
  return accountId.padStart(64, '0');
}

/** us-east-1 takes buckets for all regions, any other endpoint for its own, which must be named. */
function chosenRegion(body: Buffer, endpointRegion: string): string {
  const constraint = body.length === 0 ? undefined : locationConstraint(body.toString('utf8'));
  if (constraint === undefined) {
    if (endpointRegion !== 'us-east-1') throw incompatible('unspecified');
    return 'us-east-1';
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(region) || region === 'us-east-1') {
    const message = 'The specified location-constraint is not valid';
    throw new AwsFault('InvalidLocationConstraint', message, { details: { LocationConstraint: constraint } });
  }
  if (endpointRegion !== 'us-east-1' && region !== endpointRegion) throw incompatible(region);
  return region;
}

function incompatible(constraint: string): AwsFault {
  return new AwsFault(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function locationConstraint(source: string): string | undefined {
  const root = readXml(source);
  if (root.name !== 'CreateBucketConfiguration') throw s3Faults.malformedXml();
  const unknown = root.children.find(child => child.name !== 'LocationConstraint');
  if (unknown) throw s3Faults.notImplemented(`CreateBucketConfiguration.${unknown.name}`);
  const text = childText(root, 'LocationConstraint')?.trim();
  return text === '' ? undefined : text;
}
