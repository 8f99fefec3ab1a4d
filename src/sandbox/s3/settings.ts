import { AwsFault } from '../fault.js';
import type { World } from '../world.js';
import { s3Faults } from './faults.js';
import { checkLifecycle } from './lifecycle.js';
import type { SettingName, Tree } from './setting-shapes.js';
import type { Bucket, BucketPlace } from './state.js';
import { findBucket } from './state.js';
import { checkTags } from './tags.js';

interface Setting {
  /** The document's root. */
  readonly root: string;
  /** IAM's name of the right to read it, after `Get`, and to change it, after `Put`. */
  readonly right: string;
  /** Of a bucket where nothing was put. */
  readonly initial?: Tree;
  /** What a read says if there is none. */
  readonly missing?: readonly [code: string, message: string];
}

/** What buckets have besides versions and a policy. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export const settings: Readonly<Record<SettingName, Setting>> = {
  tagging: { root: 'Tagging', right: 'BucketTagging', missing: ['NoSuchTagSet', 'The TagSet does not exist'] },
  encryption: {
    root: 'ServerSideEncryptionConfiguration',
    right: 'EncryptionConfiguration',
    initial: {
      Rule: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  },
  publicAccessBlock: {
    root: 'PublicAccessBlockConfiguration',
    right: 'BucketPublicAccessBlock',
    initial: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  },
  ownershipControls: {
    root: 'OwnershipControls',
    right: 'BucketOwnershipControls',
    initial: { Rule: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
  },
  logging: { root: 'BucketLoggingStatus', right: 'BucketLogging', initial: {} },
  lifecycle: {
    root: 'LifecycleConfiguration',
    right: 'LifecycleConfiguration',
    missing: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  },
};

/** What holds for the bucket now; undefined if there is nothing. */
export function settingOf(bucket: Bucket, name: SettingName): Tree | undefined {
  const put = bucket.settings?.[name];
  if (put === null) return undefined;
  return put ?? settings[name].initial;
}

/** Sets it on the bucket, which the caller saves; undefined deletes it, and S3's encryption comes back. */
export function setSetting(world: World, bucket: Bucket, name: SettingName, value: Tree | undefined): void {
  if (value) checks[name]?.(value, bucket, world);
  const deleted = name === 'encryption' || name === 'logging' ? undefined : null;
  const kept = name === 'publicAccessBlock' && value ? { ...noBlocks, ...value } : (value ?? deleted);
  bucket.settings = { ...bucket.settings, [name]: kept };
  if (kept === undefined) delete bucket.settings[name];
}

/** A block that is left out of the document is off. */
const noBlocks: Tree = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

type Check = (value: Tree, bucket: BucketPlace, world: World) => void;

const checks: Partial<Record<SettingName, Check>> = {
  tagging: ({ TagSet }) => checkTags(TagSet, 50),
  lifecycle: checkLifecycle,
  ownershipControls({ Rule }) {
    if (JSON.stringify(Rule) !== '[{"ObjectOwnership":"BucketOwnerEnforced"}]') {
      throw s3Faults.notImplemented('object ownership other than BucketOwnerEnforced');
    }
  },
  logging({ LoggingEnabled }, bucket, world) {
    const name = (LoggingEnabled as { readonly TargetBucket?: string } | undefined)?.TargetBucket;
    if (name === undefined) return;
    const target = findBucket(world, name);
    if (target?.accountId === bucket.accountId && target.region === bucket.region) return;
    const reason = target
      ? 'The owner or region of the target bucket for logging is another one'
      : 'The target bucket for logging does not exist';
    throw new AwsFault('InvalidTargetBucketForLogging', reason);
  },
};
