import test from 'ava';
import pc from 'picocolors';
import type { Plan, Step } from '../../src/plan/plan.js';
import { planText } from '../../src/report/plan-text.js';

const plain = pc.createColors(false);

const unchanged: Step = {
  id: 'prod-a/tccp',
  cluster: 'prod-a',
  kind: 'tccp',
  pool: undefined,
  stackName: 'gauss-prod-a-tccp',
  account: '111122223333',
  region: 'eu-central-1',
  status: 'CREATE_COMPLETE',
  action: 'none',
  changeClass: undefined,
  gate: { verdict: 'auto', reason: undefined },
  desired: 'd'.repeat(64),
  digest: undefined,
  reasons: [],
  changes: [],
  knownAfter: [],
  blockedBy: [],
  problem: undefined,
  nodeConfigs: [],
};

const rolling: Step = {
  ...unchanged,
  id: 'prod-a/tcnp-workers',
  kind: 'tcnp',
  pool: 'workers',
  action: 'update',
  changeClass: 'roll',
  digest: `9c2e41d0${'0'.repeat(56)}`,
  changes: [
    {
      logicalId: 'NodePoolLaunchTemplate',
      type: 'AWS::EC2::LaunchTemplate',
      action: 'modify',
      replacement: 'never',
      changeClass: 'roll',
      properties: [
        {
          path: 'Properties.LaunchTemplateData.InstanceType',
          before: 'm6i.xlarge',
          after: 'm6i.2xlarge',
          recreation: 'Never',
          source: { file: 'clusters/prod-a/workers.yaml', line: 17, column: 9 },
        },
        {
          path: 'Properties.LaunchTemplateData.UserData',
          before: 'x'.repeat(900),
          after: 'y'.repeat(910),
          recreation: 'Never',
          source: undefined,
        },
      ],
    },
  ],
};

function planOf(...steps: Step[]): Plan {
  return {
    commit: { sha: '4f2a9c1'.padEnd(40, '0'), subject: 'payments: bigger workers' },
    toolVersion: '0.1.0',
    steps,
    orphans: [],
    findings: [],
    today: '2026-11-21',
    generations: new Map(),
  };
}

test('a plan names the commit, each stack that changes with class and step, and where each value stands', t => {
  const text = planText(planOf(unchanged, rolling), plain);
  t.regex(text, /^commit 4f2a9c1 "payments: bigger workers" {4}1 cluster, 2 stacks, 1 account\n/);
  t.regex(text, /~ tcnp-workers {3}roll {3}auto {3}step 9c2e41d0\n/);
  t.regex(text, /InstanceType {2}m6i\.xlarge -> m6i\.2xlarge\s+clusters\/prod-a\/workers\.yaml:17:9/);
  t.regex(text, /1 step to apply, 1 stack unchanged\.\n {2}clusterwright apply/);
});

test('long values are told by their lengths, not printed', t => {
  const text = planText(planOf(rolling), plain);
  t.regex(text, /UserData {2}changed \(900 -> 910 characters\)/);
  t.false(text.includes('xxxx'));
});

test('resources that change in the same way are told together, each by its name', t => {
  const tag = { path: 'Tags', before: '4711', after: '4712', recreation: 'Never', source: undefined } as const;
  const names = ['Vpc', 'InternetGateway', 'PublicRouteTable', 'PrivateRouteTableEuCentral1a', 'MasterSecurityGroup'];
  const changes = names.map(logicalId => ({
    logicalId,
    type: 'AWS::EC2::VPC',
    action: 'modify' as const,
    replacement: 'never' as const,
    changeClass: 'in-place' as const,
    properties: [tag],
  }));
  const text = planText(planOf({ ...rolling, changes }), plain);
  t.regex(text, /\n {6}Vpc, InternetGateway, [^\n]+,\n {6}MasterSecurityGroup\n {8}Tags {2}4711 -> 4712\n/);
});

test('a cluster with nothing to do takes one line, and a settled fleet says so', t => {
  const text = planText(planOf(unchanged), plain);
  t.regex(text, /\nprod-a {3}nothing to do\n/);
  t.regex(text, /\nNothing to do: 1 stack as the commit says\.\n$/);
});

test('a stack that cannot be changed says why and what next, and is counted as refused', t => {
  const stopped: Step = {
    ...unchanged,
    action: 'stop',
    gate: { verdict: 'refused', reason: 'foreign' },
    problem: { code: 'foreign-stack', message: 'stack gauss-prod-a-tccp is not ours', hint: 'rename it' },
  };
  const text = planText(planOf(stopped), plain);
  t.regex(text, /! tccp {3}stopped {3}refused/);
  t.regex(text, /stack gauss-prod-a-tccp is not ours\n {6}next {2}rename it/);
  t.regex(text, /0 steps to apply, 1 refused\./);
});

test('a stack that waits for something to come is held', t => {
  const waiting: Step = {
    ...unchanged,
    action: 'stop',
    problem: { code: 'certificate-not-there', message: 'it is not there yet', hint: undefined, waits: true },
  };
  const text = planText(planOf(waiting), plain);
  t.regex(text, /! tccp {3}waiting {3}held\n {6}it is not there yet\n/);
  t.regex(text, /0 steps to apply, 1 held\./);
});

test('a step that waits for outputs of another stack says which', t => {
  const waiting: Step = { ...rolling, digest: undefined, changeClass: undefined, knownAfter: ['prod-a/tccp'] };
  t.regex(planText(planOf(waiting), plain), /not known yet {3}known after tccp/);
});

test('a place that is longer than a line is shown all the same', t => {
  const change = rolling.changes[0];
  const source = { file: `${'deep/'.repeat(30)}workers.yaml`, line: 1, column: 1 };
  const far = {
    ...rolling,
    changes: change ? [{ ...change, properties: change.properties.map(p => ({ ...p, source })) }] : [],
  };
  t.true(planText(planOf(far), plain).includes(`          ${source.file}:1:1`));
});

test('stacks that the commit no longer asks for are told, and that nothing happens to them', t => {
  const orphan = {
    stackName: 'gauss-old-x-tccp',
    account: '111122223333',
    region: 'eu-central-1',
    owner: 'gauss/old-x',
  };
  const text = planText({ ...planOf(unchanged), orphans: [orphan] }, plain);
  t.regex(text, /\nno longer in Git, left alone\n {2}gauss-old-x-tccp {3}111122223333 {3}eu-central-1\n/);
});

test('every line of a plan fits 80 columns', t => {
  for (const line of planText(planOf(unchanged, rolling), plain).split('\n')) t.true(line.length <= 80, line);
});
