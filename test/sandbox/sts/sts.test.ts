import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import type { Role } from '../../../src/sandbox/sts/roles.js';
import { checkTrust } from '../../../src/sandbox/sts/trust.js';
import type { ClientOptions } from '../local-sandbox.js';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';

const applyRole = `arn:aws:iam::${accountB}:role/team/clusterwright-apply`;

async function start(t: ExecutionContext, options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  return { sandbox, sts: (settings?: ClientOptions) => new STSClient(clientSettings(sandbox, settings)) };
}

async function assume(sts: STSClient, input: Partial<AssumeRoleCommandInput> = {}) {
  const { Credentials, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({ RoleArn: applyRole, RoleSessionName: 'tester', ...input }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  return { credentials, expiration: Credentials?.Expiration, user: AssumedRoleUser };
}

const whoAmI = (sts: STSClient) => sts.send(new GetCallerIdentityCommand({}));

test('an access key id of 12 digits acts as a user of that account', async t => {
  const { sts } = await start(t);
  const identity = await whoAmI(sts({ accountId: accountA }));
  t.is(identity.Account, accountA);
  t.is(identity.Arn, `arn:aws:iam::${accountA}:user/sandbox`);
  t.regex(identity.UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
});

test('the environment of the sandbox acts in the default account', async t => {
  const { sandbox, sts } = await start(t);
  const credentials = {
    accessKeyId: sandbox.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: sandbox.env.AWS_SECRET_ACCESS_KEY ?? '',
  };
  t.is((await whoAmI(sts({ credentials }))).Account, '000000000000');
});

test('any role of any account can be assumed, and its keys act in that account', async t => {
  const { sts } = await start(t);
  const { credentials, user } = await assume(sts());
  t.regex(credentials.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  t.is(user?.Arn, `arn:aws:sts::${accountB}:assumed-role/clusterwright-apply/tester`);
  const identity = await whoAmI(sts({ credentials }));
  t.is(identity.Account, accountB);
  t.is(identity.Arn, user?.Arn);
  t.is(identity.UserId, user?.AssumedRoleId);
});

test('a session may assume a further role, for an hour at most', async t => {
  const { sts } = await start(t);
  const first = await assume(sts());
  const chained = sts({ credentials: first.credentials });
  await t.throwsAsync(assume(chained, { DurationSeconds: 3601 }), {
    name: 'ValidationError',
    message: /role chaining/,
  });
  const second = await assume(chained, { RoleArn: `arn:aws:iam::${accountA}:role/clusterwright-plan` });
  t.is((await whoAmI(sts({ credentials: second.credentials }))).Account, accountA);
});

test('a user gets session keys of its own', async t => {
  const { sts } = await start(t);
  const { Credentials } = await sts().send(new GetSessionTokenCommand({}));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  t.is((await whoAmI(sts({ credentials }))).Arn, `arn:aws:iam::${accountA}:user/sandbox`);
});

test('temporary keys expire at their time', async t => {
  const clock = { offsetMs: 0 };
  const { sandbox, sts } = await start(t, { now: () => new Date(Date.now() + clock.offsetMs) });
  const { credentials, expiration } = await assume(sts(), { DurationSeconds: 900 });
  const lifeMs = (expiration?.getTime() ?? 0) - Date.now();
  t.true(lifeMs > 880_000 && lifeMs <= 900_000, String(lifeMs));
  clock.offsetMs = 901_000;
  const late = new STSClient({ ...clientSettings(sandbox, { credentials }), systemClockOffset: clock.offsetMs });
  await t.throwsAsync(whoAmI(late), {
    name: 'ExpiredToken',
    message: 'The security token included in the request is expired',
  });
});

const invalid: readonly [what: string, input: Partial<AssumeRoleCommandInput>, message: RegExp][] = [
  [
    'a session name with a space',
    { RoleSessionName: 'a b' },
    /^1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: \[\\w\+=,\.@-\]\*$/,
  ],
  ['a session name of one character', { RoleSessionName: 'a' }, /'roleSessionName'.* greater than or equal to 2$/],
  ['a duration below 15 minutes', { DurationSeconds: 899 }, /'durationSeconds'.* greater than or equal to 900$/],
  ['a duration above 12 hours', { DurationSeconds: 43_201 }, /'durationSeconds'.* less than or equal to 43200$/],
  ['an external id with a space', { ExternalId: 'a b' }, /'externalId'.* regular expression pattern/],
  ['a short ARN', { RoleArn: 'arn' }, /'roleArn'.* greater than or equal to 20$/],
  [
    'the ARN of a user',
    { RoleArn: `arn:aws:iam::${accountB}:user/somebody` },
    /^arn:aws:iam::444455556666:user\/somebody is invalid$/,
  ],
  ['the ARN of an account of 11 digits', { RoleArn: 'arn:aws:iam::11112222333:role/apply' }, /is invalid$/],
];

for (const [what, input, message] of invalid) {
  test(`AssumeRole refuses ${what}`, async t => {
    const { sts } = await start(t);
    await t.throwsAsync(assume(sts(), input), { name: 'ValidationError', message });
  });
}

test('session policies are refused, since the sandbox would not keep to them', async t => {
  const { sts } = await start(t);
  await t.throwsAsync(assume(sts(), { Policy: '{}' }), { name: 'MalformedPolicyDocumentException' });
  await t.throwsAsync(assume(sts(), { Policy: '{"Statement":[]}' }), { name: 'NotImplemented' });
  await t.throwsAsync(assume(sts(), { Tags: [{ Key: 'a', Value: 'b' }] }), { name: 'NotImplemented' });
});

const trust = (statement: object): Role => ({
  arn: `arn:aws:iam::${accountB}:role/apply`,
  trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] },
  maxSessionSeconds: 3600,
});
const externalId = { Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } };
const caller = {
  accountId: accountA,
  arn: `arn:aws:sts::${accountA}:assumed-role/deployer/tester`,
  userId: 'AROA:tester',
  principalArn: `arn:aws:iam::${accountA}:role/deployer`,
};

const trusted: readonly [what: string, statement: object, externalId: string | undefined, allowed: boolean][] = [
  ['its account', { Principal: { AWS: `arn:aws:iam::${accountA}:root` } }, undefined, true],
  ['its account by id', { Principal: { AWS: accountA } }, undefined, true],
  ['another account', { Principal: { AWS: accountB } }, undefined, false],
  ['its role', { Principal: { AWS: [`arn:aws:iam::${accountA}:role/deployer`] } }, undefined, true],
  ['another role', { Principal: { AWS: `arn:aws:iam::${accountA}:role/other` } }, undefined, false],
  ['a service', { Principal: { Service: 'ec2.amazonaws.com' } }, undefined, false],
  ['its account with an external id', { Principal: { AWS: accountA }, ...externalId }, 'x-1', true],
  ['its account with another external id', { Principal: { AWS: accountA }, ...externalId }, 'x-2', false],
  ['its account with no external id', { Principal: { AWS: accountA }, ...externalId }, undefined, false],
  ['its account, for another action', { Principal: { AWS: accountA }, Action: 'sts:TagSession' }, undefined, false],
  ['its account, and denies it', { Principal: { AWS: accountA }, Effect: 'Deny' }, undefined, false],
];

for (const [what, statement, given, allowed] of trusted) {
  test(`a role that trusts ${what} is ${allowed ? 'assumed' : 'refused'}`, t => {
    const role = trust(statement);
    const check = () => checkTrust(role, { caller, roleArn: role.arn, sessionName: 'tester', externalId: given });
    if (allowed) return t.notThrows(check);
    return t.throws(check, {
      code: 'AccessDenied',
      message: `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
    });
  });
}

test('a role that a stack made is found under its path only', t => {
  const role = trust({ Principal: '*' });
  const roleArn = `arn:aws:iam::${accountB}:role/team/apply`;
  t.throws(() => checkTrust(role, { caller, roleArn, sessionName: 'tester', externalId: undefined }), {
    code: 'AccessDenied',
  });
});

for (const action of ['AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML']) {
  test(`${action}, which clients do not sign, is refused by its name`, async t => {
    const { sandbox } = await start(t);
    const body = new URLSearchParams({ Action: action, Version: '2011-06-15', RoleArn: applyRole });
    const answer = await fetch(sandbox.env.AWS_ENDPOINT_URL ?? '', { method: 'POST', body });
    t.is(answer.status, 501);
    const text = await answer.text();
    t.true(text.includes('<Code>NotImplemented</Code>'), text);
    t.true(text.includes(`The sandbox does not implement ${action}.`), text);
  });
}
