import { AwsFault } from '../fault.js';
import type { Policy } from '../policy/document.js';
import { MalformedPolicy, readPolicy, UnsupportedPolicy } from '../policy/document.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor, bucketPolicyDialect } from './access.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
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
  if (status !== 'Enabled' && status !== 'Suspended') {
    throw new AwsFault('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  }
  bucket.versioning = status;
  await saveBucket(world, bucket);
  return emptyAnswer(200);
}

export function getBucketPolicy({ world, request, bucket: name }: S3Request): SandboxResponse {
  const { policy } = bucketFor(world, request, name, { right: 'GetBucketPolicy' });
  if (policy !== undefined) return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
  throw new AwsFault('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    status: 404,
    details: { BucketName: name },
  });
}

export async function putBucketPolicy({ world, request, bucket: name, body }: S3Request): Promise<SandboxResponse> {
  const bucket = bucketFor(world, request, name, { right: 'PutBucketPolicy' });
  bucket.policy = checkedBucketPolicy(body.toString('utf8'), name);
  await saveBucket(world, bucket);
  return emptyAnswer(204);
}

export async function deleteBucketPolicy({ world, request, bucket: name }: S3Request): Promise<SandboxResponse> {
  const bucket = bucketFor(world, request, name, { right: 'DeleteBucketPolicy' });
  delete bucket.policy;
  await saveBucket(world, bucket);
  return emptyAnswer(204);
}

/** Returns the text if it is a policy for this bucket that the sandbox can keep to. */
export function checkedBucketPolicy(text: string, bucket: string): string {
  const policy = policyOf(text);
  for (const { resources } of policy) {
    const strange = resources.patterns.find(resource => !isWithin(resource, bucket));
    if (strange !== undefined && !resources.except) throw malformedPolicy('Policy has invalid resource');
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
