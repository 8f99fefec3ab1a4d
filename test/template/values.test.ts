import test from 'ava';
import fc from 'fast-check';
import { stackYaml } from '../../src/render/dialects.js';
import { compileTemplates } from '../../src/template/compile.js';
import { TemplateError } from '../../src/template/template-error.js';
import { renderYaml, yaml } from './render-yaml.js';

const template = [
  'plain: {{a}}',
  'list:',
  '  - {{b}}',
  '  - - {{c}}',
  '  - {{a}}    # the same again',
  'flow: [{{a}}, { key: {{b}}, other: x }, {{c}}]',
  'names: {{names}}',
  '{{#each names as |name|}}',
  'item:',
  '  is: {{name}}',
  '{{/each}}',
  'map:',
  '  {{key c}}: {{c}}',
  '  fixed: |',
  '    text',
  'last: {{number}}',
].join('\n');

/** Texts that break careless quoting, among any others. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    '\\',
    '\n',
    '\r\n',
    '\t',
    'a: b',
    '- a',
    '# no comment',
    ' #x',
    '{{a}}',
    '{{{a}}}',
    '${AWS::Region}',
    '!Ref X',
    '&a',
    '*a',
    '<<',
    '|',
    '>-',
    '---',
    '...',
    '%YAML 1.2',
    'null',
    'true',
    'no',
    '0123',
    '1e3',
    '0x10',
    '.inf',
    '2024-01-01',
    '__proto__',
    'constructor',
    '\u0000',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udc00x',
    '\ue0000\ue001',
    '\ue001',
    '😀',
    '"\n  evil: true\n',
    "'\n]\nevil: [",
  ),
);

const values = fc.record({
  a: nasty,
  b: nasty,
  // A key of its own beside "fixed".
  c: nasty.filter(text => text !== 'fixed'),
  names: fc.array(nasty, { minLength: 1, maxLength: 1 }),
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
});

test('whatever the values are, the document has the structure of the template', t => {
  fc.assert(
    fc.property(values, ({ a, b, c, names, number }) => {
      const { text, document } = renderYaml(template, { a, b, c, names, number });
      const expected = {
        plain: a,
        list: [b, [c], a],
        flow: [a, { key: b, other: 'x' }, c],
        names,
        item: { is: names[0] },
        map: Object.fromEntries([
          [c, c],
          ['fixed', 'text\n'],
        ]),
        last: Object.is(number, -0) ? 0 : number,
      };
      t.deepEqual(yaml.parse(text), expected);
      t.deepEqual(document, expected);
    }),
    { numRuns: 1000 },
  );
});

const stack = compileTemplates(
  new Map([
    [
      's.yaml.hbs',
      [
        'Resources:',
        '  {{key id}}:',
        '    Type: AWS::X::Y',
        '    Properties:',
        '      Ref: !Ref {{id}}',
        '      Att:',
        '        Fn::GetAtt: [{{id}}, Arn]',
        '      Sub: !Sub',
        '        - a${Value}b',
        '        - Value: {{value}}',
        '      Plain: {{value}}',
      ].join('\n'),
    ],
  ]),
);

test('whatever the values are, a stack template has the functions that it shows and no others', t => {
  fc.assert(
    fc.property(nasty, value => {
      const { text, document } = stack.render('s.yaml.hbs', { id: 'Thing', value }, stackYaml);
      const expected = {
        Resources: {
          Thing: {
            Type: 'AWS::X::Y',
            Properties: {
              Ref: { Ref: 'Thing' },
              Att: { 'Fn::GetAtt': ['Thing', 'Arn'] },
              Sub: { 'Fn::Sub': ['a${Value}b', { Value: value }] },
              Plain: value,
            },
          },
        },
      };
      t.deepEqual(stackYaml.parse(text), expected);
      t.deepEqual(document, expected);
    }),
  );
});

test('a value cannot become the text of Fn::Sub, the name in Fn::GetAtt, or the name of a function', t => {
  for (const property of ['!Sub {{value}}', 'Fn::Sub: {{value}}', 'Fn::Sub: [{{value}}, {}]', '!GetAtt {{value}}']) {
    t.throws(() => renderProperty(property, 'x'), { instanceOf: TemplateError }, property);
  }
  for (const name of ['Ref', 'Fn::ImportValue', 'Condition']) {
    t.throws(() => renderProperty('{{key value}}: x', name), { message: /a key must not name a function/ });
  }
});

test('a number cannot stand behind a tag, which would make a text of it', t => {
  const set = compileTemplates(new Map([['s.yaml.hbs', 'Resources: { A: { Type: X, B: !Ref {{value}} } }']]));
  t.throws(() => set.render('s.yaml.hbs', { value: 3 }, stackYaml), { message: /3 cannot stand behind a tag/ });
});

function renderProperty(property: string, value: string) {
  const text = `Resources:\n  A:\n    Type: X\n    Properties:\n      B:\n        ${property}\n`;
  return compileTemplates(new Map([['s.yaml.hbs', text]])).render('s.yaml.hbs', { value }, stackYaml);
}
