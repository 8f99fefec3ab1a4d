import test from 'ava';
import { explain } from '../../src/aws/failure.js';
import { AppError } from '../../src/errors.js';

const context = {
  endpoint: 'http://127.0.0.1:4566',
  action: 'CreateChangeSet',
  accountId: '111122223333',
  region: 'eu-central-1',
  role: 'arn:aws:iam::111122223333:role/clusterwright-apply',
};
const { signal } = new AbortController();

function sdkError(name: string, more: object = {}): Error {
  return Object.assign(new Error(`AWS says ${name}`), { name, $fault: 'client' }, more);
}

const table: readonly (readonly [error: Error, code: string, kind: string, action?: string])[] = [
  [sdkError('AccessDenied'), 'access-denied', 'user'],
  [sdkError('AccessDeniedException'), 'access-denied', 'user'],
  [sdkError('AccessDenied'), 'assume-role-denied', 'user', 'AssumeRole'],
  [sdkError('ExpiredToken'), 'invalid-credentials', 'user'],
  [sdkError('ExpiredTokenException'), 'invalid-credentials', 'user'],
  [sdkError('InvalidClientTokenId'), 'invalid-credentials', 'user'],
  [sdkError('SignatureDoesNotMatch'), 'invalid-credentials', 'user'],
  [sdkError('CredentialsProviderError'), 'missing-credentials', 'user'],
  [sdkError('Error', { code: 'ECONNREFUSED' }), 'endpoint-unreachable', 'transient'],
  [sdkError('Error', { code: 'ECONNRESET' }), 'endpoint-unreachable', 'transient'],
  [sdkError('TimeoutError'), 'endpoint-unreachable', 'transient'],
  [sdkError('Throttling'), 'aws-refused', 'transient'],
  [sdkError('ThrottlingException'), 'aws-refused', 'transient'],
  [sdkError('InternalFailure', { $fault: 'server' }), 'aws-refused', 'transient'],
  [sdkError('ValidationError'), 'aws-refused', 'user'],
];

for (const [error, code, kind, action = context.action] of table) {
  test(`${error.name} ${'code' in error ? String(error.code) : ''} of ${action} is told as ${code}, ${kind}`, t => {
    const told = explain(error, { ...context, action }, signal);
    if (!(told instanceof AppError)) return t.fail();
    t.deepEqual([told.code, told.kind, told.cause], [code, kind, error]);
  });
}

test('a denied action is told with the role, the action and the place, and the next step', t => {
  const told = explain(sdkError('AccessDenied'), context, signal) as AppError;
  t.regex(told.message, /role\/clusterwright-apply may not call CreateChangeSet in account 111122223333, eu-central-1/);
  t.truthy(told.hint);
});

test('what was told already is not told again, and an abort stays what it is', t => {
  const told = new AppError('wrong-account', 'no');
  t.is(explain(told, context, signal), told);
  const reason = new Error('Ctrl-C');
  t.is(explain(sdkError('AbortError'), context, AbortSignal.abort(reason)), reason);
});
