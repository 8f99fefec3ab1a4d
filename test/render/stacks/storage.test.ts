import test from 'ava';
import { clusterDefaults } from '../../../src/model/defaults.js';
import { cluster, platform } from '../example-fleet.js';
import { idsOf, propertiesOf, renderedStack, resource, statementsOf } from '../rendered.js';

interface BucketPolicy {
  readonly PolicyDocument: { readonly Statement: readonly object[] };
}

for (const name of ['store', 'tcs']) {
  test(`${name}: key, buckets and their policies outlive the stack`, async t => {
    const { template } = await renderedStack(cluster('prod-a'), name);
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of Object.entries(template.Resources)) {
      t.is(DeletionPolicy, 'Retain', id);
      t.is(UpdateReplacePolicy, 'Retain', id);
    }
  });

  test(`${name}: every bucket is private, versioned, encrypted by S3 itself, and reached over TLS only`, async t => {
    const stack = await renderedStack(cluster('prod-a'), name);
    for (const id of idsOf(stack, 'AWS::S3::Bucket')) {
      t.like(resource(stack, id).Properties, {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      });
      const policy = propertiesOf(stack, `${id}Policy`) as BucketPolicy;
      t.like(policy, { Bucket: { Ref: id } });
      t.like(policy.PolicyDocument.Statement[0], {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  test(`${name}: the key turns over and says by its alias whose it is`, async t => {
    const stack = await renderedStack(cluster('prod-a'), name);
    t.like(resource(stack, 'Key').Properties, { EnableKeyRotation: true });
    const AliasName = name === 'store' ? 'alias/gauss-store' : 'alias/gauss-prod-a';
    t.deepEqual(resource(stack, 'KeyAlias').Properties, { AliasName, TargetKeyId: { Ref: 'Key' } });
  });

  test(`${name}: others find key and bucket by its outputs`, async t => {
    const { template } = await renderedStack(cluster('prod-a'), name);
    t.like(template.Outputs, {
      KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      BucketName: { Value: name === 'store' ? { Ref: 'Bucket' } : '111122223333-gauss-prod-a' },
    });
  });
}

test('the store lives where the fleet says, belongs to no cluster and needs nothing', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'store');
  t.like(stack, {
    cluster: undefined,
    stackName: 'gauss-store',
    owner: 'gauss',
    path: 'store.yaml',
    target: { account: platform, region: 'eu-central-1' },
    inputs: {},
    after: [],
    tags: {},
  });
  t.like(resource(stack, 'Bucket').Properties, { BucketName: '999988887777-gauss-store' });
});

test('tcs: reads of the bucket are logged into one that only S3 writes to', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tcs');
  t.like(resource(stack, 'Bucket').Properties, {
    BucketName: '111122223333-gauss-prod-a',
    LoggingConfiguration: { DestinationBucketName: { Ref: 'AccessLogBucket' } },
  });
  const { PolicyDocument } = propertiesOf(stack, 'AccessLogBucketPolicy') as BucketPolicy;
  t.deepEqual(PolicyDocument.Statement[1], {
    Sid: 'S3WritesLogs',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Bucket}/*', { Bucket: '111122223333-gauss-prod-a-logs' }] },
    Condition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnEquals: {
        'aws:SourceArn': {
          'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Bucket}', { Bucket: '111122223333-gauss-prod-a' }],
        },
      },
    },
  });
});

test('in a shared bucket the cluster has a folder, and makes no bucket of its own', async t => {
  const shared = cluster('prod-a', { storage: { ...clusterDefaults.storage, sharedBucket: 'node-configs' } });
  const tcs = await renderedStack(shared, 'tcs');
  t.deepEqual(idsOf(tcs, 'AWS::S3::Bucket'), []);
  t.like(tcs.template.Outputs, { BucketName: { Value: 'node-configs' } });
  const [read] = statementsOf(await renderedStack(shared, 'tccpn'), 'MasterRole') as { Resource: object[] }[];
  const text = JSON.stringify(read?.Resource);
  t.true(
    text.includes('"Folder":"prod-a/cloudconfig/master/"') && text.includes('"Folder":"prod-a/secrets/master/"'),
    text,
  );
});
