import { stackPolicy } from '../../src/cfn/stack-policy.js';
import type { CfnTemplate, StackArtifact } from '../../src/model/artifact.js';
import { bookkeeping } from '../../src/model/bookkeeping.js';
import type { Account, Cluster, Fleet, Release, Target } from '../../src/model/fleet.js';
import { type LiveStack, placeOf, type Snapshot, targetKey } from '../../src/observe/snapshot.js';
import type { Desired } from '../../src/plan/desired.js';
import { clusterSettings, controlPlaneSettings } from '../model/settled.js';

/** A fleet of one cluster, small enough to read a decision off, and stacks of it with hand-made templates. */

const source = { file: 'accounts/tenant.yaml', values: new Map(), keys: new Map() };

export function account(name: string, id: string): Account {
  const role = (use: string) => `arn:aws:iam::${id}:role/clusterwright-${use}`;
  const roles = { plan: role('plan'), apply: role('apply'), service: role('service') };
  return { name, id, roles, source };
}

export const platform = account('platform', '999900001111');
export const tenant = account('tenant', '111122223333');
export const region = 'eu-central-1';

const release: Release = {
  name: 'v1',
  kubernetes: { version: '1.36.0', kubelet: { url: 'https://example.com/{arch}', sha256: {} } },
  flatcar: { version: '4593.2.5', amis: {} },
  source,
};

export function cluster(name: string, replicas: 1 | 3 = 1): Cluster {
  return {
    ...clusterSettings({ cidr: '10.64.0.0/20', zones: [] }),
    name,
    labels: {},
    account: tenant,
    region,
    release,
    connect: undefined,
    controlPlane: {
      ...controlPlaneSettings(),
      name,
      replicas,
      zones: ['eu-central-1a'],
      instanceType: 'm6i.large',
      source,
    },
    nodePools: [],
    source,
  };
}

export function fleet(...clusters: readonly Cluster[]): Fleet {
  const store = { account: platform, region };
  return { name: 'gauss', domain: 'example.com', store, clusters, pki: { source: 'embedded' }, extensions: [], source };
}

const passedThrough = Object.values(bookkeeping);

/** A template with the bookkeeping that all have, and one subnet with the given CIDR. */
export function template(cidr = '10.64.0.0/24', more: Partial<CfnTemplate> = {}): CfnTemplate {
  const { Parameters = {}, Resources = {}, Outputs = {} } = more;
  return {
    Parameters: { ...Object.fromEntries(passedThrough.map(name => [name, { Type: 'String' }])), ...Parameters },
    Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } }, ...Resources },
    Outputs: { ...Object.fromEntries(passedThrough.map(name => [name, { Value: { Ref: name } }])), ...Outputs },
  };
}

export function artifact(id: string, options: Partial<StackArtifact> = {}): StackArtifact {
  const [clusterName, rest] = id.includes('/') ? id.split('/') : [undefined, id];
  const body = options.template ?? template();
  const [kind = 'tcs', pool] = (rest ?? '').split('-');
  return {
    id,
    cluster: clusterName,
    kind: kind as StackArtifact['kind'],
    pool,
    stackName: `gauss-${id.replace('/', '-')}`,
    owner: clusterName === undefined ? 'gauss' : `gauss/${clusterName}`,
    target: { account: tenant, region },
    path: `${id}.yaml`,
    body: JSON.stringify(body),
    template: body,
    policy: stackPolicy(body),
    inputs: {},
    tags: {},
    capabilities: [],
    after: [],
    nodeConfigs: [],
    secretsNodes: [],
    sources: new Map(),
    extension: undefined,
    ...options,
  };
}

/** A stack as it looks after `desired` was applied to it. */
export function applied(stack: StackArtifact, desired: Desired, options: Partial<LiveStack> = {}): LiveStack {
  const bookkept = { [bookkeeping.owner]: stack.owner, [bookkeeping.appliedHash]: desired.digest };
  return {
    name: stack.stackName,
    arn: `arn:aws:cloudformation:${region}:${tenant.id}:stack/${stack.stackName}/1`,
    status: 'CREATE_COMPLETE',
    statusReason: undefined,
    parameters: { ...desired.parameters, ...bookkept },
    tags: stack.tags,
    terminationProtection: true,
    changeSet: changeSetArn(desired, 1),
    changeSetNames: undefined,
    ...options,
    outputs: { ...bookkept, ...options.outputs },
  };
}

export function changeSetArn(desired: Desired, attempt: number): string {
  const name = `apply-${desired.digest.slice(0, 12)}-${attempt}`;
  return `arn:aws:cloudformation:${region}:${tenant.id}:changeSet/${name}/1`;
}

export function snapshot(...stacks: readonly LiveStack[]): Snapshot {
  const target: Target = { account: tenant, region };
  return {
    targets: new Map([[targetKey(placeOf(target)), new Map(stacks.map(stack => [stack.name, stack]))]]),
    failures: new Map(),
  };
}
