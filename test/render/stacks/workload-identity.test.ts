import test from 'ava';
import type { StackArtifact } from '../../../src/model/artifact.js';
import { render } from '../../../src/render/render.js';
import { tellingFleet, tellingFleets } from '../../fleets.js';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Role {
  readonly RoleName?: string;
  readonly PermissionsBoundary?: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

function rolesOf({ template }: StackArtifact): [id: string, role: Role][] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => [id, Properties as unknown as Role]);
}

async function stack(fleet: 'everything' | 'small', id: string): Promise<StackArtifact> {
  const { stacks } = await render(await tellingFleet(fleet));
  const found = stacks.find(one => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

for (const name of tellingFleets) {
  test(`no role of the fleet ${name} may do everything, or change everything`, async t => {
    const { stacks } = await render(await tellingFleet(name));
    const statements = stacks.flatMap(one =>
      rolesOf(one).flatMap(([id, { Policies = [] }]) =>
        Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(statement => ({ id, statement }))),
      ),
    );
    t.true(statements.length > 5);
    for (const { id, statement } of statements) {
      const actions = [statement.Action].flat();
      t.false(
        actions.some(action => /^\*|:\*$/.test(action)),
        `${id} ${actions.join()}`,
      );
      if (statement.Resource !== '*' || statement.Condition !== undefined) continue;
      const harmless = /:(Describe|Get|List|Look)/;
      t.deepEqual(
        actions.filter(action => !harmless.test(action)),
        [],
        id,
      );
    }
  });
}

test('a role for pods is taken with tokens of exactly its service accounts, made for AWS', async t => {
  const roles = new Map(rolesOf(await stack('everything', 'prod-a/tccpn')));
  const trust = roles.get('WorkloadRoleBackup')?.AssumeRolePolicyDocument.Statement;
  const audience = { 'identity.gauss.example.com/prod-a:aud': 'sts.amazonaws.com' };
  const subject = 'identity.gauss.example.com/prod-a:sub';
  t.deepEqual(
    trust?.map(({ Condition }) => Condition),
    [
      { StringEquals: { ...audience, [subject]: ['system:serviceaccount:default:backup'] } },
      { StringEquals: audience, StringLike: { [subject]: ['system:serviceaccount:velero:*'] } },
    ],
  );
});

test('add-ons that are switched on have a role, and every role has the account’s boundary', async t => {
  const roles = rolesOf(await stack('everything', 'prod-a/tccpn'));
  t.deepEqual(roles.map(([id]) => id).sort(), [
    'AddonRoleCloudXcontroller',
    'AddonRoleCni',
    'AddonRoleEbsXcsi',
    'AddonRoleExternalXdns',
    'AddonRoleLoadXbalancers',
    'MasterRole',
    'WorkloadRoleBackup',
  ]);
  for (const [id, { PermissionsBoundary }] of roles) {
    t.is(PermissionsBoundary, 'arn:aws:iam::111122223333:policy/boundary', id);
  }
});

test('the names of roles for add-ons are no longer than those that users may choose', async t => {
  const roles = rolesOf(await stack('everything', 'prod-a/tccpn')).flatMap(([, { RoleName }]) => RoleName ?? []);
  const longest = Math.max(...roles.map(name => name.length - 'gauss-prod-a-'.length));
  t.true(longest > 10 && longest <= 22, roles.join(' '));
});

test('without an issuer there is neither a provider nor a role for pods', async t => {
  const { template } = await stack('small', 'one/tccpn');
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  t.false(types.includes('AWS::IAM::OIDCProvider'));
  t.is(types.filter(type => type === 'AWS::IAM::Role').length, 1);
});
