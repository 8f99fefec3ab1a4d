/** A bucket's setting as the XML of its API has it, with lists as lists. */
export type Tree = { readonly [element: string]: TreeValue };
export type TreeValue = string | number | boolean | Tree | readonly TreeValue[];

/** Values of an element: any text, a number, a truth value, one of some words, or further elements. */
export type Shape = 'text' | 'integer' | 'boolean' | readonly string[] | Members;
/** By element: `[]` stands after the name of one that may be repeated, `!` after one that must be there. */
export interface Members {
  readonly [element: string]: Shape;
}

const tag: Members = { 'Key!': 'text', 'Value!': 'text' };
const storageClasses = [
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
] as const;
const size: Members = { ObjectSizeGreaterThan: 'integer', ObjectSizeLessThan: 'integer' };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Types.html */
export const settingShapes = {
  tagging: { 'TagSet!': { 'Tag[]': tag } },
  encryption: {
    'Rule[]!': {
      ApplyServerSideEncryptionByDefault: {
        'SSEAlgorithm!': ['AES256', 'aws:kms', 'aws:kms:dsse'],
        KMSMasterKeyID: 'text',
      },
      BucketKeyEnabled: 'boolean',
    },
  },
  publicAccessBlock: {
    BlockPublicAcls: 'boolean',
    IgnorePublicAcls: 'boolean',
    BlockPublicPolicy: 'boolean',
    RestrictPublicBuckets: 'boolean',
  },
  ownershipControls: {
    'Rule[]!': { 'ObjectOwnership!': ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] },
  },
  logging: { LoggingEnabled: { 'TargetBucket!': 'text', 'TargetPrefix!': 'text' } },
  lifecycle: {
    'Rule[]!': {
      ID: 'text',
      'Status!': ['Enabled', 'Disabled'],
      Prefix: 'text',
      Filter: { Prefix: 'text', Tag: tag, ...size, And: { Prefix: 'text', 'Tag[]': tag, ...size } },
      Expiration: { Days: 'integer', Date: 'text', ExpiredObjectDeleteMarker: 'boolean' },
      NoncurrentVersionExpiration: { NoncurrentDays: 'integer', NewerNoncurrentVersions: 'integer' },
      'Transition[]': { Days: 'integer', Date: 'text', 'StorageClass!': storageClasses },
      'NoncurrentVersionTransition[]': {
        NoncurrentDays: 'integer',
        NewerNoncurrentVersions: 'integer',
        'StorageClass!': storageClasses,
      },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 'integer' },
    },
  },
} as const satisfies Readonly<Record<string, Members>>;

export type SettingName = keyof typeof settingShapes;
