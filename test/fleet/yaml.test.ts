import test from 'ava';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { parseYamlFile } from '../../src/fleet/yaml.js';
import type { Position } from '../../src/model/source.js';

const parse = (text: string) => parseYamlFile('f.yaml', Buffer.from(text));

function lineAt(text: string, position: Position | undefined): string {
  return position === undefined ? '' : (text.split('\n')[position.line - 1]?.slice(position.column - 1) ?? '');
}

/** Pointers of all scalars and of all keys of a value, as JSON pointers. */
function pointersOf(value: unknown, pointer = ''): { scalars: string[]; keys: string[] } {
  if (typeof value !== 'object' || value === null) return { scalars: [pointer], keys: [] };
  const entries = Object.entries(value).map(([key, item]) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const below = pointersOf(item, at);
    return { scalars: below.scalars, keys: Array.isArray(value) ? below.keys : [at, ...below.keys] };
  });
  return { scalars: entries.flatMap(one => one.scalars), keys: entries.flatMap(one => one.keys) };
}

/** Trees whose every key and scalar is a word of its own, so that a position can be checked by reading the text. */
const trees = fc
  .letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constant('scalar'),
      fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
      fc
        .array(tie('node'), { minLength: 1, maxLength: 4 })
        .map(items => Object.fromEntries(items.map((item, index) => [`key${index}`, item]))),
    ),
  }))
  .node.map(withWords)
  .filter(value => typeof value === 'object');

function withWords(tree: unknown): unknown {
  let count = 0;
  const word = (prefix: string) => `${prefix}${count++}${count % 3 === 0 ? '/x~y z' : ''}`;
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.values(value).map(item => [word('k'), rename(item)]));
    }
    return word('v');
  };
  return rename(tree);
}

