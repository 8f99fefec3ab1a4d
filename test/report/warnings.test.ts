import test from 'ava';
import pc from 'picocolors';
import type { Finding } from '../../src/model/finding.js';
import { warningsText } from '../../src/report/warnings.js';

const paint = pc.createColors(false);

function warning(line: number): Finding {
  const at = { file: 'templates/extra/tccp.yaml.hbs', line, column: 3 };
  return { code: 'CW3015', severity: 'warning', at, path: 'Resources.ExtraRule', message: `a/tccp: ${line}\u001b[31m` };
}

test('warnings are a line each, harmless to a terminal', t => {
  t.is(
    warningsText([warning(1), warning(2)], paint),
    'warning CW3015  templates/extra/tccp.yaml.hbs:1:3: a/tccp: 1\\u001b[31m\n' +
      'warning CW3015  templates/extra/tccp.yaml.hbs:2:3: a/tccp: 2\\u001b[31m\n',
  );
  t.is(warningsText([], paint), '');
});

test('of many, the first are told and the others counted', t => {
  const lines = warningsText([1, 2, 3, 4, 5].map(warning), paint).split('\n');
  t.is(lines.length, 5);
  t.is(lines[3], '2 more warnings: clusterwright validate --deep shows them');
});
