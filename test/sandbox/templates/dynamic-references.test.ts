import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import test from 'ava';
import { deploy, driverOf, history, outputs, stackDriver } from '../cloudformation/stack-driver.js';
import { clientSettings, localSandbox } from '../local-sandbox.js';

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

test('SSM-13: templates read what was put into the parameter store, by version too, but no secure string', async t => {
  const sandbox = await localSandbox(t, quick);
  const driver = driverOf(t, sandbox);
  const ssm = new SSMClient(clientSettings(sandbox));
  const put = (Value: string) =>
    ssm.send(new PutParameterCommand({ Name: 'cidr', Type: 'String', Value, Overwrite: true }));
  await put('10.1.0.0/16');
  await put('10.2.0.0/16');
  await ssm.send(new PutParameterCommand({ Name: 'secret', Type: 'SecureString', Value: '10.3.0.0/16' }));
  t.deepEqual(outputs(await deploy(driver, 'latest', vpc('{{resolve:ssm:cidr}}'))), { Cidr: '10.2.0.0/16' });
  t.deepEqual(outputs(await deploy(driver, 'first', vpc('{{resolve:ssm:cidr:1}}'))), { Cidr: '10.1.0.0/16' });
  t.is((await deploy(driver, 'secure', vpc('{{resolve:ssm:secret}}'))).StackStatus, 'ROLLBACK_COMPLETE');
});

test('SSM-13: the parameter store shows what a stack has stored, and leaves changing it to the stack', async t => {
  const sandbox = await localSandbox(t, quick);
  const ssm = new SSMClient(clientSettings(sandbox));
  await deploy(driverOf(t, sandbox), 'store', store);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/net/cidr' }));
  t.like(Parameter, { Value: '10.1.0.0/16', Version: 1, Type: 'String' });
  const put = (Overwrite: boolean) =>
    ssm.send(new PutParameterCommand({ Name: '/net/cidr', Type: 'String', Value: 'x', Overwrite }));
  await t.throwsAsync(put(false), { name: 'ParameterAlreadyExists' });
  await t.throwsAsync(put(true), { name: 'UnsupportedOperationException', message: /leaves \/net\/cidr to the stack/ });
});
