import test from 'ava';
import type { CfnChange } from '../../src/cfn/change-set.js';
import { desiredOf } from '../../src/plan/desired.js';
import { stepDigest } from '../../src/plan/step-digest.js';
import { applied, artifact, changeSetArn, template } from './fixtures.js';

const stack = artifact('dev/tccp');
const desired = desiredOf(stack, {}, undefined);
const live = applied(stack, desired);
const change: CfnChange = {
  logicalId: 'Vpc',
  type: 'AWS::EC2::VPC',
  action: 'modify',
  replacement: 'never',
  policyAction: undefined,
  properties: [],
};
const digest = stepDigest({ stack, live, desired }, [change]);

test('a step is another one when what is desired, what is live or what changes is', t => {
  const others = [
    stepDigest({ stack, live, desired: desiredOf({ ...stack, template: template('10.1.0.0/24') }, {}, undefined) }, [
      change,
    ]),
    stepDigest({ stack, live: { ...live, changeSet: changeSetArn(desired, 2) }, desired }, [change]),
    stepDigest({ stack, live: { ...live, arn: 'another' }, desired }, [change]),
    stepDigest({ stack, live: { ...live, parameters: { Max: '9' } }, desired }, [change]),
    stepDigest({ stack, live: { ...live, tags: { team: 'y' } }, desired }, [change]),
    stepDigest({ stack, live, desired }, [{ ...change, replacement: 'always' }]),
    stepDigest({ stack, live, desired }, []),
  ];
  t.is(new Set([digest, ...others]).size, others.length + 1);
  t.is(stepDigest({ stack, live, desired }, [change]), digest);
});

test('the status and its reason are no part of a step, and a stack without resources is as good as none', t => {
  t.is(
    stepDigest({ stack, live: { ...live, status: 'UPDATE_COMPLETE', statusReason: 'x' }, desired }, [change]),
    digest,
  );
  const empty = applied(stack, desired, { status: 'REVIEW_IN_PROGRESS' });
  t.is(stepDigest({ stack, live: empty, desired }, []), stepDigest({ stack, live: undefined, desired }, []));
});

test('while something desired is not known there is no step to name', t => {
  t.is(stepDigest({ stack, live, desired: undefined }, [change]), undefined);
});
