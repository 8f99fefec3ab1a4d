import { isDeepStrictEqual } from 'node:util';
import { AwsFault } from '../fault.js';
import { asResource, refuseProperties } from '../handler-failure.js';
import { uuidFor } from '../ids.js';
import type { CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import type { Caller } from '../service.js';
import { mayAccess } from './access.js';
import { propertyOf, settingProperties, treeOfProperty } from './bucket-properties.js';
import { dropBucket, makeBucket } from './buckets.js';
import { s3Faults } from './faults.js';
import type { SettingName } from './setting-shapes.js';
import { setSetting, settingOf } from './settings.js';
import type { Bucket } from './state.js';
import { findBucket, saveBucket } from './state.js';

const known = ['BucketName', 'VersioningConfiguration', ...Object.values(settingProperties)];
const settingNames = Object.keys(settingProperties) as SettingName[];

/** AWS::S3::Bucket. */
export const bucketResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('S3', async () => {
      refuseProperties('AWS::S3::Bucket', properties, known);
      const name = typeof properties.BucketName === 'string' ? properties.BucketName : generatedName(place);
      const made = findBucket(place.world, name);
      const bucket = made?.madeFor === place.token ? made : await newBucket(name, place);
      try {
        configure(bucket, properties, place);
      } catch (error) {
        // A bucket that cannot be as the template wants it must not stay behind: the stack knows of none.
        await dropBucket(place.world, bucket);
        throw error;
      }
      await saveBucket(place.world, bucket);
      return created(bucket);
    }),
  update: (physicalId, properties, place) =>
    asResource('S3', async () => {
      refuseProperties('AWS::S3::Bucket', properties, known);
      const bucket = existing(physicalId, place);
      configure(bucket, properties, place);
      await saveBucket(place.world, bucket);
      return created(bucket);
    }),
  read(physicalId, { world, accountId }) {
    const bucket = findBucket(world, physicalId);
    if (bucket?.accountId !== accountId) return Promise.resolve(undefined);
    return Promise.resolve({ ...created(bucket), properties: propertiesOf(bucket) });
  },
  async delete(physicalId, place) {
    const bucket = findBucket(place.world, physicalId);
    if (bucket?.accountId !== place.accountId) return;
    await asResource('S3', async () => {
      const request = { caller: callerFor(place), region: place.region, headers: {} };
      if (!mayAccess(bucket, request, { right: 'DeleteBucket' })) throw s3Faults.accessDenied();
      await dropBucket(place.world, bucket);
    });
  },
};

/** A stack acts as its service role. Without one it acts as whoever changed it, which nobody remembers: as its account. */
function callerFor({ accountId, roleArn }: ResourcePlace): Caller {
  const root = `arn:aws:iam::${accountId}:root`;
  if (roleArn === undefined) return { accountId, arn: root, userId: accountId, principalArn: root };
  const session = `${roleArn.split('/').at(-1)}/AWSCloudFormation`;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${session}`;
  return { accountId, arn, userId: session, principalArn: roleArn };
}

async function newBucket(name: string, place: ResourcePlace): Promise<Bucket> {
  // The wording of CloudFormation's own check, which comes before S3 is asked.
  if (findBucket(place.world, name)?.accountId === place.accountId) throw new ResourceFailure(`${name} already exists`);
  return makeBucket(place.world, name, place, place.token);
}

/** As AWS makes names: stack, logical id and some characters, in lower case. */
function generatedName({ world, stackName, logicalId, token }: ResourcePlace): string {
  const suffix = uuidFor(world, 'bucket', token).replaceAll('-', '').slice(0, 12);
  return `${`${stackName}-${logicalId}`.toLowerCase().slice(0, 63 - suffix.length - 1)}-${suffix}`;
}

/** Brings the bucket to what the template says; what it said before and says no more goes back to S3's default. */
function configure(bucket: Bucket, properties: Properties, { world }: ResourcePlace): void {
  for (const name of settingNames) {
    const property = settingProperties[name];
    const value = properties[property];
    if (value !== undefined) setSetting(world, bucket, name, treeOfProperty(name, value));
    else if (bucket.declared?.[property] !== undefined) setSetting(world, bucket, name, undefined);
  }
  const { Status } = (properties.VersioningConfiguration ?? {}) as { Status?: unknown };
  if (Status === 'Enabled' || Status === 'Suspended') bucket.versioning = Status;
  // A bucket that was versioned once cannot go back to having no versions.
  else if (bucket.versioning !== undefined) bucket.versioning = 'Suspended';
  bucket.declared = properties;
}

function propertiesOf(bucket: Bucket): Properties {
  const entries = settingNames.flatMap((name): [string, unknown][] => {
    const tree = settingOf(bucket, name);
    const property = settingProperties[name];
    if (!tree) return [];
    const declared = bucket.declared?.[property];
    // What means the same is told as the template says it: the ways to write a setting are no drift.
    const value = meansTheSame(name, declared, tree) ? declared : propertyOf(name, tree);
    return value === undefined ? [] : [[property, value]];
  });
  return {
    BucketName: bucket.name,
    ...(bucket.versioning && { VersioningConfiguration: { Status: bucket.versioning } }),
    ...Object.fromEntries(entries),
  };
}

function meansTheSame(name: SettingName, declared: unknown, tree: object): boolean {
  if (declared === undefined) return false;
  const wanted = treeOfProperty(name, declared);
  return isDeepStrictEqual(name === 'publicAccessBlock' ? { ...tree, ...wanted } : wanted, tree);
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
