import { prefix } from './names.js';

export const template = (Resources: object, others: object = {}) => JSON.stringify({ Resources, ...others });

/** The cheapest resource there is; its value can be changed in place, its name by replacement. */
export const parameter = (Value: unknown, others: object = {}, properties: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...properties },
  ...others,
});

/** A policy for a bucket that does not exist: valid to look at, and fails when it is made. */
export const failing = (others: object = {}, Bucket = `${prefix}-none`) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:DeleteObject',
          Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${Bucket}/*` },
        },
      ],
    },
  },
  ...others,
});

/** So many parameters, each of which waits for the one before. */
export function chain(length: number, value: string, others: object = {}): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `Link${index}`,
      parameter(value, { ...others, ...(index > 0 && { DependsOn: `Link${index - 1}` }) }),
    ]),
  );
}

/** The one resource that can be changed behind CloudFormation's back, through its own service, wherever the suite runs. */
export const bucket = (BucketName: string, Status: string, others: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName, VersioningConfiguration: { Status } },
  ...others,
});
