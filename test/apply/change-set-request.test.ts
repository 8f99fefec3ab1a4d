import test from 'ava';
import { changeSetRequest } from '../../src/apply/change-set-request.js';
import type { StackArtifact } from '../../src/model/artifact.js';
import { desiredOf } from '../../src/plan/desired.js';
import { applied, artifact, template, tenant } from '../plan/fixtures.js';

const commit = { sha: '4f2a9c1'.padEnd(40, '0'), subject: 'a commit' };
const stack = artifact('dev/tccp', { tags: { team: 'x' }, capabilities: ['CAPABILITY_IAM'] });

function requestOf(of: StackArtifact = stack, name = 'apply-0123456789ab-1') {
  const desired = desiredOf(of, {}, undefined);
  return changeSetRequest({ stack: of, live: undefined }, desired, { name, commit, toolVersion: '0.1.0' });
}

test('a request carries what is desired, the bookkeeping beside it, and the service role', t => {
  const { parameters, tags, capabilities, serviceRole, templateBody } = requestOf();
  t.deepEqual(parameters, {
    Owner: 'gauss/dev',
    AppliedHash: desiredOf(stack, {}, undefined).digest,
    AppliedCommit: commit.sha,
    ToolVersion: '0.1.0',
  });
  t.deepEqual([tags, capabilities, serviceRole], [{ team: 'x' }, ['CAPABILITY_IAM'], tenant.roles.service]);
  t.is(templateBody, stack.body);
});

test('the same request has the same token, another stack, state or attempt another one', t => {
  t.is(requestOf().token, requestOf().token);
  const others = [
    requestOf(artifact('prod/tccp')),
    requestOf({ ...stack, template: template('10.1.0.0/24') }),
    requestOf(stack, 'apply-0123456789ab-2'),
  ];
  t.is(new Set([requestOf(), ...others].map(({ token }) => token)).size, 4);
});

test('tokens are what CloudFormation takes', t => {
  t.regex(requestOf().token, /^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
});

test('a stack without resources is still to be created, by its ARN', t => {
  const desired = desiredOf(stack, {}, undefined);
  const provenance = { name: 'apply-0123456789ab-1', commit, toolVersion: '0.1.0' };
  const typeOf = (status: string) => {
    const live = applied(stack, desired, { status });
    const { type, stack: named } = changeSetRequest({ stack, live }, desired, provenance);
    return [type, named === live.arn];
  };
  t.deepEqual(typeOf('REVIEW_IN_PROGRESS'), ['CREATE', true]);
  t.deepEqual(typeOf('CREATE_COMPLETE'), ['UPDATE', true]);
  t.is(requestOf().type, 'CREATE');
});

test('a template is measured in bytes, and refused before CloudFormation does', t => {
  const body = 'ä'.repeat(25_600);
  t.notThrows(() => requestOf({ ...stack, body }));
  t.throws(() => requestOf({ ...stack, body: `${body}.` }), { code: 'template-too-large' });
});
