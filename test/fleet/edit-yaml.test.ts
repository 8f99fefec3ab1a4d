import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { parse } from 'yaml';
import { documentNamed, editYaml } from '../../src/fleet/edit-yaml.js';

const examples = join(import.meta.dirname, '../../../examples/fleet');

const handWritten = `
# Written by hand: keep it that way.


apiVersion:   clusterwright.io/v1alpha1   # our format
kind: Release
metadata: {name: v1.36.4}


spec:
    kubernetes:
        version: "1.36.4"      # quoted, for no reason
    flatcar:
        amis:                  # by region

            # production
            eu-central-1: {amd64: ami-0123456789abcdef0,
                           arm64: ami-0fedcba9876543210}   # both
            us-east-1:
              amd64:    'ami-0aaaaaaaaaaaaaaaa'
# the end
`;

test('an edit that changes nothing gives the same bytes', t => {
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'));
  const texts = [handWritten, ...files.map(name => readFileSync(join(examples, name), 'utf8'))];
  t.true(texts.length > 5);
  for (const text of texts)
    t.is(
      editYaml(text, () => undefined),
      text,
    );
});

test('only the lines of a changed value change', t => {
  const edited = editYaml(handWritten, documents => {
    const release = documentNamed(documents, 'Release', 'v1.36.4');
    release.setIn(['spec', 'flatcar', 'amis', 'us-east-1', 'amd64'], 'ami-0bbbbbbbbbbbbbbbb');
  });
  t.deepEqual(
    differingLines(handWritten, edited).map(line => line.trim()),
    ["amd64:    'ami-0aaaaaaaaaaaaaaaa'", "amd64: 'ami-0bbbbbbbbbbbbbbbb'"],
  );
});

test('a new key takes the indentation of its neighbours, and comments stay where they are', t => {
  const edited = editYaml(handWritten, documents => {
    documentNamed(documents, 'Release', 'v1.36.4').setIn(['spec', 'flatcar', 'version'], '4593.2.5');
  });
  t.is(edited, handWritten.replace('# the end', '        version: 4593.2.5\n# the end'));
});

test('a change inside a map that is written over two lines keeps everything around it', t => {
  const edited = editYaml(handWritten, documents => {
    const release = documentNamed(documents, 'Release', 'v1.36.4');
    release.setIn(['spec', 'flatcar', 'amis', 'eu-central-1', 'arm64'], 'ami-0ccccccccccccccc0');
  });
  t.is(
    edited,
    handWritten.replace(
      /\{amd64[^}]*\} {3}# both/,
      '{ amd64: ami-0123456789abcdef0, arm64: ami-0ccccccccccccccc0 } # both',
    ),
  );
});

test('a key can be removed from the first, a middle or the last place', t => {
  const text = 'kind: Map\nspec:\n  a: 1 # one\n\n  b: 2\n  # about c\n  c: 3\n';
  const without = (key: string) => editYaml(text, ([document]) => void document?.deleteIn(['spec', key]));
  t.is(without('a'), 'kind: Map\nspec:\n\n  b: 2\n  # about c\n  c: 3\n');
  t.is(without('b'), 'kind: Map\nspec:\n  a: 1 # one\n  # about c\n  c: 3\n');
  t.deepEqual(parse(without('c')), { kind: 'Map', spec: { a: 1, b: 2 } });
});

test('other documents of a file are left alone', t => {
  const text = readFileSync(join(examples, 'clusters/prod-a/cluster.yaml'), 'utf8');
  const edited = editYaml(text, documents => {
    documentNamed(documents, 'ControlPlane', 'prod-a').setIn(['spec', 'instanceType'], 'm6i.2xlarge');
  });
  t.is(edited, text.replace('instanceType: m6i.xlarge', 'instanceType: m6i.2xlarge'));
  t.not(edited, text);
});

test('line ends of Windows and a byte order mark stay', t => {
  const text = '\uFEFFkind: A\r\nname:   x\r\n';
  const edited = editYaml(text, ([document]) => document?.set('kind', 'B'));
  t.is(edited, '\uFEFFkind: B\r\nname:   x\r\n');
});

test('a name that is not there and a file that is not YAML are told', t => {
  t.like(
    t.throws(() => editYaml('kind: A\n', documents => void documentNamed(documents, 'Release', 'v1.0.0'))),
    { code: 'no-such-document' },
  );
  t.like(
    t.throws(() => editYaml('a: [1, 2\n', () => undefined)),
    { code: 'cannot-edit' },
  );
  t.like(
    t.throws(() => editYaml('', () => undefined)),
    { code: 'cannot-edit' },
  );
});

test('whatever the spacing, an edit changes its value and no other, and keeps every comment', t => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const value = fc.constantFrom('1', '"two"', "'three'", '{ x: 1,y:   2 }', '[1,\n      2]', 'plain text');
  const gap = fc.constantFrom('', '\n', '\n\n', '  # note\n', '\n  # above\n\n');
  const entry = fc.record({ value, gap, spaces: fc.constantFrom(' ', '    ') });
  const maps = fc.dictionary(key, entry, { minKeys: 1 });
  fc.assert(
    fc.property(maps, key, (entries, changed) => {
      const lines = Object.entries(entries).map(([name, { value, gap, spaces }]) => {
        return `  ${name}:${spaces}${value}${gap.startsWith('  #') ? gap : `\n${gap}`}`;
      });
      const text = `# head\nmap:\n${lines.join('')}# tail\n`;
      const edited = editYaml(text, ([document]) => document?.setIn(['map', changed], 'new'));
      const before = parse(text) as { map: Record<string, unknown> };
      // A comment inside a map or list goes when something else takes its place.
      fc.pre(typeof before.map[changed] !== 'object');
      t.deepEqual(parse(edited), { map: { ...before.map, [changed]: 'new' } });
      t.deepEqual(commentsOf(edited), commentsOf(text));
    }),
  );
});

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/#.*/g)].map(([comment]) => comment);
}

function differingLines(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => [a[index] ?? '', b[index] ?? ''])
    .filter(([was, is]) => was !== is)
    .flat();
}
