import test from 'ava';
import { chosenNames } from '../../src/template/chosen-names.js';
import { located } from '../../src/template/located.js';
import { TemplateError } from '../../src/template/template-error.js';
import { renderYaml } from './render-yaml.js';

const context = {
  name: 'prod-a',
  number: 3,
  nothing: null,
  zones: [{ id: 'A' }, { id: 'B' }],
  empty: [],
  peer: { id: 'p' },
};

/** Refused with a message that matches, at the given line and column. */
const refused = test.macro({
  exec(t, text: string, message: RegExp, place: `${number}:${number}`) {
    const error = t.throws(() => renderYaml(text, context, { part: 'p: {{given}}\n' }), { instanceOf: TemplateError });
    t.regex(error?.message ?? '', message);
    t.true(error?.message.startsWith(`t/main.yaml.hbs:${place}: `), error?.message);
  },
  title: (title = '') => `refused: ${title}`,
});

test('a variable that is missing', refused, 'a: {{nmae}}', /there is no nmae: "nmae" is missing/, '1:6');
test('a member that is missing', refused, 'a: 1\nb: {{peer.nmae}}', /there is no peer\.nmae: "nmae" is missing/, '2:6');
test('a missing variable behind if', refused, '{{#if q}}\na: 1\n{{/if}}', /there is no q/, '1:7');
test('a missing variable behind unless', refused, '{{#unless q}}\na: 1\n{{/unless}}', /there is no q/, '1:11');
test('a missing variable behind each', refused, '{{#each q}}\na: 1\n{{/each}}', /there is no q/, '1:9');
test('a missing variable for a partial', refused, '{{> part given=q}}', /there is no q/, '1:16');
test('a missing variable in a key', refused, '{{key q}}: 1', /there is no q/, '1:7');
test('an inherited member', refused, 'a: {{constructor}}', /there is no constructor/, '1:6');
test('a member of text', refused, 'a: {{name.length}}', /there is no name\.length/, '1:6');
test('a way out of the template', refused, 'a: {{../name}}', /leads out of the template/, '1:6');
test('Handlebars’ own data', refused, 'a: {{@root.name}}', /@root\.name is not known here/, '1:6');
test('an index outside of each', refused, 'a: {{@index}}', /@index is not known here/, '1:6');

test('an unknown helper', refused, 'a: {{upper name}}', /there is no helper "upper"/, '1:4');
test('an id of nothing', refused, 'a: {{id}}', /there is no id/, '1:6');
test('an id with named parts', refused, 'a: {{id name x=name}}', /takes variables and texts, without names/, '1:4');
test('an id of an object', refused, 'a: {{id "A" peer}}', /cannot be part of a logical id/, '1:4');
test('a comparison with nothing', refused, '{{#is name}}\na: 1\n{{/is}}', /takes a variable and what it may be/, '1:1');
test('a comparison of an object', refused, '{{#is peer "p"}}\na: 1\n{{/is}}', /cannot be compared/, '1:1');
test('a missing variable behind is', refused, '{{#is q "a"}}\na: 1\n{{/is}}', /there is no q/, '1:7');
test(
  'blocks in blocks without end',
  refused,
  `${'{{#if peer}}\n'.repeat(51)}a: 1\n${'{{/if}}\n'.repeat(51)}`,
  /blocks are nested 50 deep at most/,
  '51:1',
);
test('an unknown block', refused, '{{#with peer}}\na: 1\n{{/with}}', /there is no block "with"/, '1:1');
test('an unknown partial', refused, 'a: 1\n{{> none}}', /there is no partial "none"/, '2:1');
test('a computed partial', refused, '{{> (lookup . "x")}}', /cannot be computed/, '1:1');
test('a partial that gets a whole context', refused, '{{> part peer}}', /name what a partial gets/, '1:1');
test('a decorator', refused, '{{* inline}}', /is not part of this template language/, '1:1');
test('a syntax error', refused, 'a: 1\nb: {{ name', /Expecting/, '2:1');
test('a block without end', refused, 'a: 1\n{{#if peer}}', /the file ends within/, '2:1');

