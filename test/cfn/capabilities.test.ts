import test from 'ava';
import { iamCapability } from '../../src/cfn/capabilities.js';

test('resources of IAM ask for a capability, those with names of their own for another', t => {
  const role = { Type: 'AWS::IAM::Role', Properties: {} };
  const named = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'ops' } };
  const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p' } };
  t.is(iamCapability({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }), undefined);
  t.is(iamCapability({ Resources: { Role: role } }), 'CAPABILITY_IAM');
  t.is(iamCapability({ Resources: { Policy: policy } }), 'CAPABILITY_IAM');
  t.is(iamCapability({ Resources: { Role: role, Named: named } }), 'CAPABILITY_NAMED_IAM');
});
