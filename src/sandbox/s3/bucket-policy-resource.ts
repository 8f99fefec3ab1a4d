import { asResource, refuseProperties } from '../handler-failure.js';
import type { Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { existing } from './bucket-resource.js';
import { checkedBucketPolicy } from './bucket-settings.js';
import { findBucket, saveBucket } from './state.js';

/** AWS::S3::BucketPolicy. */
export const bucketPolicyResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('S3', async () => {
      const bucket = existing(nameOf(properties), place);
      if (bucket.policy !== undefined && bucket.policyMadeFor !== place.token)
        throw new ResourceFailure(`The bucket policy already exists on bucket ${bucket.name}.`);
      return await put(properties, place);
    }),
  update: (_, properties, place) => asResource('S3', () => put(properties, place)),
  read(physicalId, { world, accountId }) {
    const bucket = findBucket(world, physicalId);
    if (bucket?.accountId !== accountId || bucket.policy === undefined) return Promise.resolve(undefined);
    const properties = { Bucket: physicalId, PolicyDocument: JSON.parse(bucket.policy) as unknown };
    return Promise.resolve({ physicalId, attributes: {}, properties });
  },
  async delete(physicalId, { world, accountId }) {
    const bucket = findBucket(world, physicalId);
    if (bucket?.accountId !== accountId) return;
    delete bucket.policy;
    delete bucket.policyMadeFor;
    await saveBucket(world, bucket);
  },
};

async function put(properties: Properties, place: ResourcePlace) {
  refuseProperties('AWS::S3::BucketPolicy', properties, ['Bucket', 'PolicyDocument']);
  const bucket = existing(nameOf(properties), place);
  const { PolicyDocument } = properties;
  const text = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument ?? {});
  bucket.policy = checkedBucketPolicy(text, bucket, `arn:aws:iam::${place.accountId}:user/sandbox`);
  bucket.policyMadeFor = place.token;
  await saveBucket(place.world, bucket);
  return { physicalId: bucket.name, attributes: {} };
}

function nameOf({ Bucket }: Properties): string {
  return typeof Bucket === 'string' ? Bucket : '';
}
