import { createServer } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { callCounter } from '../../src/aws/call-counter.js';
import { silenceNodeVersionWarning } from '../../src/aws/client-settings.js';
import { type Environment, endpointOf } from '../../src/aws/endpoint.js';
import { roleSessions } from '../../src/aws/role-session.js';
import type { Account } from '../../src/model/fleet.js';
import { startSandbox } from '../../src/sandbox/server.js';
import { account, tenant } from '../plan/fixtures.js';

silenceNodeVersionWarning();
const signal = new AbortController().signal;

async function sessionsOnSandbox(t: ExecutionContext, env: Environment = {}) {
  const sandbox = await startSandbox();
  t.teardown(() => sandbox.close());
  const merged = { ...sandbox.env, ...env };
  const calls = callCounter();
  const sessions = roleSessions({ endpoint: endpointOf(merged), env: merged, use: 'apply', calls, now: Date.now });
  return { sandbox, calls, sessions };
}

test('a role is assumed once and its account asked for once, however many ask for its credentials', async t => {
  const { sandbox, calls, sessions } = await sessionsOnSandbox(t);
  const providers = await Promise.all(
    ['eu-central-1', 'eu-west-1', 'eu-central-1'].map(region => sessions.credentials(tenant, region, signal)),
  );
  await Promise.all(providers.map(provider => provider()));
  const seen = sandbox.calls().map(({ action, count }) => [action, count]);
  t.deepEqual(seen, [
    ['AssumeRole', 1],
    ['GetCallerIdentity', 1],
  ]);
  t.deepEqual(calls.counts(), [
    { service: 'sts', action: 'AssumeRole', write: false, count: 1 },
    { service: 'sts', action: 'GetCallerIdentity', write: false, count: 1 },
  ]);
});

test('a role of another account than the spec says is refused, naming both ids and the role', async t => {
  const { sessions } = await sessionsOnSandbox(t);
  const wrong: Account = { ...tenant, roles: account('other', '444455556666').roles };
  const error = await t.throwsAsync(sessions.credentials(wrong, 'eu-central-1', signal), { code: 'wrong-account' });
  t.regex(error.message, /444455556666:role\/clusterwright-apply/);
  t.regex(error.message, /account 444455556666, but Account tenant says 111122223333/);
});

test('two accounts that name the same role are both verified', async t => {
  const { sessions } = await sessionsOnSandbox(t);
  await sessions.credentials(tenant, 'eu-central-1', signal);
  const twin: Account = { ...tenant, name: 'twin', id: '444455556666' };
  await t.throwsAsync(sessions.credentials(twin, 'eu-central-1', signal), { code: 'wrong-account' });
});

test('credentials that AWS does not know are told as such', async t => {
  const { sessions } = await sessionsOnSandbox(t, { AWS_SECRET_ACCESS_KEY: 'wrong' });
  await t.throwsAsync(sessions.credentials(tenant, 'eu-central-1', signal), { code: 'invalid-credentials' });
});

test('a denied role is not asked for again at once', async t => {
  const { sandbox, sessions } = await sessionsOnSandbox(t, { AWS_SECRET_ACCESS_KEY: 'wrong' });
  await t.throwsAsync(sessions.credentials(tenant, 'eu-central-1', signal));
  const before = sandbox.calls();
  await t.throwsAsync(sessions.credentials(tenant, 'eu-central-1', signal));
  t.deepEqual(sandbox.calls(), before);
});

test('an endpoint where nothing listens is told at once, with the next step', async t => {
  const port = await freePort();
  const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  const sessions = roleSessions({ endpoint: endpointOf(env), env, use: 'plan', calls: callCounter(), now: Date.now });
  const started = performance.now();
  const error = await t.throwsAsync(sessions.credentials(tenant, 'eu-central-1', signal), {
    code: 'endpoint-unreachable',
  });
  t.true(performance.now() - started < 2000);
  t.regex('hint' in error ? String(error.hint) : '', /start clusterwright sandbox/);
});

test('an aborted run stops asking with the reason of the abort', async t => {
  const { sessions } = await sessionsOnSandbox(t);
  const reason = new Error('stop');
  await t.throwsAsync(sessions.credentials(tenant, 'eu-central-1', AbortSignal.abort(reason)), { is: reason });
});

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