test('raw output in three braces', refused, 'a: {{{name}}}', /raw output is not allowed/, '1:4');
test('raw output with an ampersand', refused, 'a: {{&name}}', /raw output is not allowed/, '1:4');
test('a value inside double quotes', refused, 'a: "x {{name}}"', /inside a quoted scalar/, '1:7');
test('a value inside single quotes', refused, "a: '{{name}}'", /inside a quoted scalar/, '1:5');
test('a value behind text', refused, 'a: x-{{name}}', /in the middle of a scalar/, '1:6');
test('a value before text', refused, 'a: {{name}}-x', /in the middle of a scalar/, '1:4');
test('two values in one scalar', refused, 'a: {{name}}{{name}}', /in the middle of a scalar/, '1:4');
test('a value inside a flow scalar', refused, 'a: [x {{name}}]', /in the middle of a scalar/, '1:7');
test('a value in a block scalar', refused, 'a: |\n  x\n  {{name}}\nb: 1', /inside a block scalar/, '3:3');
test('a value in a folded scalar of a sequence', refused, '- >-\n  {{name}}', /inside a block scalar/, '2:3');
test('a value in a comment', refused, 'a: 1 # {{name}}', /stands in a comment/, '1:8');
test('a value as a key', refused, '{{name}}: 1', /is a mapping key: write \{\{key name\}\}/, '1:1');
test('a key as a part of a key', refused, 'x{{key name}}: 1', /does not stand where a mapping key stands/, '1:2');
test('a key as a value', refused, 'a: {{key name}}', /does not stand where a mapping key stands/, '1:4');
test('a value on the next line of a scalar', refused, 'a: x\n  {{name}}', /became part of a longer scalar/, '2:3');

test('null as a value', refused, 'a: {{nothing}}', /null cannot be written as a value/, '1:4');
test('an object as a value', refused, 'a: {{peer}}', /\{"id":"p"\} cannot be written as a value/, '1:4');
test('a number as a key', refused, '{{key number}}: 1', /3 cannot be a key/, '1:1');
test(
  'text as a condition',
  refused,
  '{{#if name}}\na: 1\n{{/if}}',
  /is neither a boolean nor an object or null/,
  '1:1',
);
test(
  'a list as a condition',
  refused,
  '{{#if empty}}\na: 1\n{{/if}}',
  /is neither a boolean nor an object or null/,
  '1:1',
);
test('an object behind each', refused, '{{#each peer}}\na: 1\n{{/each}}', /is not a list/, '1:1');
test('a key that comes again', refused, '{{key name}}: 1\nprod-a: 2', /the key "prod-a" is there twice/, '1:1');
test('a key that is there already', refused, 'prod-a: 1\n{{key name}}: 2', /the key "prod-a" is there twice/, '2:1');
test('a rendered text that is no YAML', refused, 'a: [', /what it renders is not valid/, '1:1');

test('variables, blocks, partials and keys make the document that the template shows', t => {
  const { document, text } = renderYaml(
    [
      'name: {{name}}',
      '{{#each zones as |zone index|}}',
      '{{key zone.id}}:',
      '  of: {{../name}}',
      '  list: [{{index}}, {{zone.id}}, {{@first}}]',
      '  {{> part given=zone.id}}',
      '{{else}}',
      'none: true',
      '{{/each}}',
      '{{#if nothing}}',
      'never: 1',
      '{{else if peer}}',
      'peer: {{peer.id}}',
      '{{/if}}',
      '{{#unless peer}}',
      'never: 1',
      '{{/unless}}',
      'empty: {{empty}}',
    ].join('\n'),
    context,
    { part: '# a partial is indented as it is included\npart:\n  - {{given}}\n' },
  );
  t.deepEqual(document, {
    name: 'prod-a',
    A: { of: 'prod-a', list: [0, 'A', true], part: ['A'] },
    B: { of: 'prod-a', list: [1, 'B', false], part: ['B'] },
    peer: 'p',
    empty: [],
  });
  t.true(text.startsWith('name: "prod-a"\nA:\n  of: "prod-a"\n'));
});

test('a partial sees only what it is given', t => {
  const error = t.throws(() => renderYaml('{{> part}}\n', context, { part: 'a: {{name}}\n' }));
  t.regex(error?.message ?? '', /^t\/partials\/part\.yaml\.hbs:1:6: there is no name/);
});

