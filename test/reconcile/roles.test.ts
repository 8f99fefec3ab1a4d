import test from 'ava';
import { names } from '../../src/model/names.js';
import { operatorNames } from '../../src/sandbox/policy/conditions.js';
import { decide } from '../../src/sandbox/policy/decision.js';
import { type Policy, readPolicy } from '../../src/sandbox/policy/document.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { accountA } from '../sandbox/local-sandbox.js';
import { clusterInSandbox, secondPool } from './cluster-in-sandbox.js';

const caller = { accountId: accountA, arn: 'node', userId: 'node', principalArn: 'node' };
const stackOf = { master: 'solo-one-tccpn', workers: 'solo-one-tcnp-workers', spare: 'solo-one-tcnp-spare' } as const;
const roles = Object.keys(stackOf) as (keyof typeof stackOf)[];

// The sandbox has no IAM, so what the roles that stacks made may do is evaluated here.
test('a node opens the bundles of its own role, and nothing of another one’s, nor of the store', async t => {
  const { at, sandbox } = await clusterInSandbox(t);
  const specs = await at('2026-11-21T10:00:00Z', [secondPool]);
  t.deepEqual((await specs.apply()).problems, []);
  const { world, cluster } = specs;
  const live = await liveResources(sandbox);
  const keyOf = (stack: string) => attribute(live, stack, 'AWS::KMS::Key', 'Arn');
  const [key, storeKey] = [keyOf('solo-one-tcs'), keyOf('solo-store')];
  const bucket = `arn:aws:s3:::${names.bucket(world.fleet, cluster)}`;
  const store = `arn:aws:s3:::${names.storeBucket(world.fleet)}`;
  for (const role of roles) {
    const policies = policiesOf(live, stackOf[role]);
    t.true(policies.length > 0, role);
    const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
      policies.some(policy => decide(policy, { caller, action, resource, context }) === 'allowed');
    const decrypts = (resource: string, context: { readonly cluster?: string; readonly role?: string }) => {
      const pairs = Object.entries(context).map(([name, value]) => [`kms:encryptioncontext:${name}`, value] as const);
      return may('kms:Decrypt', resource, Object.fromEntries(pairs));
    };
    for (const other of roles) {
      const what = `${role} and what is of ${other}`;
      const object = `${bucket}/secrets/${other}/${'0'.repeat(64)}.json`;
      t.is(may('s3:GetObject', object), other === role, what);
      t.is(decrypts(key, { cluster: 'one', role: other }), other === role, what);
      t.false(decrypts(key, { cluster: 'two', role: other }), what);
      t.false(decrypts(storeKey, { cluster: 'one', role: other }), what);
      for (const action of ['s3:PutObject', 's3:DeleteObject']) t.false(may(action, object), `${what}: ${action}`);
    }
    t.false(decrypts(key, {}), 'without a context');
    t.false(decrypts(key, { role }), 'without a cluster');
    for (const action of ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant', 'kms:PutKeyPolicy']) {
      t.false(may(action, key, { 'kms:encryptioncontext:cluster': 'one', 'kms:encryptioncontext:role': role }), action);
    }
    t.false(may('s3:GetObject', `${store}/pki/one/ca/1.json`), `${role} and the store`);
    t.false(may('s3:GetObject', `${store}/pki/one/index.json`), `${role} and the store`);
  }
});

interface Live {
  readonly type: string;
  /** ARN of the stack. */
  readonly maker: string;
  readonly properties: { readonly Policies?: readonly { readonly PolicyDocument: Document }[] };
  readonly attributes: Readonly<Record<string, string>>;
}

interface Document {
  readonly Statement: readonly object[];
}

async function liveResources({ url }: Sandbox): Promise<readonly Live[]> {
  const reply = await fetch(`${url}/_sandbox/resources?accountId=${accountA}&region=eu-central-1`);
  return ((await reply.json()) as { readonly resources: readonly Live[] }).resources;
}

function ofStack(live: readonly Live[], stack: string, type: string): readonly Live[] {
  return live.filter(resource => resource.type === type && resource.maker.includes(`:stack/${stack}/`));
}

function attribute(live: readonly Live[], stack: string, type: string, name: string): string {
  const value = ofStack(live, stack, type)[0]?.attributes[name];
  if (value === undefined) throw new Error(`${stack} has no ${type}`);
  return value;
}

/** A policy of an identity names no principal: it is about whoever has it. */
function policiesOf(live: readonly Live[], stack: string): readonly Policy[] {
  const documents = ofStack(live, stack, 'AWS::IAM::Role').flatMap(({ properties }) => properties.Policies ?? []);
  return documents.map(({ PolicyDocument }) => {
    const Statement = PolicyDocument.Statement.map(statement => ({ ...statement, Principal: '*' }));
    return readPolicy({ ...PolicyDocument, Statement }, { knowsKey: () => true, operators: operatorNames });
  });
}
