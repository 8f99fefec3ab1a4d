import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Account, Cluster, Fleet } from '../../src/model/fleet.js';
import { names } from '../../src/model/names.js';
import { type StackKind, stackKinds } from '../../src/model/stack-kind.js';
import { projectRoot } from '../cli/process.js';

interface NameSchema {
  readonly properties: {
    readonly metadata: { readonly properties: { readonly name: { readonly maxLength: number } } };
  };
}

function longestName(schema: string): string {
  const text = readFileSync(join(projectRoot, `schemas/${schema}.schema.json`), 'utf8');
  const { properties }: NameSchema = JSON.parse(text);
  return 'n'.repeat(properties.metadata.properties.name.maxLength);
}

const account = { id: '111122223333' } as Account;
const fleet = { name: longestName('fleet'), store: { account } } as Fleet;
const cluster = { name: longestName('cluster'), account, storage: {} } as Cluster;
const pool = { name: longestName('node-pool') };

test('the longest names that the schemas allow make stack names that CloudFormation takes', t => {
  const all = stackKinds.map((kind: StackKind) => names.stack(fleet, cluster, kind, pool));
  t.true(Math.max(...[...all, names.storeStack(fleet)].map(name => name.length)) <= 128);
});

test('the longest names that the schemas allow make bucket names that S3 takes', t => {
  const all = [names.storeBucket(fleet), names.bucket(fleet, cluster), names.accessLogBucket(fleet, cluster)];
  t.true(Math.max(...all.map(name => name.length)) <= 63, all.join(' '));
});

test('the longest names that the schemas allow make role names that IAM takes and aliases that KMS takes', t => {
  t.true(names.peeringRole(fleet, cluster).length <= 64);
  t.true(names.workloadRole(fleet, cluster, 'r'.repeat(longestRole())).length <= 64);
  t.true(Math.max(names.keyAlias(fleet, cluster).length, names.storeKeyAlias(fleet).length) <= 256);
});

function longestRole(): number {
  const { $defs } = JSON.parse(readFileSync(join(projectRoot, 'schemas/common.schema.json'), 'utf8')) as {
    $defs: { workloadRole: { properties: { name: { maxLength: number } } } };
  };
  return $defs.workloadRole.properties.name.maxLength;
}

test('the longest names and the longest domain make an API address that DNS takes', t => {
  const { properties } = JSON.parse(readFileSync(join(projectRoot, 'schemas/fleet.schema.json'), 'utf8')) as {
    properties: { spec: { properties: { domain: { maxLength: number } } } };
  };
  const domain = 'd'.repeat(properties.spec.properties.domain.maxLength);
  t.true(names.apiDomain({ domain }, cluster).length <= 253);
});
