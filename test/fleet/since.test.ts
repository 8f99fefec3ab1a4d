import test from 'ava';
import { findingsSince } from '../../src/fleet/since.js';
import type { Finding } from '../../src/model/finding.js';

function finding(file: string, line: number, message = 'min is 12, above max 10'): Finding {
  return { code: 'CW1023', severity: 'error', at: { file, line, column: 3 }, path: 'spec.scaling.min', message };
}

const none: ReadonlySet<string> = new Set();

test('what was there before, in a file that has not changed, is left out and counted', t => {
  const before = [finding('a.yaml', 3)];
  t.deepEqual(findingsSince([finding('a.yaml', 3)], { changedFiles: none, before }), { findings: [], older: 1 });
});

test('in a changed file everything is told', t => {
  const before = [finding('a.yaml', 3)];
  const findings = [finding('a.yaml', 3)];
  t.deepEqual(findingsSince(findings, { changedFiles: new Set(['a.yaml']), before }), { findings, older: 0 });
});

test('a mistake elsewhere that a change brought about is told', t => {
  const findings = [finding('a.yaml', 3), finding('b.yaml', 3)];
  const result = findingsSince(findings, { changedFiles: new Set(['c.yaml']), before: [finding('a.yaml', 3)] });
  t.deepEqual(result, { findings: [finding('b.yaml', 3)], older: 1 });
});

test('a finding is the same although the other place that it names has moved', t => {
  const before = [finding('a.yaml', 3, '10.0.0.0/8 overlaps cluster b (b.yaml:12:11)')];
  const findings = [finding('a.yaml', 3, '10.0.0.0/8 overlaps cluster b (b.yaml:20:11)')];
  t.is(findingsSince(findings, { changedFiles: new Set(['b.yaml']), before }).older, 1);
});

test('a second mistake like one that was there is told', t => {
  const findings = [finding('a.yaml', 3), finding('a.yaml', 30)];
  const result = findingsSince(findings, { changedFiles: none, before: [finding('a.yaml', 3)] });
  t.deepEqual(result, { findings: [finding('a.yaml', 30)], older: 1 });
});
