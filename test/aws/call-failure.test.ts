import test from 'ava';
import { callFailure } from '../../src/aws/call-failure.js';
import { AppError } from '../../src/errors.js';

const { signal } = new AbortController();

function sdkError(name: string, properties: Readonly<Record<string, unknown>> = {}, message = 'told'): Error {
  return Object.assign(new Error(message), { name, ...properties });
}

const cases = {
  'what AWS blames on the caller': ['user', sdkError('ValidationException', { $fault: 'client' })],
  'a request to slow down': ['transient', sdkError('ThrottlingException', { $fault: 'client' })],
  "S3's request to slow down": ['transient', sdkError('SlowDown', { $fault: 'client' })],
  "AWS's own fault": ['transient', sdkError('InternalError', { $fault: 'server' })],
  'no answer at all': ['transient', sdkError('TimeoutError')],
  'missing credentials': ['user', sdkError('CredentialsProviderError')],
} as const;
for (const [what, [kind, error]] of Object.entries(cases)) {
  test(`${what} is a ${kind} error`, t => {
    const failure = callFailure(error, { code: 'it', what: 'do it' }, signal);
    t.true(failure instanceof AppError);
    t.like(failure, { kind, code: 'it', message: `cannot do it: ${error.name}: told`, cause: error });
  });
}

test('an error without a message is told by its name', t => {
  const error = sdkError('InvalidCiphertextException', { $fault: 'client' }, 'UnknownError');
  t.like(callFailure(error, { code: 'it', what: 'do it' }, signal), {
    message: 'cannot do it: InvalidCiphertextException',
  });
});

test('the caller knows the best next step, then the general one counts', t => {
  const hints = { AccessDenied: 'ask for it' };
  const denied = sdkError('AccessDenied', { $fault: 'client' });
  t.like(callFailure(denied, { code: 'it', what: 'do it', hints }, signal), { hint: 'ask for it' });
  t.like(callFailure(denied, { code: 'it', what: 'do it' }, signal), {
    hint: 'give the role that the account names the permission',
  });
});

test('an abort, and an error that is told already, stay as they are', t => {
  const error = sdkError('AbortError');
  t.is(callFailure(error, { code: 'it', what: 'do it' }, AbortSignal.abort()), error);
  const told = new AppError('told', 'told');
  t.is(callFailure(told, { code: 'it', what: 'do it' }, signal), told);
});

test('an answer that cannot be read is told without what it holds, for it may be a secret', t => {
  const error = sdkError('SyntaxError', {}, 'Unexpected token h in {"Plaintext": hunter2');
  const failure = callFailure(error, { code: 'it', what: 'do it' }, signal);
  t.like(failure, { kind: 'transient', message: 'cannot do it: the answer cannot be read', cause: undefined });
});
