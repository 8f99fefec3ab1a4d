import { AwsFault } from '../fault.js';
import { accessibleKey, requireUsable } from '../kms/key-lookup.js';
import { managedKeyAlias } from '../kms/managed-key.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { settingOf } from './settings.js';
import type { Bucket, Encryption } from './state.js';
import { bucketArn } from './state.js';

type Headers = Readonly<Record<string, string>>;

const prefix = 'x-amz-server-side-encryption';
const keyHeader = `${prefix}-aws-kms-key-id`;
const bucketKeyHeader = `${prefix}-bucket-key-enabled`;

/** The headers that choose an encryption. */
export const encryptionRequestHeaders: readonly string[] = [prefix, keyHeader, bucketKeyHeader];

/** How a write is to be encrypted, by its headers or else its bucket; undefined for S3's own keys. */
export async function requestedEncryption(s3: S3Request, bucket: Bucket): Promise<Encryption | undefined> {
  const { algorithm, keyId, bucketKey } = chosen(s3.headers, bucket);
  if (algorithm === 'AES256') return undefined;
  const id = keyId ?? (await managedKeyAlias(s3.world, bucket, 's3'));
  return { algorithm, keyArn: useKey(s3, bucket, { keyId: id, action: 'GenerateDataKey' }), bucketKey };
}

/** Throws unless the caller may decrypt what is encrypted so, now. */
export function checkDecryption(s3: S3Request, bucket: Bucket, encryption: Encryption | undefined): void {
  if (encryption) useKey(s3, bucket, { keyId: encryption.keyArn, action: 'Decrypt' });
}

export function encryptionHeaders(encryption: Encryption | undefined): Record<string, string> {
  if (!encryption) return { [prefix]: 'AES256' };
  const { algorithm, keyArn, bucketKey } = encryption;
  return { [prefix]: algorithm, [keyHeader]: keyArn, ...(bucketKey && { [bucketKeyHeader]: 'true' }) };
}

interface Choice {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  readonly bucketKey: boolean;
}

function chosen(headers: Headers, bucket: Bucket): Choice {
  const byDefault = defaultOf(bucket);
  const bucketKey = headers[bucketKeyHeader] === undefined ? byDefault.bucketKey : headers[bucketKeyHeader] === 'true';
  const algorithm = headers[prefix];
  const keyId = headers[keyHeader];
  if (algorithm === undefined) {
    if (keyId === undefined) return { ...byDefault, bucketKey };
    throw new AwsFault(
      'InvalidArgument',
      'The header x-amz-server-side-encryption-aws-kms-key-id requires x-amz-server-side-encryption: aws:kms.',
    );
  }
  if (!/^(AES256|aws:kms|aws:kms:dsse)$/.test(algorithm)) {
    throw s3Faults.invalidArgument(
      'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      algorithm,
    );
  }
  if (algorithm === 'AES256' && keyId !== undefined) {
    const message =
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms';
    throw s3Faults.invalidArgument(message, 'x-amz-server-side-encryption', algorithm);
  }
  return { algorithm, keyId, bucketKey };
}

function defaultOf(bucket: Bucket): Choice {
  const rules = settingOf(bucket, 'encryption')?.Rule as readonly DefaultRule[] | undefined;
  const { ApplyServerSideEncryptionByDefault: rule, BucketKeyEnabled = false } = rules?.[0] ?? {};
  return { algorithm: rule?.SSEAlgorithm ?? 'AES256', keyId: rule?.KMSMasterKeyID, bucketKey: BucketKeyEnabled };
}

interface DefaultRule {
  readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: string };
  readonly BucketKeyEnabled?: boolean;
}

/** Asks KMS as the caller. What KMS refuses, S3 refuses with the code in its own words. */
function useKey(s3: S3Request, bucket: Bucket, { keyId, action }: { keyId: string; action: string }): string {
  const { world, now, request, key: objectKey } = s3;
  try {
    const key = accessibleKey(keyId, {
      world,
      now,
      caller: request.caller,
      region: bucket.region,
      action,
      encryptionContext: { 'aws:s3:arn': bucketArn(bucket.name, objectKey) },
      via: `s3.${bucket.region}.amazonaws.com`,
    });
    requireUsable(key);
    return key.arn;
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    if (error.code === 'AccessDeniedException') throw new AwsFault('AccessDenied', error.message, { status: 403 });
    throw new AwsFault(`KMS.${error.code}`, error.message);
  }
}
