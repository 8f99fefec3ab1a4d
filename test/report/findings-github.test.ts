import test from 'ava';
import type { Finding } from '../../src/model/finding.js';
import { githubCommands } from '../../src/report/findings-github.js';

const finding: Finding = {
  code: 'CW1002',
  severity: 'error',
  at: { file: 'clusters/prod-a/cluster.yaml', line: 10, column: 3 },
  path: 'spec.netwrok',
  message: 'unknown field "netwrok"',
  hint: 'did you mean "network"?',
};

test('a finding is one workflow command with place, title, message and hint', t => {
  t.is(
    githubCommands([finding], ''),
    '::error file=clusters/prod-a/cluster.yaml,line=10,col=3,title=CW1002 spec.netwrok::unknown field "netwrok"%0Ahint: did you mean "network"?\n',
  );
});

test('a warning is a warning, and a finding about a whole file has its code for a title', t => {
  const { hint: _hint, ...bare } = finding;
  t.is(
    githubCommands([{ ...bare, severity: 'warning', path: '' }], ''),
    '::warning file=clusters/prod-a/cluster.yaml,line=10,col=3,title=CW1002::unknown field "netwrok"\n',
  );
});

test('paths begin at the root of the repository', t => {
  t.regex(githubCommands([finding], 'infra/fleet/'), /^::error file=infra\/fleet\/clusters\/prod-a\/cluster\.yaml,/);
});

test('what separates a command is escaped: percent everywhere, colons and commas in properties', t => {
  const { hint: _hint, ...bare } = finding;
  const hostile = { ...bare, at: { file: '100%,a:b\r\n.yaml', line: 1, column: 1 }, message: '10%, a: b' };
  t.is(
    githubCommands([hostile], ''),
    '::error file=100%25%2Ca%3Ab%0D%0A.yaml,line=1,col=1,title=CW1002 spec.netwrok::10%25, a: b\n',
  );
});

test('a message cannot begin a command of its own', t => {
  const lines = githubCommands([{ ...finding, message: 'no\n::add-mask::x', hint: 'a\r::b' }], '').split('\n');
  t.deepEqual([lines.length, lines[1]], [2, '']);
});

test('places that a finding relates to are told', t => {
  const related = [{ at: { file: 'clusters/prod-b.yaml', line: 4, column: 9 }, message: 'cluster prod-b' }];
  t.regex(githubCommands([{ ...finding, related }], ''), /%0Asee clusters\/prod-b\.yaml:4:9, cluster prod-b\n$/);
});
