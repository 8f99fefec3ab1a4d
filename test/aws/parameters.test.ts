import { inspect } from 'node:util';
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { connect } from '../../src/aws/connect.js';
import type { Target } from '../../src/model/fleet.js';
import { jsonDesk } from '../../src/sandbox/desks.js';
import { region, tenant } from '../plan/fixtures.js';
import { clientSettings, localSandbox } from '../sandbox/local-sandbox.js';

const target: Target = { account: tenant, region };
const { signal } = new AbortController();

async function adapter(t: ExecutionContext) {
  const sandbox = await localSandbox(t);
  const settings = clientSettings(sandbox, { accountId: tenant.id, region });
  const [ssm, kms] = [new SSMClient(settings), new KMSClient(settings)];
  const connection = connect(sandbox.env, Date.now);
  t.teardown(() => connection.close());
  const put = (Name: string, Value: string, KeyId?: string) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true, KeyId }));
  const { parameters } = connection.as('apply');
  const versionOf = async (name: string) => (await parameters.versions(target, [name], signal)).get(name) ?? '';
  return { sandbox, ssm, kms, connection, parameters, put, versionOf };
}

test('versions of many parameters take a call for each ten, whatever is not there', async t => {
  const { parameters, put, connection } = await adapter(t);
  const names = Array.from({ length: 21 }, (_, index) => `/payments/token-${index}`);
  for (const name of names) await put(name, name);
  const versions = await parameters.versions(target, [...names, ...names, '/payments/missing'], signal);
  t.deepEqual([...versions.keys()].toSorted(), names.toSorted());
  t.is(connection.calls().find(({ action }) => action === 'GetParameters')?.count, 3);
  t.deepEqual(await parameters.versions(target, [], signal), new Map());
});

test('a value is read in the version that was told, also when there is a later one', async t => {
  const { parameters, put, versionOf } = await adapter(t);
  await put('/payments/token', 'one');
  const version = await versionOf('/payments/token');
  await put('/payments/token', 'two');
  const read = async (of: string) => parameters.value(target, { name: '/payments/token', version: of }, signal);
  t.is((await read(version))?.reveal().toString(), 'one');
  const later = await versionOf('/payments/token');
  t.not(later, version);
  t.is((await read(later))?.reveal().toString(), 'two');
});

test('a parameter that was deleted, or made anew under the same number, is not what was told', async t => {
  const { parameters, put, ssm, versionOf } = await adapter(t);
  await put('/payments/token', 'one');
  const version = await versionOf('/payments/token');
  await ssm.send(new DeleteParameterCommand({ Name: '/payments/token' }));
  t.is(await parameters.value(target, { name: '/payments/token', version }, signal), undefined);
  await new Promise(resolve => setTimeout(resolve, 2));
  await put('/payments/token', 'another');
  t.regex(await versionOf('/payments/token'), /^1 /);
  t.is(await parameters.value(target, { name: '/payments/token', version }, signal), undefined);
});

test('a role without the right is told which action it lacks', async t => {
  const { sandbox, parameters } = await adapter(t);
  await sandbox.faults.add({ match: { service: 'ssm' }, effect: { kind: 'deny' } });
  const error = await t.throwsAsync(parameters.versions(target, ['/payments/token'], signal), {
    code: 'access-denied',
  });
  t.regex(error.message, /apply may not call GetParameters in account 111122223333, eu-central-1: .*ssm:GetParameters/);
});

test('a parameter whose key cannot be used is told with the next step, and without its value', async t => {
  const { parameters, put, kms, versionOf } = await adapter(t);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await put('/payments/token', 'hunter2', KeyMetadata?.KeyId);
  const version = await versionOf('/payments/token');
  await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  const error = await t.throwsAsync(parameters.value(target, { name: '/payments/token', version }, signal));
  t.like(error, {
    code: 'parameter-key',
    hint: 'enable the KMS key that the parameter is encrypted with, or store it under another one',
  });
  t.regex(error.message, /is disabled/);
  t.false(`${error.message}${String(error.stack)}`.includes('hunter2'));
});

test('an answer that cannot be read is told without what it holds', async t => {
  const body = '{"Parameter": {"Value": hunter2-in-an-answer-that-is-no-JSON';
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  const garbled = jsonDesk(async () => ({ status: 200, headers, body }), ['Name']);
  const sandbox = await localSandbox(t, { services: { ssm: garbled } });
  const connection = connect(sandbox.env, Date.now);
  t.teardown(() => connection.close());
  const { parameters } = connection.as('apply');
  const reading = parameters.value(target, { name: '/payments/token', version: '1 2026-11-21T00:00:00.000Z' }, signal);
  const error = await t.throwsAsync(reading, { code: 'aws-refused' });
  t.is(error.message, 'GetParameter failed in account 111122223333, eu-central-1: its answer cannot be read');
  t.false(inspect(error, { depth: 10, showHidden: true }).includes('hunter2'));
});
