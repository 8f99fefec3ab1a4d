import fc from 'fast-check';
import { deepJson, mostly, oddData, oddText } from './odd.js';
import type { Request } from './signed-request.js';

/** By service: whether it answers in Query's, EC2's, JSON's or S3's way, and what clients ask of it. */
const interfaces = {
  autoscaling: { protocol: 'query', actions: 'DescribeAutoScalingGroups SetDesiredCapacity CompleteLifecycleAction' },
  cloudformation: {
    protocol: 'query',
    actions:
      'CancelUpdateStack ContinueUpdateRollback CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeAccountLimits DescribeChangeSet DescribeEvents DescribeStackDriftDetectionStatus DescribeStackEvents DescribeStackResource DescribeStackResourceDrifts DescribeStackResources DescribeStacks DetectStackDrift DetectStackResourceDrift ExecuteChangeSet GetStackPolicy GetTemplate GetTemplateSummary ListChangeSets ListExports ListImports ListStackResources ListStacks RollbackStack SetStackPolicy SignalResource UpdateStack UpdateTerminationProtection ValidateTemplate',
  },
  ec2: {
    protocol: 'ec2',
    actions:
      'AuthorizeSecurityGroupIngress DescribeImages DescribeInstances DescribeLaunchTemplateVersions DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeVpcs',
  },
  sts: { protocol: 'query', actions: 'AssumeRole GetCallerIdentity GetSessionToken' },
} as const;

const kmsActions =
  'CancelKeyDeletion CreateAlias CreateKey Decrypt DeleteAlias DescribeKey DisableKey EnableKey Encrypt GenerateDataKey GetKeyPolicy GetKeyRotationStatus ListAliases ListKeys ScheduleKeyDeletion UpdateAlias'.split(
    ' ',
  );

const parameterNames =
  'StackName ChangeSetName ChangeSetType TemplateBody TemplateURL UsePreviousTemplate NextToken ClientToken ClientRequestToken OperationId LogicalResourceId RoleARN OnStackFailure StackStatusFilter.member.1 Parameters.member.1.ParameterKey Parameters.member.1.ParameterValue Parameters.member.2.ParameterKey Tags.member.1.Key Tags.member.1.Value Tags.member.99999999999999999999.Key Capabilities.member.1 StackPolicyBody UniqueId Status ResourcesToSkip.member.1 Filters.FailedEvents StackDriftDetectionId RollbackConfiguration.MonitoringTimeInMinutes RoleArn RoleSessionName DurationSeconds ExternalId Policy AutoScalingGroupName DesiredCapacity AutoScalingGroupNames.member.1 MaxRecords Filter.1.Name Filter.1.Value.1 GroupId GroupId.1 InstanceId.1 VpcId.1 IpPermissions.1.FromPort MaxResults ImageId.1 LaunchTemplateId Version.1 __proto__ constructor'.split(
    ' ',
  );

const parameterValue = fc.oneof(
  oddText,
  fc.constantFrom(
    'fuzzed',
    'CREATE',
    'UPDATE',
    'IMPORT',
    'DELETE',
    'CAPABILITY_IAM',
    '{"Statement": []}',
    'all',
    '100',
  ),
  oddData.map(data => JSON.stringify(data) ?? ''),
);

/** Headers that change how a request is read. */
const someHeaders = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'text/xml',
      'multipart/form-data; boundary=x',
      '',
      'x/y;charset=utf-16',
    ),
    'x-amz-target': fc.constantFrom(
      'TrentService.Encrypt',
      'TrentService.',
      '.',
      'constructor',
      'TrentService.__proto__',
    ),
    'x-amz-decoded-content-length': fc.constantFrom('-1', '5', 'NaN', '99999999999999999'),
    'content-encoding': fc.constantFrom('aws-chunked', 'gzip', 'aws-chunked,gzip'),
    'content-md5': fc.constantFrom('', 'AAAA', 'not base64!'),
    'x-amz-checksum-crc32': fc.constantFrom('', 'AAAAAA==', 'x'),
    'x-amz-sdk-checksum-algorithm': fc.constantFrom('CRC32', 'nonsense', ''),
    'x-amz-meta-constructor': fc.constantFrom('a', 'x'.repeat(3000)),
    'x-amz-tagging': fc.constantFrom('a=b', '%%%'),
    'if-match': fc.constantFrom('*', '"', 'W/"x"'),
    'if-none-match': fc.constantFrom('*', '"a", "b"'),
    'if-modified-since': fc.constantFrom('yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', '-1'),
    range: fc.constantFrom(
      'bytes=0-',
      'bytes=-1',
      'bytes=5-2',
      'bytes=0-99999999999999999999',
      'lines=1-2',
      'bytes=0-1,3-4',
    ),
    'x-amz-security-token': fc.constantFrom('nonsense', 'x'.repeat(5000)),
    expect: fc.constantFrom('nonsense'),
    authorization: fc.constantFrom(
      '',
      'Basic YTpi',
      'AWS4-HMAC-SHA256',
      'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x',
      'AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-central-1/constructor/aws4_request, SignedHeaders=, Signature=0',
      'AWS4-ECDSA-P256-SHA256 Credential=////',
    ),
    'x-amz-date': fc.constantFrom('', '00000000T000000Z', '99999999T999999Z'),
  },
  { requiredKeys: [] },
);

