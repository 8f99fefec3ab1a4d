import test from 'ava';
import fc from 'fast-check';
import { loadFleet } from '../../src/fleet/load.js';
import { formatCidr } from '../../src/model/cidr.js';
import { addressBook } from '../../src/scaffold/address-book.js';
import { allocate } from '../../src/scaffold/allocation.js';
import { filled, filledLines } from '../../src/scaffold/fill.js';
import { exampleFiles, filesOf } from '../fleet/repository.js';

const written = /(,? *cidr: *)(\d+\.\d+\.\d+\.\d+\/\d+)/g;
const specs = ['clusters/dev-b/cluster.yaml', 'clusters/prod-a/cluster.yaml', 'clusters/prod-a/workers.yaml'];

/** The example without some of the blocks of its clusters, as somebody may leave them out by hand. */
function without(removed: readonly boolean[], lineEnd: string): Map<string, string | Uint8Array> {
  const files = exampleFiles();
  let index = 0;
  for (const path of specs) {
    const text = String(files.get(path)).replace(written, (all: string, key: string) => {
      index += 1;
      if (removed[index - 1] !== true) return all;
      return key.startsWith(',') ? '' : key.trimEnd();
    });
    files.set(path, text.replaceAll('\n', lineEnd));
  }
  return files;
}

async function allocated(files: Map<string, string | Uint8Array>) {
  const book = addressBook((await loadFleet(filesOf(files))).documents);
  const given = allocate(book.clusters, book);
  const after = new Map(files);
  for (const path of specs) {
    const own = given.filter(({ file }) => file === path);
    after.set(path, filled(String(files.get(path)), own));
    for (const [index, line] of filledLines(String(after.get(path)), own).entries()) {
      const { cidr } = own[index] ?? {};
      const there = String(after.get(path)).split('\n')[line - 1];
      if (cidr === undefined || !there?.includes(formatCidr(cidr))) throw new Error(`${path}:${line} is ${there}`);
    }
  }
  return { given, after };
}

test('whatever blocks are missing, the fleet has no mistake once they are filled in, and other lines stay', async t => {
  const count = specs.flatMap(path => [...String(exampleFiles().get(path)).matchAll(written)]).length;
  t.true(count > 8);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      fc.constantFrom('\n', '\r\n'),
      async (removed, lineEnd) => {
        const files = without(removed, lineEnd);
        const { given, after } = await allocated(files);
        t.is(given.length, removed.filter(Boolean).length);
        t.deepEqual((await loadFleet(filesOf(after))).findings, []);
        for (const path of specs) {
          const lines = String(files.get(path)).split('\n');
          const kept = lines.filter(line => /cidr: +\d/.test(line) || !/name: eu-|cidr:/.test(line));
          const now = String(after.get(path)).split('\n');
          t.deepEqual(
            now.filter(line => kept.includes(line)),
            kept,
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

function twin(cluster: string, zone: string): string {
  return `apiVersion: clusterwright.io/v1alpha1\nkind: NodePool\nmetadata: { name: twin }\nspec:\n  cluster: ${cluster}\n  zones: [${zone}]\n  scaling: { min: 1, max: 2 }\n  instances: { types: [{ type: m6i.large }] }\n`;
}

test('of two pools of one name in one file, the one that lacks a block gets it', async t => {
  const files = exampleFiles();
  const first = twin('prod-a', '{ name: eu-central-1a, cidr: 10.64.10.0/24 }');
  files.set('twins.yaml', `${first}---\n${twin('dev-b', "{ name: 'eu-central-1a' }")}`);
  const book = addressBook((await loadFleet(filesOf(files))).documents);
  const given = allocate(book.clusters, book);
  const text = filled(String(files.get('twins.yaml')), given);
  t.regex(text, /zones: \[ ?\{ name: 'eu-central-1a', cidr: 10\.64\.18\.0\/24 \} ?\]\n/);
  t.true(text.startsWith(first));
});

test('a comment above the first field of a network stays above that field', t => {
  const text = [
    'apiVersion: clusterwright.io/v1alpha1',
    'kind: Cluster',
    'metadata: { name: dev-c }',
    'spec:',
    '  network:',
    '    # one zone is enough here',
    '    zones:',
    '      - name: eu-central-1a # the first',
    '',
  ];
  const block = { file: 'dev-c.yaml', cluster: 'dev-c', pool: undefined, pointer: '/spec/network/cidr' };
  const after = filled(text.join('\n'), [{ ...block, cidr: { start: 0x0a400000, prefix: 20 } }]);
  t.is(after, [...text.slice(0, 5), '    cidr: 10.64.0.0/20', ...text.slice(5)].join('\n'));
});
