import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Implementation } from 'ava';
import test from 'ava';
import { openTarget } from './target.js';

export const target = await openTarget();
const { settings } = target;
export const cfn = new CloudFormationClient({ ...settings, ...(target.isAws && { retryMode: 'adaptive' }) });
export const s3 = new S3Client({ ...settings, forcePathStyle: !target.isAws });
export const ssm = new SSMClient(settings);
export const sts = new STSClient(settings);

/** Tests for which an AWS account is no place, and why not. */
export function onSandboxesOnly(reason: string) {
  return (title: string, implementation: Implementation<[]>) => {
    if (target.isAws) test.skip(`${title} (skipped: ${reason})`, implementation);
    else test(title, implementation);
  };
}
