import { AwsFault } from '../fault.js';

/** S3's faults that more than one action gives, in its wording. */
export const s3Faults = {
  accessDenied: () => new AwsFault('AccessDenied', 'Access Denied', { status: 403 }),

  noSuchBucket: (name: string) =>
    new AwsFault('NoSuchBucket', 'The specified bucket does not exist', { status: 404, details: { BucketName: name } }),

  noSuchKey: (key: string, headers: Readonly<Record<string, string>> = {}) =>
    new AwsFault('NoSuchKey', 'The specified key does not exist.', { status: 404, details: { Key: key }, headers }),

  noSuchVersion: (key: string, versionId: string) =>
    new AwsFault('NoSuchVersion', 'The specified version does not exist.', {
      status: 404,
      details: { Key: key, VersionId: versionId },
    }),

  wrongRegion: ({ name, region }: { readonly name: string; readonly region: string }) =>
    new AwsFault(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      {
        status: 301,
        details: { Endpoint: `${name}.s3.${region}.amazonaws.com`, Bucket: name },
        headers: { 'x-amz-bucket-region': region },
      },
    ),

  preconditionFailed: (condition: string) =>
    new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      status: 412,
      details: { Condition: condition },
    }),

  invalidArgument: (message: string, name: string, value: string) =>
    new AwsFault('InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: value } }),

  malformedXml: () =>
    new AwsFault(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    ),

  noSuchUpload: (uploadId: string) =>
    new AwsFault(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      { status: 404, details: { UploadId: uploadId } },
    ),

  noAcls: () => new AwsFault('AccessControlListNotSupported', 'The bucket does not allow ACLs'),

  headerNotImplemented: (header: string) =>
    new AwsFault('NotImplemented', 'A header you provided implies functionality that is not implemented', {
      status: 501,
      details: { Header: header },
    }),

  notImplemented: (what: string) =>
    new AwsFault('NotImplemented', `A query you provided implies functionality that is not implemented: ${what}`, {
      status: 501,
    }),
} as const;
