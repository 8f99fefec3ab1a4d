import test from 'ava';
import { deploy, history, outputs, stackDriver } from '../cloudformation/stack-driver.js';

const quick = { pace: { changeSetMs: 0, resourceMs: 0 } };

const store = `
Resources:
  Cidr: { Type: AWS::SSM::Parameter, Properties: { Name: /net/cidr, Type: String, Value: 10.1.0.0/16 } }
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: { Name: network, SecretString: '{"cidr": "10.2.0.0/16"}' }
`;

function vpc(cidr: string): string {
  return `Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: '${cidr}' } } }
Outputs: { Cidr: { Value: !GetAtt Vpc.CidrBlock } }`;
}

const found: readonly [reference: string, value: string][] = [
  ['{{resolve:ssm:/net/cidr}}', '10.1.0.0/16'],
  ['{{resolve:ssm:/net/cidr:1}}', '10.1.0.0/16'],
  ['{{resolve:secretsmanager:network:SecretString:cidr}}', '10.2.0.0/16'],
  ['{{resolve:secretsmanager:network:SecretString:cidr:AWSCURRENT}}', '10.2.0.0/16'],
];
for (const [reference, value] of found) {
  test(`${reference} stands for what a stack has stored`, async t => {
    const driver = await stackDriver(t, quick);
    await deploy(driver, 'store', store);
    t.deepEqual(outputs(await deploy(driver, 'net', vpc(reference))), { Cidr: value });
  });
}

const missing: readonly [reference: string, reason: string][] = [
  ['{{resolve:ssm:/net/other}}', 'Parameters: [ssm:/net/other] cannot be found.'],
  ['{{resolve:ssm:/net/cidr:2}}', 'Parameters: [ssm:/net/cidr:2] cannot be found.'],
  ['{{resolve:secretsmanager:other}}', "Secrets Manager can't find the specified secret."],
  [
    '{{resolve:secretsmanager:network:SecretString:toString}}',
    'Could not find a value associated with JSONKey in SecretString',
  ],
];
for (const [reference, reason] of missing) {
  test(`${reference} fails its resource when there is no such thing`, async t => {
    const driver = await stackDriver(t, quick);
    await deploy(driver, 'store', store);
    t.is((await deploy(driver, 'net', vpc(reference))).StackStatus, 'ROLLBACK_COMPLETE');
    const events = await history(driver, 'net');
    t.true(events.some(event => event.startsWith('Vpc CREATE_FAILED') && event.includes(reason)));
  });
}
