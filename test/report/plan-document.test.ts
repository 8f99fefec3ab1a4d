import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import type { Finding } from '../../src/model/finding.js';
import type { Step } from '../../src/plan/plan.js';
import { planDocument } from '../../src/report/plan-document.js';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/plan.schema.json'), 'utf8'));
const findingsSchema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schemas/findings.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true }).addSchema(findingsSchema).compile(schema);

const finding: Finding = {
  code: 'CW4001',
  severity: 'warning',
  at: { file: 'clusters/prod-a/cluster.yaml', line: 3, column: 9 },
  path: 'metadata.name',
  message: 'certificates of prod-a end on 2027-05-20',
  hint: 'see',
};

const step: Step = {
  id: 'store',
  cluster: undefined,
  kind: 'store',
  pool: undefined,
  stackName: 'gauss-store',
  account: '999900001111',
  region: 'eu-central-1',
  status: undefined,
  action: 'create',
  changeClass: 'create',
  gate: { verdict: 'auto', reason: undefined },
  desired: 'a'.repeat(64),
  digest: 'b'.repeat(64),
  reasons: [],
  changes: [
    {
      logicalId: 'Bucket',
      type: 'AWS::S3::Bucket',
      action: 'add',
      replacement: 'never',
      changeClass: 'create',
      properties: [
        { path: 'Properties.BucketName', before: undefined, after: 'b', recreation: 'Always', source: undefined },
      ],
    },
  ],
  knownAfter: [],
  blockedBy: ['prod-a/tcs'],
  problem: { code: 'x', message: 'm', hint: undefined },
  nodeConfigs: [{ id: 'prod-a/workers', before: undefined, after: 'cloudconfig/workers/1.json' }],
};

const orphan = { stackName: 'gauss-old-x-tccp', account: '999900001111', region: 'eu-central-1', owner: 'gauss/old-x' };

test('a plan written as JSON follows schemas/plan.schema.json', t => {
  const plan = {
    commit: { sha: 'c'.repeat(40), subject: 'first' },
    toolVersion: '0.1.0',
    steps: [step],
    orphans: [orphan],
    findings: [finding],
    today: '2026-11-21',
    generations: new Map(),
  };
  const document = planDocument(plan, 'gauss');
  t.true(validate(document), JSON.stringify(validate.errors, null, 1));
  t.is(document.summary.apply, 1);
  t.is(document.steps[0]?.changes[0]?.class, 'create');
});
