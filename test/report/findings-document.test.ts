import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import type { Finding } from '../../src/model/finding.js';
import { findingsDocument } from '../../src/report/findings-document.js';
import { projectRoot } from '../cli/process.js';

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/findings.schema.json'), 'utf8'));
const follows = new Ajv2020({ allErrors: true }).compile(schema);

const overlap: Finding = {
  code: 'CW1201',
  severity: 'error',
  at: { file: 'clusters/dev-b/cluster.yaml', line: 12, column: 11 },
  path: 'spec.network.cidr',
  message: '10.64.0.0/20 overlaps cluster prod-a (clusters/prod-a/cluster.yaml:12:11)',
  hint: 'next free /20 in pool "default" is 10.64.16.0/20',
  related: [{ at: { file: 'clusters/prod-a/cluster.yaml', line: 12, column: 11 }, message: 'cluster prod-a' }],
};
const linked: Finding = {
  code: 'CW1014',
  severity: 'warning',
  at: { file: 'shared', line: 1, column: 1 },
  path: '',
  message: 'the submodule is not followed',
};

test('each finding carries file, line, column, code, severity, and the places that it relates to', t => {
  const document = findingsDocument([overlap], { fileCount: 14 }, '0.1.0');
  t.like(document, { files: 14, errors: 1, warnings: 0 });
  t.deepEqual(document.findings, [
    {
      file: 'clusters/dev-b/cluster.yaml',
      line: 12,
      column: 11,
      code: 'CW1201',
      severity: 'error',
      path: 'spec.network.cidr',
      message: '10.64.0.0/20 overlaps cluster prod-a (clusters/prod-a/cluster.yaml:12:11)',
      hint: 'next free /20 in pool "default" is 10.64.16.0/20',
      related: [{ file: 'clusters/prod-a/cluster.yaml', line: 12, column: 11, message: 'cluster prod-a' }],
    },
  ]);
});

test('the document follows its schema, with every optional part and without', t => {
  const since = { revision: 'main', commit: 'a'.repeat(40), olderFindings: 3 };
  t.true(
    follows(findingsDocument([overlap, linked], { fileCount: 14, since }, '0.1.0')),
    JSON.stringify(follows.errors),
  );
  t.true(follows(findingsDocument([], { fileCount: 1 }, '0.1.0')), JSON.stringify(follows.errors));
});

test('the schema takes nothing that is not described', t => {
  t.false(follows({ ...findingsDocument([], { fileCount: 1 }, '0.1.0'), extra: 1 }));
});
