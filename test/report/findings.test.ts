import test from 'ava';
import pc from 'picocolors';
import type { Finding } from '../../src/model/finding.js';
import { findingsText } from '../../src/report/findings.js';

const plain = pc.createColors(false);
const unknownField: Finding = {
  code: 'CW1002',
  severity: 'error',
  at: { file: 'clusters/prod-a/cluster.yaml', line: 10, column: 3 },
  path: 'spec.netwrok',
  message: 'unknown field "netwrok"',
  hint: 'did you mean "network"?',
};

test('a finding shows place and field, what is wrong, and a hint; then all are counted', t => {
  t.is(
    findingsText([unknownField], { fileCount: 14 }, plain),
    `clusters/prod-a/cluster.yaml:10:3  spec.netwrok
  error CW1002    unknown field "netwrok"
  hint            did you mean "network"?

1 error in 1 of 14 files
`,
  );
});

test('warnings are counted beside errors', t => {
  const text = findingsText([unknownField, { ...unknownField, severity: 'warning' }], { fileCount: 1 }, plain);
  t.regex(text, /\n1 error and 1 warning in 1 of 1 file\n$/);
});

test('a file that should be there, and was not read, makes no sum that cannot be', t => {
  const missing = { ...unknownField, at: { ...unknownField.at, file: 'fleet.yaml' } };
  t.regex(findingsText([unknownField, missing], { fileCount: 1 }, plain), /\n2 errors in 2 files\n$/);
});

test('colour adds nothing that the plain text does not say', t => {
  const coloured = findingsText([unknownField], { fileCount: 14 }, pc.createColors(true));
  const stripped = coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
  t.not(coloured, stripped);
  t.is(stripped, findingsText([unknownField], { fileCount: 14 }, plain));
});

test('a clean repository takes one calm line', t => {
  t.is(findingsText([], { fileCount: 9 }, plain), 'No mistakes in 9 files.\n');
});

test('names of files and fields cannot steer the terminal', t => {
  const hostile = { ...unknownField, at: { file: 'a\u001b[2J\n.yaml', line: 1, column: 1 }, path: 'spec.\u202ex' };
  t.is(findingsText([hostile], { fileCount: 1 }, plain).split('\n')[0], 'a\\u001b[2J\\u000a.yaml:1:1  spec.\\u202ex');
});

test('long messages and hints go on beside their labels, within 80 columns', t => {
  const hint = 'Name of the pool, unique in its cluster: 2 to 20 lower-case letters, digits and hyphens';
  const lines = findingsText([{ ...unknownField, hint }], { fileCount: 1 }, plain).split('\n');
  t.deepEqual(lines.slice(2, 4), [
    '  hint            Name of the pool, unique in its cluster: 2 to 20 lower-case',
    '                  letters, digits and hyphens',
  ]);
});

function leavingOut(olderFindings: number) {
  return { fileCount: 9, since: { revision: 'main', commit: 'a'.repeat(40), olderFindings } };
}

test('what was left out is told in the last line', t => {
  t.regex(
    findingsText([unknownField], leavingOut(2), plain),
    /\n1 error in 1 of 9 files; 2 older findings left out \(since main\)\n$/,
  );
  t.is(findingsText([], leavingOut(1), plain), 'No new mistakes in 9 files; 1 older finding left out (since main).\n');
  t.is(findingsText([], leavingOut(0), plain), 'No mistakes in 9 files.\n');
});
