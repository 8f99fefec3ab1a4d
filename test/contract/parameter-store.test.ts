import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import test from 'ava';
import { ssm } from './clients.js';
import { parameterName } from './names.js';
import { refused } from './refused.js';

async function put(Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) {
  return ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
}

async function get(Name: string, WithDecryption = false) {
  return (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
}

test('SSM-01: versions count up, if overwriting is asked for', async t => {
  const name = parameterName();
  t.is((await put(name, 'one')).Version, 1);
  await refused(t, put(name, 'two'), { code: 'ParameterAlreadyExists', message: /^The parameter already exists\./ });
  t.is((await put(name, 'two', { Overwrite: true })).Version, 2);
});

test('SSM-02: a parameter is read by name, by version and by ARN', async t => {
  const name = parameterName();
  await put(name, 'one');
  await put(name, 'two', { Overwrite: true });
  const latest = await get(name);
  t.like(latest, { Name: name, Value: 'two', Version: 2, Type: 'String', DataType: 'text' });
  t.like(await get(`${name}:1`), { Name: name, Value: 'one', Version: 1, Selector: ':1' });
  t.like(await get(latest?.ARN ?? ''), { Value: 'two' });
  await refused(t, get(`${name}:3`), { code: 'ParameterVersionNotFound', message: /could not find version 3 of/ });
  await refused(t, get(`${name}-missing`), { code: 'ParameterNotFound' });
});

test('SSM-04: a parameter that is made anew begins with version 1', async t => {
  const name = parameterName();
  await put(name, 'one');
  await put(name, 'two', { Overwrite: true });
  await ssm.send(new DeleteParameterCommand({ Name: name }));
  await refused(t, get(name), { code: 'ParameterNotFound' });
  t.is((await put(name, 'three')).Version, 1);
});

test('SSM-05: a parameter needs a type and keeps it', async t => {
  const name = parameterName();
  await refused(t, ssm.send(new PutParameterCommand({ Name: name, Value: 'one' })), { code: 'ValidationException' });
  await put(name, 'one');
  await refused(t, put(name, 'two', { Overwrite: true, Type: 'SecureString' }), { code: 'HierarchyTypeMismatch' });
});

test('SSM-06: several parameters are read at once, and the missing ones named', async t => {
  const [one, other] = [parameterName(), parameterName()];
  await put(one, 'one');
  await put(other, 'two');
  const names = [one, `${other}:1`, `${one}:9`, `${one}-missing`];
  const found = await ssm.send(new GetParametersCommand({ Names: names }));
  t.deepEqual(found.Parameters?.map(({ Value }) => Value).toSorted(), ['one', 'two']);
  t.deepEqual(found.InvalidParameters?.toSorted(), names.slice(2).toSorted());
  const eleven = Array.from({ length: 11 }, (_, index) => `${one}-${index}`);
  await refused(t, ssm.send(new GetParametersCommand({ Names: eleven })), { code: 'ValidationException' });
});

test('SSM-07: the standard tier ends at 4096 characters', async t => {
  const name = parameterName();
  await put(name, 'x'.repeat(4096));
  const more = put(name, 'x'.repeat(4097), { Overwrite: true });
  await refused(t, more, { code: 'ValidationException', message: /^Standard tier parameters support a maximum/ });
});

test('SSM-08: names of a hierarchy are whole and not reserved', async t => {
  for (const name of ['payments/token', '/payments/', 'aws-token', 'a token']) {
    await refused(t, put(name, 'x'), { code: 'ValidationException' });
  }
  await refused(t, put('/aws/token', 'x'), { code: 'AccessDeniedException' });
});

test('SSM-09: a secure string is shown encrypted unless decryption is asked for', async t => {
  const name = parameterName();
  await put(name, 'very secret', { Type: 'SecureString' });
  t.not((await get(name))?.Value, 'very secret');
  t.is((await get(name, true))?.Value, 'very secret');
  t.is((await get(`${name}:1`, true))?.Value, 'very secret');
});
