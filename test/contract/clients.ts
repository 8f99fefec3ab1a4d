import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import test from 'ava';
import { openTarget } from './target.js';

export const target = await openTarget();
const { settings } = target;
export const cfn = new CloudFormationClient({ ...settings, ...(target.isAws && { retryMode: 'adaptive' }) });
export const s3 = new S3Client({ ...settings, forcePathStyle: !target.isAws });
export const sts = new STSClient(settings);

/** Tests of what an AWS account cannot be asked for: it would cost too much, or it needs the control API. */
export const sandboxOnly = target.isAws ? test.skip : test;