test('every key and every scalar is found where it stands, in block and in flow style, quoted or plain', t => {
  const styles = fc.record({
    flowLevel: fc.integer({ min: -1, max: 3 }),
    forceQuotes: fc.boolean(),
    indent: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(trees, styles, fc.nat(3), (tree, style, comments) => {
      const text = `${'# comment: {not, a, value}\n'.repeat(comments)}${dump(tree, { ...style, lineWidth: -1 })}`;
      const [document] = parse(text).documents;
      const { scalars, keys } = pointersOf(tree);
      const word = (pointer: string) => /^["']?[kv]\d+/.exec(lineAt(text, document?.source.values.get(pointer)))?.[0];
      for (const pointer of scalars) {
        const expected = String(
          pointer
            .split('/')
            .slice(1)
            .reduce<unknown>(
              (at, part) => (at as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')],
              tree,
            ),
        );
        t.is(word(pointer)?.replace(/^["']/, ''), /^v\d+/.exec(expected)?.[0], text);
      }
      for (const pointer of keys) {
        const own = (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
        const found = lineAt(text, document?.source.keys.get(pointer)).replace(/^["']/, '');
        t.true(found.startsWith(own), text);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is written is where a position can be told, and nothing else is', t => {
  fc.assert(
    fc.property(trees, fc.array(fc.constantFrom('', '/0', '/k0', '/length', '/toString', '/a~1b')), (tree, others) => {
      const source = parse(dump(tree, { lineWidth: -1 })).documents[0]?.source;
      const { scalars, keys } = pointersOf(tree);
      for (const pointer of [...scalars, ...keys].flatMap(at => [at, ...others.map(other => `${at}${other}`)])) {
        t.is(source?.values.has(pointer), source?.values.get(pointer) !== undefined, pointer);
      }
    }),
    { numRuns: 200 },
  );
});

const awkward: readonly [
  title: string,
  text: string,
  places: Readonly<Record<string, [line: number, column: number]>>,
][] = [
  ['a byte order mark', '\uFEFFa: 1\nb: 2\n', { '/a': [1, 4], '/b': [2, 4] }],
  ['CRLF line ends', 'a:\r\n  b: 1\r\n  c: [x,\r\n    y]\r\n', { '/a/b': [2, 6], '/a/c/0': [3, 7], '/a/c/1': [4, 5] }],
  ['tabs between a key and its value', 'a:\t1\nb: \t"2"\t# end\n', { '/a': [1, 4], '/b': [2, 5] }],
  ['letters beyond ASCII', 'ä: "ö, ü"\nlist: [é, 漢字, b]\n', { '/ä': [1, 4], '/list/1': [2, 11], '/list/2': [2, 15] }],
  ['an anchor without alias', 'a: &one\n  b: 1\nc: &two 2\n', { '/a/b': [2, 6], '/c': [3, 9] }],
  ['a merge key, which is a key as any other', 'a:\n  <<: { b: 1 }\n', { '/a/<<': [2, 7], '/a/<</b': [2, 12] }],
  ['text blocks', 'a: |\n  one\n  --- two\nb: >-\n  three\nc: 1\n', { '/c': [6, 4] }],
  ['a value below its key', 'a:\n\n  # why\n  x\nb:\n  - 1\n', { '/a': [4, 3], '/b/0': [6, 5] }],
];

for (const [title, text, places] of awkward) {
  test(`positions are exact with ${title}`, t => {
    const source = parse(text).documents[0]?.source;
    for (const [pointer, [line, column]] of Object.entries(places)) {
      t.like(source?.values.get(pointer), { line, column }, pointer);
    }
  });
}

test('positions of each document of a file count from the top of the file, also where another one is broken', t => {
  const text = '# one\na: 1\n---\na: [\n---\n\na: 3\n--- # four\na: 4\n';
  const whole = parse(text.replace('[', '2')).documents.map(({ source }) => source.values.get('/a')?.line);
  t.deepEqual(whole, [2, 4, 7, 9]);
  t.deepEqual(
    parse(text).documents.map(({ source }) => source.values.get('/a')?.line),
    [2, 7, 9],
  );
});

test('a value that is not written stands at its key', t => {
  const [document] = parse('spec:\n  id:\n  roles: {}\n').documents;
  t.like(document?.source.values.get('/spec/id'), { line: 2, column: 3 });
});

test('a mistake in one document of a file hides none of the others', t => {
  const { documents, findings } = parse('a: 1\n---\nb: [\n---\nc: 3\n---\nd: 1\nd: 2\n');
  t.deepEqual(
    documents.map(document => document.value),
    [{ a: 1 }, { c: 3 }],
  );
  t.deepEqual(
    findings.map(({ at, code }) => `${at.line} ${code}`),
    ['3 CW1006', '8 CW1006'],
  );
  t.like(documents[1]?.source.values.get('/c'), { line: 5, column: 4 });
});

test('an empty document is told where its separator is', t => {
  for (const [text, line] of [
    ['a: 1\n---\n---\nb: 1\n', 2],
    ['---\n# nothing\n---\nb: 1\n', 1],
    ['a: 1\n---\n---\n', 2],
  ] as const) {
    t.deepEqual(
      parse(text).findings.map(({ at, code }) => [code, at.line]),
      [['CW1007', line]],
      text,
    );
  }
});

test('a separator at the end of a file is no empty document', t => {
  t.deepEqual(parse('---\na: 1\n---\n').findings, []);
  t.deepEqual(parse('a: 1\n...\n').findings, []);
});

const mistakes: readonly [title: string, text: string, expected: RegExp][] = [
  ['a tag', 'a: !Ref b\n', /specs use no tags, such as !Ref/],
  ['a map as a key', '{a: 1}: b\n', /a key must be text/],
  ['a tab as indentation', 'a:\n\tb: 1\n', /tab characters/],
  ['a reference to a later anchor', 'a: *later\n', /not valid YAML|aliases/],
];

for (const [title, text, expected] of mistakes) {
  test(`${title} is refused in words`, t => {
    t.regex(parse(text).findings[0]?.message ?? '', expected);
  });
}

test('no text at all makes the parser throw', t => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('ab:-?!&*|>{}[]"\'%@#,~<= \n\t\\0')), maxLength: 60 }),
      text => {
        const { documents, findings } = parse(text);
        t.true(documents.length + findings.length > 0, text);
      },
    ),
    { numRuns: 3000 },
  );
});

test('no bytes at all make the parser throw', t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      const { documents, findings } = parseYamlFile('f.yaml', bytes);
      t.true(documents.length + findings.length > 0);
    }),
    { numRuns: 1000 },
  );
});
