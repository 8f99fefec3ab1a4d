import test from 'ava';
import { desiredOf } from '../../src/plan/desired.js';
import { account, artifact, template } from './fixtures.js';

const base = artifact('dev/tccp', { tags: { team: 'a' }, capabilities: ['CAPABILITY_IAM'] });
const digest = desiredOf(base, { A: '1', B: '2' }, undefined).digest;

test('the desired digest does not depend on the order in which things are written', t => {
  const { Outputs, Resources, Parameters } = base.template;
  const shuffled = { ...base, template: { Resources, Parameters, Outputs } as typeof base.template };
  t.is(desiredOf(shuffled, { B: '2', A: '1' }, undefined).digest, digest);
});

test('the desired digest does not depend on the wording of the template', t => {
  t.is(desiredOf({ ...base, body: `# why\n${base.body}` }, { A: '1', B: '2' }, undefined).digest, digest);
});

test('the desired digest depends on template, inputs, tags, capabilities, role and place', t => {
  const others = [
    desiredOf({ ...base, template: template('10.1.0.0/24') }, { A: '1', B: '2' }, undefined),
    desiredOf(base, { A: '1', B: '3' }, undefined),
    desiredOf({ ...base, tags: { team: 'b' } }, { A: '1', B: '2' }, undefined),
    desiredOf({ ...base, capabilities: [] }, { A: '1', B: '2' }, undefined),
    desiredOf({ ...base, owner: 'gauss/other' }, { A: '1', B: '2' }, undefined),
    desiredOf({ ...base, stackName: 'other' }, { A: '1', B: '2' }, undefined),
    desiredOf({ ...base, target: { ...base.target, region: 'eu-west-1' } }, { A: '1', B: '2' }, undefined),
    desiredOf(
      { ...base, target: { ...base.target, account: account('tenant', '444455556666') } },
      { A: '1', B: '2' },
      undefined,
    ),
  ].map(desired => desired.digest);
  t.is(new Set([digest, ...others]).size, others.length + 1);
});
