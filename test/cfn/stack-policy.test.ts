import test from 'ava';
import { stackPolicy } from '../../src/cfn/stack-policy.js';
import { statefulTypes } from '../../src/cfn/stateful.js';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringEquals: { readonly ResourceType: readonly string[] } };
}

function statements(resources: Record<string, object>): readonly Statement[] {
  const { Statement } = JSON.parse(stackPolicy({ Resources: resources as never })) as { Statement: Statement[] };
  return Statement;
}

test('every update is allowed but those that replace or delete what cannot be made anew', t => {
  const [allow, deny, ...others] = statements({ Vpc: { Type: 'AWS::EC2::VPC' } });
  t.like(allow, { Effect: 'Allow', Action: 'Update:*', Resource: '*' });
  t.like(deny, { Effect: 'Deny', Action: ['Update:Replace', 'Update:Delete'], Resource: '*' });
  t.deepEqual(deny?.Condition?.StringEquals.ResourceType, [...statefulTypes]);
  t.deepEqual(others, []);
});

test('a resource stays protected when a template no longer holds it', t => {
  t.deepEqual(statements({}), statements({ Vpc: { Type: 'AWS::EC2::VPC' } }));
});

test('of roles only those with a name of their own are protected', t => {
  const roles = {
    NodeRole: { Type: 'AWS::IAM::Role' },
    PeeringRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'gauss-prod-a-peering' } },
  };
  t.deepEqual(statements(roles)[2]?.Resource, ['LogicalResourceId/PeeringRole']);
});
