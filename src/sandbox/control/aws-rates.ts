/** How often a service may be called, as AWS has published it or as its users have found out. */
export interface Rate {
  readonly service: string;
  /** Actions that it is about; of several rates that fit, the first counts. */
  readonly actions: RegExp;
  readonly perSecond: number;
  /** How many calls may come at once. */
  readonly burst: number;
  /** What has a rate of its own: each action, all these actions together, or each bucket. */
  readonly each: 'action' | 'group' | 'bucket';
  readonly source: string;
}

const ec2Throttling = 'https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html';
const kmsQuotas = 'https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html';
const ssmQuotas = 'https://docs.aws.amazon.com/general/latest/gr/ssm.html';
const s3Performance = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html';

/**
 * Rates that hold per account and region. AWS does not publish those of CloudFormation and Auto Scaling: 5 a second for
 * DescribeStacks is what its support told users; the burst, and the other actions, are careful guesses from it.
 */
export const awsRates: readonly Rate[] = [
  {
    service: 'cloudformation',
    actions: /^DescribeStacks$/,
    perSecond: 5,
    burst: 10,
    each: 'action',
    source: 'reported: https://github.com/aws/aws-sam-cli/issues/2671, https://github.com/b3ross/dotenvi/issues/35',
  },
  { service: 'cloudformation', actions: /./, perSecond: 5, burst: 10, each: 'action', source: 'assumed' },
  {
    service: 'ec2',
    actions: /^(Describe|Get|List|Search)/,
    perSecond: 20,
    burst: 100,
    each: 'action',
    source: ec2Throttling,
  },
  { service: 'ec2', actions: /./, perSecond: 5, burst: 50, each: 'action', source: ec2Throttling },
  { service: 'autoscaling', actions: /^Describe/, perSecond: 10, burst: 50, each: 'action', source: 'assumed' },
  { service: 'autoscaling', actions: /./, perSecond: 5, burst: 20, each: 'action', source: 'assumed' },
  {
    service: 'kms',
    actions: /^(Encrypt|Decrypt|GenerateDataKey)/,
    perSecond: 5500,
    burst: 5500,
    each: 'group',
    source: `${kmsQuotas} (the least of all regions)`,
  },
  { service: 'kms', actions: /^DescribeKey$/, perSecond: 2000, burst: 2000, each: 'action', source: kmsQuotas },
  { service: 'kms', actions: /^Get/, perSecond: 1000, burst: 1000, each: 'action', source: kmsQuotas },
  { service: 'kms', actions: /^List/, perSecond: 500, burst: 500, each: 'action', source: kmsQuotas },
  {
    service: 'kms',
    actions: /^(ScheduleKeyDeletion|DeleteAlias)$/,
    perSecond: 15,
    burst: 15,
    each: 'action',
    source: kmsQuotas,
  },
  { service: 'kms', actions: /./, perSecond: 5, burst: 5, each: 'action', source: kmsQuotas },
  { service: 'ssm', actions: /^GetParameters?(ByPath)?$/, perSecond: 40, burst: 40, each: 'group', source: ssmQuotas },
  { service: 'ssm', actions: /^(Put|Delete)/, perSecond: 3, burst: 3, each: 'action', source: ssmQuotas },
  { service: 'ssm', actions: /./, perSecond: 5, burst: 5, each: 'action', source: 'assumed' },
  {
    service: 'sts',
    actions: /./,
    perSecond: 600,
    burst: 600,
    each: 'group',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  },
  {
    service: 's3',
    actions: /^(Get|Head|List)/,
    perSecond: 5500,
    burst: 5500,
    each: 'bucket',
    source: `${s3Performance} (a bucket without partitions yet)`,
  },
  { service: 's3', actions: /./, perSecond: 3500, burst: 3500, each: 'bucket', source: s3Performance },
];

/** The rate of an action; undefined for services of which nothing is known. */
export function awsRateOf(service: string, action: string): Rate | undefined {
  return awsRates.find(rate => rate.service === service && rate.actions.test(action));
}