test('every value tells where it stands in the template, and where it comes from', t => {
  const position = { file: 'clusters/a.yaml', line: 7, column: 3 };
  const { values } = renderYaml('x:\n  - a/b: {{size}}\n  - {{plain}}\n', { size: located(3, position), plain: 'p' });
  t.deepEqual(
    [...values],
    [
      ['/x/0/a~1b', { template: { file: 't/main.yaml.hbs', line: 2, column: 10 }, origin: position }],
      ['/x/1', { template: { file: 't/main.yaml.hbs', line: 3, column: 5 }, origin: undefined }],
    ],
  );
});

test('only plain data is taken', t => {
  class Zone {
    readonly id = 'a';
  }
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  const getter = {
    get id() {
      return 'a';
    },
  };
  for (const [value, message] of [
    [new Zone(), 'the context.x is an instance of Zone; templates take plain data only'],
    [() => 'a', 'the context.x is a function; templates take plain data only'],
    [[new Date(0)], 'the context.x.0 is an instance of Date; templates take plain data only'],
    [getter, /plain data only/],
    [loop, /nested too deeply, or contains itself/],
  ] as const) {
    t.throws(() => renderYaml('a: 1', { x: value }), { code: 'template-context', message });
  }
});

test('templates of different sets know nothing of each other', t => {
  renderYaml('{{> part given=name}}\n', context, { part: 'a: {{given}}\n' });
  t.throws(() => renderYaml('{{> part given=name}}\n', context), { message: /there is no partial "part"/ });
});

function chosen(given: unknown, ...values: readonly string[]) {
  const text = `{{#is given ${values.join(' ')}}}\na: 1\n{{else}}\na: 2\n{{/is}}\n`;
  return renderYaml(text, { given, other: 'x' }).document;
}

test('is compares with each of several values, of the same type; null is none of them', t => {
  t.deepEqual(chosen('x', '"w"', '"x"'), { a: 1 });
  t.deepEqual(chosen('x', 'other'), { a: 1 });
  t.deepEqual(chosen(located('x', { file: 'f', line: 1, column: 1 }), '"x"'), { a: 1 });
  t.deepEqual(chosen('y', '"w"', '"x"'), { a: 2 });
  t.deepEqual(chosen(3, '3'), { a: 1 });
  t.deepEqual(chosen('3', '3'), { a: 2 });
  t.deepEqual(chosen(null, '"x"'), { a: 2 });
});

test('an id is made of parts, as a key and as a value', t => {
  const { document } = renderYaml('{{key "Route" zone 2}}: 1\na: {{id "Route" zone 2}}\nb: {{id zone}}\n', {
    zone: 'eu-central-1a',
  });
  t.deepEqual(document, { RouteEuCentral1a2: 1, a: 'RouteEuCentral1a2', b: 'EuCentral1a' });
});

test('an id knows where its part comes from', t => {
  const origin = { file: 'clusters/a.yaml', line: 4, column: 9 };
  const { values } = renderYaml('a: {{id "Route" zone}}\n', { zone: located('eu-1a', origin) });
  t.deepEqual(values.get('/a')?.origin, origin);
});

test('of members whose names users chose, one that is missing is null; inherited ones are missing', t => {
  const context = { labels: chosenNames({ team: 'payments' }) };
  const ofLabel = (name: string) =>
    renderYaml(`{{#is labels.${name} "payments"}}\na: 1\n{{else}}\na: 2\n{{/is}}\n`, context).document;
  t.deepEqual(ofLabel('team'), { a: 1 });
  for (const name of ['tier', 'constructor', '__proto__', '[cost-center]']) t.deepEqual(ofLabel(name), { a: 2 }, name);
  t.throws(() => renderYaml('a: {{labels.tier}}', context), { message: /null cannot be written as a value/ });
  t.throws(() => renderYaml('a: {{labels.tier.x}}', context), { message: /"x" is missing/ });
});

test('each inside each ends when it renders more than any stack holds', t => {
  const list = Array.from({ length: 100 }, () => 'x');
  const lists = list.map(() => list.map(() => list));
  const nested = '{{#each lists}}\n{{#each this}}\n{{#each this}}\n- 1\n{{/each}}\n{{/each}}\n{{/each}}\n';
  t.throws(() => renderYaml(nested, { lists }), { message: /:2:1: renders more than any stack can hold/ });
  const long = `{{#each list}}\n- ${'x'.repeat(50_000)}\n{{/each}}\n`;
  t.throws(() => renderYaml(long, { list }), { message: /renders more than any stack can hold/ });
});