const oddHeaders = mostly(fc.constant({}), someHeaders, 3);

const formRequest = fc
  .constantFrom(...Object.entries(interfaces))
  .chain(([service, { actions }]) =>
    fc.record({
      service: fc.constant(service),
      action: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...actions.split(' ')) }, oddText),
      parameters: fc.array(
        fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...parameterNames) }, oddText), parameterValue),
        {
          maxLength: 8,
        },
      ),
      headers: oddHeaders,
      whole: mostly(fc.constant(undefined), fc.oneof(oddText, deepJson), 20),
    }),
  )
  .map(({ service, action, parameters, headers, whole }): Request => {
    const form = new URLSearchParams([['Action', action], ...parameters]).toString();
    return {
      service,
      method: 'POST',
      target: '/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        ...without(headers, 'x-amz-target', 'expect'),
      },
      body: Buffer.from(whole ?? form),
    };
  });

const keyFields =
  'KeyId AliasName TargetKeyId Plaintext CiphertextBlob EncryptionContext KeySpec NumberOfBytes Policy PendingWindowInDays Limit Marker Tags __proto__'.split(
    ' ',
  );

const keyRequest = fc
  .record({
    action: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...kmsActions) },
      fc.constantFrom('', 'constructor', 'x.y'),
    ),
    fields: fc.dictionary(fc.constantFrom(...keyFields), fc.oneof(oddData, fc.constantFrom('aGVsbG8=', 'alias/a', 7))),
    headers: oddHeaders,
    whole: fc.option(
      fc.oneof(
        oddText,
        deepJson,
        oddData.map(data => JSON.stringify(data) ?? ''),
      ),
      { freq: 5, nil: undefined },
    ),
  })
  .map(
    ({ action, fields, headers, whole }): Request => ({
      service: 'kms',
      method: 'POST',
      target: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        ...without(headers, 'expect'),
        'x-amz-target': `TrentService.${action}`,
      },
      body: Buffer.from(whole ?? JSON.stringify(fields)),
    }),
  );

const path = fc
  .array(
    fc.oneof(
      fc.constantFrom('fuzz-bucket', 'fuzz-bucket', 'a', '..', '%2e%2e', '%', '%ff', '%00', '', 'constructor', 'é'),
      oddText,
    ),
    { maxLength: 4 },
  )
  .map(parts => `/${parts.map(part => (part.startsWith('%') ? part : encoded(part))).join('/')}`.slice(0, 4000));

const subresources =
  'acl cors delete encryption lifecycle list-type=2 location logging object-lock policy prefix=a partNumber=1 tagging uploads uploadId=x versionId=null versioning versions max-keys=-1 max-keys=99999999999 continuation-token=%%% encoding-type=url X-Amz-Signature=a __proto__=1'.split(
    ' ',
  );

const xml = fc.oneof(
  oddText,
  fc.constantFrom(
    '<Delete><Object><Key>a</Key></Object></Delete>',
    '<Delete/>',
    '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
    '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
    '<a>'.repeat(20_000),
    `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`,
    '<a b="c',
    '&#xD800;&#0;&nonsense;',
    `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`,
    '5;chunk-signature=0\r\nhello\r\n0\r\n\r\n',
    'fffffffffffffff\r\nx',
    '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::fuzz-bucket/*"}]}',
  ),
  oddData.map(data => JSON.stringify(data) ?? ''),
);

const objectRequest = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
    path,
    query: fc.array(fc.constantFrom(...subresources), { maxLength: 3 }),
    headers: oddHeaders,
    body: xml,
  })
  .map(
    ({ method, path: at, query, headers, body }): Request => ({
      service: 's3',
      method,
      target: `${at}${query.length > 0 ? `?${query.join('&')}` : ''}`,
      headers: without(headers, 'expect', 'x-amz-target'),
      body: Buffer.from(['GET', 'HEAD'].includes(method) ? '' : body),
    }),
  );

/** Requests to every service, rightly signed and most of them wrong. */
export const oddRequest = fc.oneof(
  { weight: 3, arbitrary: formRequest },
  { weight: 1, arbitrary: keyRequest },
  { weight: 2, arbitrary: objectRequest },
);

export function protocolOf(service: string): string {
  if (service === 's3' || service === 'kms') return service === 's3' ? 's3' : 'json';
  return interfaces[service as keyof typeof interfaces].protocol;
}

function without(headers: Readonly<Record<string, string>>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function encoded(part: string): string {
  // What is no text in UTF-8 cannot be written as a URL at all.
  return encodeURIComponent(Buffer.from(part).toString('utf8'));
}
