import { AwsFault } from '../fault.js';
import type { Policy } from '../policy/document.js';
import { MalformedPolicy, readPolicy, UnsupportedPolicy } from '../policy/document.js';
import { isPublic } from '../policy/public.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor, bucketPolicyDialect } from './access.js';
import { verifiedChecksum } from './checksum.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import { settingOf } from './settings.js';
import type { Bucket } from './state.js';
import { bucketArn, saveBucket } from './state.js';
import { childText, readXml } from './xml-reader.js';

export function getBucketVersioning({ world, request, bucket: name }: S3Request): SandboxResponse {
  const { versioning } = bucketFor(world, request, name, { right: 'GetBucketVersioning' });
  return xmlAnswer('VersioningConfiguration', { Status: versioning });
}

export async function putBucketVersioning({ world, request, bucket: name, body }: S3Request): Promise<SandboxResponse> {
  const bucket = bucketFor(world, request, name, { right: 'PutBucketVersioning' });
  const configuration = readXml(body.toString('utf8'));
  const status = childText(configuration, 'Status');
  if (configuration.name !== 'VersioningConfiguration') throw s3Faults.malformedXml();
  if (childText(configuration, 'MfaDelete') === 'Enabled') throw s3Faults.notImplemented('MfaDelete');
  if (status === undefined) {
    throw new AwsFault('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  }
  if (status !== 'Enabled' && status !== 'Suspended') throw s3Faults.malformedXml();
  bucket.versioning = status;
  await saveBucket(world, bucket);
  return emptyAnswer(200);
}

export function getBucketPolicy({ world, request, bucket: name }: S3Request): SandboxResponse {
  const policy = existingPolicy(bucketFor(world, request, name, { right: 'GetBucketPolicy' }));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
}

/** Whether the policy is public, for which S3 has a definition. */
export function getBucketPolicyStatus({ world, request, bucket: name }: S3Request): SandboxResponse {
  const policy = existingPolicy(bucketFor(world, request, name, { right: 'GetBucketPolicyStatus' }));
  return xmlAnswer('PolicyStatus', { IsPublic: isPublic(policyOf(policy)) });
}

function existingPolicy({ name, policy }: Bucket): string {
  if (policy !== undefined) return policy;
  throw new AwsFault('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    status: 404,
    details: { BucketName: name },
  });
}

export async function putBucketPolicy(s3: S3Request): Promise<SandboxResponse> {
  const { world, request, bucket: name, body, headers } = s3;
  const bucket = bucketFor(world, request, name, { right: 'PutBucketPolicy' });
  verifiedChecksum(body, headers);
  bucket.policy = checkedBucketPolicy(body.toString('utf8'), bucket, request.caller.arn);
  await saveBucket(world, bucket);
  return emptyAnswer(204);
}

export async function deleteBucketPolicy({ world, request, bucket: name }: S3Request): Promise<SandboxResponse> {
  const bucket = bucketFor(world, request, name, { right: 'DeleteBucketPolicy' });
  delete bucket.policy;
  await saveBucket(world, bucket);
  return emptyAnswer(204);
}

/** Returns the text if it is a policy for this bucket that the sandbox can keep to, and that the bucket lets be. */
export function checkedBucketPolicy(text: string, bucket: Bucket, callerArn: string): string {
  const policy = policyOf(text);
  for (const { resources } of policy) {
    const strange = resources.patterns.find(resource => !isWithin(resource, bucket.name));
    if (strange !== undefined && !resources.except) throw malformedPolicy('Policy has invalid resource');
  }
  if (settingOf(bucket, 'publicAccessBlock')?.BlockPublicPolicy === true && isPublic(policy)) {
    throw new AwsFault(
      'AccessDenied',
      `User: ${callerArn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      { status: 403 },
    );
  }
  return text;
}

function policyOf(text: string): Policy {
  try {
    return readPolicy(JSON.parse(text), bucketPolicyDialect);
  } catch (error) {
    if (error instanceof UnsupportedPolicy) throw new AwsFault('NotImplemented', error.message, { status: 501 });
    throw malformedPolicy(error instanceof MalformedPolicy ? error.message : 'This policy contains invalid Json');
  }
}

function isWithin(resource: string, bucket: string): boolean {
  return (
    resource === bucketArn(bucket) ||
    resource.startsWith(`${bucketArn(bucket)}/`) ||
    resource === `${bucketArn(bucket)}*`
  );
}

function malformedPolicy(message: string): AwsFault {
  return new AwsFault('MalformedPolicy', message);
}
