import test from 'ava';
import { renderYaml } from './render-yaml.js';

const places = (text: string, context: object, partials: Readonly<Record<string, string>> = {}) => {
  const { text: rendered, lines } = renderYaml(text, context, partials);
  return rendered.split('\n').map((line, index) => {
    const at = lines[index];
    return [line, at === undefined ? '-' : `${at.file}:${at.line}:${at.column}`];
  });
};

test('each line tells where it stands in the template, through blocks and partials', t => {
  const text = [
    'a: 1',
    '',
    '{{#each zones as |zone|}}',
    '{{key zone}}:',
    '  b: {{zone}}',
    '  {{> part name=zone}}',
    '{{/each}}',
    '{{#if last}}',
    'c: 2 # {{!-- gone --}}',
    '{{/if}}',
    'd: [3]',
  ].join('\n');
  t.deepEqual(places(text, { zones: ['x'], last: true }, { part: 'p:\n\n  q: {{name}}\n' }), [
    ['a: 1', 't/main.yaml.hbs:1:1'],
    ['', '-'],
    ['x:', 't/main.yaml.hbs:4:1'],
    ['  b: "x"', 't/main.yaml.hbs:5:3'],
    ['  p:', 't/partials/part.yaml.hbs:1:1'],
    ['', '-'],
    ['    q: "x"', 't/partials/part.yaml.hbs:3:3'],
    ['c: 2 # ', 't/main.yaml.hbs:9:1'],
    ['d: [3]', 't/main.yaml.hbs:11:1'],
  ]);
});

test('what is rendered twice tells the same place twice', t => {
  const lines = places('{{#each zones as |zone|}}\n{{key zone}}:\n  a: 1\n{{/each}}', { zones: ['x', 'y'] });
  t.deepEqual(
    lines.filter(([line]) => line === '  a: 1').map(([, at]) => at),
    ['t/main.yaml.hbs:3:3', 't/main.yaml.hbs:3:3'],
  );
});

test('no mark is left in what is rendered', t => {
  const { text } = renderYaml('a:\n  - b\n  {{> part}}\n', {}, { part: '- c\n' });
  t.is(text, 'a:\n  - b\n  - c\n');
});
