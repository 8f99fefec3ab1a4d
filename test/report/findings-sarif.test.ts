import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft4 from 'ajv-draft-04';
import test from 'ava';
import type { Finding } from '../../src/model/finding.js';
import { findingsSarif } from '../../src/report/findings-sarif.js';
import type { DocumentedRule } from '../../src/report/rule-catalogue.js';

const schemaPath = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const follows = new AjvDraft4.default({
  strict: false,
  unicodeRegExp: false,
  validateFormats: false,
  allErrors: true,
}).compile(JSON.parse(readFileSync(schemaPath, 'utf8')));

const rules: readonly DocumentedRule[] = [
  { code: 'CW1002', wrong: 'an unknown field', example: '`netwrok:`', severity: 'error', anchor: 'documents' },
  { code: 'CW1201', wrong: 'a block that overlaps', example: '', severity: 'error', anchor: 'addresses' },
  { code: 'CW1014', wrong: 'a submodule', example: '', severity: 'warning', anchor: 'documents' },
];
const options = { fileCount: 3, rules, folder: '', toolVersion: '0.1.0' };

const overlap: Finding = {
  code: 'CW1201',
  severity: 'error',
  at: { file: 'clusters/dev-b/cluster.yaml', line: 12, column: 11 },
  path: 'spec.network.cidr',
  message: '10.64.0.0/20 overlaps cluster prod-a (clusters/prod-a/cluster.yaml:12:11)',
  hint: 'take another',
  related: [{ at: { file: 'clusters/prod-a/cluster.yaml', line: 12, column: 11 }, message: 'cluster prod-a' }],
};
const linked: Finding = {
  code: 'CW1014',
  severity: 'warning',
  at: { file: 'shared files/ä', line: 1, column: 1 },
  path: '',
  message: 'the submodule is not followed',
};

function resultsOf(findings: readonly Finding[], folder = '') {
  return findingsSarif(findings, { ...options, folder }).runs[0]?.results ?? [];
}

test('the log follows the schema of SARIF 2.1.0', t => {
  const since = { revision: 'main', commit: 'a'.repeat(40), olderFindings: 3 };
  t.true(follows(findingsSarif([overlap, linked], { ...options, since })), JSON.stringify(follows.errors));
  t.true(follows(findingsSarif([], options)), JSON.stringify(follows.errors));
});

test('the schema of the test can say no', t => {
  t.false(follows({ ...findingsSarif([], options), version: '3.0.0' }));
  t.false(follows({ version: '2.1.0', runs: [{ tool: {} }] }));
});

test('a result has rule, level, message with hint, place, and the places that it relates to', t => {
  const { partialFingerprints: _, ...result } = resultsOf([overlap])[0] ?? {};
  t.deepEqual<unknown, unknown>(result, {
    ruleId: 'CW1201',
    ruleIndex: 1,
    level: 'error',
    message: { text: `${overlap.message} (take another)` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'clusters/dev-b/cluster.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 12, startColumn: 11 },
        },
        logicalLocations: [{ fullyQualifiedName: 'spec.network.cidr', kind: 'property' }],
      },
    ],
    relatedLocations: [
      {
        id: 0,
        physicalLocation: {
          artifactLocation: { uri: 'clusters/prod-a/cluster.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 12, startColumn: 11 },
        },
        message: { text: 'cluster prod-a' },
      },
    ],
  });
});

test('a URI is relative to the root of the repository and escaped', t => {
  const location = resultsOf([linked], 'infra/fleet/')[0]?.locations[0]?.physicalLocation.artifactLocation;
  t.is(location?.uri, 'infra/fleet/shared%20files/%C3%A4');
});

test('each rule has a description, help, a link and the level of its findings', t => {
  const [documented] = findingsSarif([], options).runs[0]?.tool.driver.rules ?? [];
  t.deepEqual(documented, {
    id: 'CW1002',
    shortDescription: { text: 'An unknown field.' },
    help: {
      text: 'An unknown field.\n\nFor example: netwrok:',
      markdown: 'An unknown field.\n\nFor example: `netwrok:`',
    },
    helpUri: 'https://clusterwright.io/docs/rules.md#documents',
    defaultConfiguration: { level: 'error' },
  });
});

function print(finding: Finding): string | undefined {
  return resultsOf([finding])[0]?.partialFingerprints['clusterwrightFinding/v1'];
}

test('a fingerprint survives lines that move, here and at the other place, and tells findings apart', t => {
  const moved = { ...overlap, at: { ...overlap.at, line: 99 }, message: overlap.message.replace(':12:11', ':77:5') };
  t.regex(print(overlap) ?? '', /^[0-9a-f]{32}:1$/);
  t.is(print(moved), print(overlap));
  t.not(print({ ...overlap, path: 'spec.cidr' }), print(overlap));
  t.not(print({ ...overlap, at: { ...overlap.at, file: 'other.yaml' } }), print(overlap));
});

test('two findings alike in one file have fingerprints of their own', t => {
  const prints = resultsOf([linked, linked]).map(({ partialFingerprints }) =>
    partialFingerprints['clusterwrightFinding/v1'].slice(-2),
  );
  t.deepEqual(prints, [':1', ':2']);
});

test('findings that were left out are told in a note', t => {
  const since = { revision: 'main', commit: 'a'.repeat(40), olderFindings: 3 };
  const [invocation] = findingsSarif([], { ...options, since }).runs[0]?.invocations ?? [];
  t.deepEqual(invocation?.toolExecutionNotifications, [
    { level: 'note', message: { text: '3 older findings left out (since main).' } },
  ]);
});

test('a template that comes with clusterwright is not looked for in the repository', t => {
  const at = { file: 'templates/stacks/tccp.yaml.hbs', line: 16, column: 7 };
  const [result] = resultsOf([{ ...overlap, related: [{ at, message: 'the template' }] }], 'fleet/');
  const { relatedLocations: [related] = [] } = result ?? {};
  t.deepEqual(related?.physicalLocation.artifactLocation, {
    uri: 'templates/stacks/tccp.yaml.hbs',
    uriBaseId: 'CLUSTERWRIGHT',
  });
  t.true(Object.hasOwn(findingsSarif([], options).runs[0]?.originalUriBaseIds ?? {}, 'CLUSTERWRIGHT'));
});
