import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import { asResource, refuseProperties } from '../handler-failure.js';
import type { CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { dropBucket, makeBucket } from './buckets.js';
import type { Bucket } from './state.js';
import { findBucket, saveBucket } from './state.js';

/** Properties with an effect that a client of the sandbox cannot see: logs are not written, rules do not run. */
const withoutEffect = ['LifecycleConfiguration', 'LoggingConfiguration', 'PublicAccessBlockConfiguration', 'Tags'];
const known = ['BucketName', 'VersioningConfiguration', 'BucketEncryption', 'OwnershipControls', ...withoutEffect];

/** AWS::S3::Bucket. */
export const bucketResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('S3', async () => {
      refuseUnknown(properties);
      const name = typeof properties.BucketName === 'string' ? properties.BucketName : generatedName(place);
      refuseTaken(name, place);
      checkLogging(properties, name, place);
      const bucket = await makeBucket(place.world, name, place);
      await configure(bucket, properties, place);
      return created(bucket);
    }),
  update: (physicalId, properties, place) =>
    asResource('S3', async () => {
      refuseUnknown(properties);
      const bucket = existing(physicalId, place);
      checkLogging(properties, physicalId, place);
      await configure(bucket, properties, place);
      return created(bucket);
    }),
  read(physicalId, { world, accountId }) {
    const bucket = findBucket(world, physicalId);
    if (bucket?.accountId !== accountId) return Promise.resolve(undefined);
    const { name: BucketName, versioning, settings } = bucket;
    const versions = versioning && { VersioningConfiguration: { Status: versioning } };
    return Promise.resolve({ ...created(bucket), properties: { ...settings, BucketName, ...versions } });
  },
  async delete(physicalId, place) {
    const bucket = findBucket(place.world, physicalId);
    if (bucket?.accountId !== place.accountId) return;
    await asResource('S3', () => dropBucket(place.world, bucket));
  },
};

/** The wording of CloudFormation's own check, which comes before S3 is asked. */
function refuseTaken(name: string, { world, accountId }: ResourcePlace): void {
  if (findBucket(world, name)?.accountId === accountId) throw new ResourceFailure(`${name} already exists`);
}

function refuseUnknown(properties: Properties): void {
  refuseProperties('AWS::S3::Bucket', properties, known);
  const encryption = JSON.stringify(properties.BucketEncryption ?? {});
  if (encryption.includes('aws:kms'))
    throw new ResourceFailure('The sandbox implements bucket encryption with AES256 only.');
  const ownership = JSON.stringify(properties.OwnershipControls ?? {});
  if (/ObjectWriter|BucketOwnerPreferred/.test(ownership)) {
    throw new ResourceFailure('The sandbox implements the object ownership BucketOwnerEnforced only.');
  }
}

/** Logs go to a bucket of the same account and region that exists already. */
function checkLogging(
  { LoggingConfiguration }: Properties,
  name: string,
  { world, accountId, region }: ResourcePlace,
): void {
  const { DestinationBucketName = name } = (LoggingConfiguration ?? {}) as { DestinationBucketName?: string };
  if (DestinationBucketName === name) return;
  const target = findBucket(world, DestinationBucketName);
  if (target?.accountId === accountId && target.region === region) return;
  const reason = target
    ? 'The owner or region of the target bucket for logging is another one'
    : 'The target bucket for logging does not exist';
  throw new AwsFault('InvalidTargetBucketForLogging', reason);
}

/** As AWS makes names: stack, logical id and some characters, in lower case. */
function generatedName({ stackName, logicalId }: ResourcePlace): string {
  const suffix = randomBytes(6).toString('hex');
  return `${`${stackName}-${logicalId}`.toLowerCase().slice(0, 63 - suffix.length - 1)}-${suffix}`;
}

async function configure(bucket: Bucket, properties: Properties, { world }: ResourcePlace): Promise<void> {
  const { BucketName: _, VersioningConfiguration, ...settings } = properties;
  bucket.settings = settings;
  const { Status } = (VersioningConfiguration ?? {}) as { Status?: unknown };
  if (Status === 'Enabled' || Status === 'Suspended') bucket.versioning = Status;
  // A bucket that was versioned once cannot go back to having no versions.
  else if (bucket.versioning !== undefined) bucket.versioning = 'Suspended';
  await saveBucket(world, bucket);
}

/** A bucket of the stack's account that still exists. */
export function existing(name: string, { world, accountId }: ResourcePlace): Bucket {
  const bucket = findBucket(world, name);
  if (bucket?.accountId === accountId) return bucket;
  throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', { status: 404 });
}

function created({ name, region }: Bucket): CreatedResource {
  const website = region === 'us-east-1' ? 's3-website-' : 's3-website.';
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.${website}${region}.amazonaws.com`,
    },
  };
}
