import test from 'ava';
import { digestBook } from '../../src/releases/digest-book.js';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
const book = JSON.stringify({
  about: 'collected by hand',
  kubelet: { '1.36.5': { amd64: `sha256:${one}`, arm64: two.toUpperCase() }, '1.36.4': { amd64: 'sha256:123' } },
  cniPlugins: { '1.9.1': { amd64: one } },
});

test('digests are found by download, version and architecture, with or without their prefix', t => {
  t.deepEqual(digestBook(book, 'digests.json')('kubelet', '1.36.5'), { amd64: one, arm64: two });
  t.deepEqual(digestBook(book, 'digests.json')('cni-plugins', '1.9.1'), { amd64: one });
});

for (const [what, text, [download, version], message] of [
  ['a download that it does not have', book, ['kubectl', '1.36.5'], 'digests.json has no digests of kubectl'],
  ['text for a download', book, ['about', '1.36.5'], 'digests.json has no digests of about'],
  ['a version that it does not name', book, ['kubelet', '1.36.6'], 'digests.json has no digests of kubelet 1.36.6'],
  [
    'a name that every object has',
    book,
    ['kubelet', 'constructor'],
    'digests.json has no digests of kubelet constructor',
  ],
  [
    'a digest that is too short',
    book,
    ['kubelet', '1.36.4'],
    /^digests\.json has no SHA-256 of kubelet 1\.36\.4 for amd64/,
  ],
  ['half a file', book.slice(0, 50), ['kubelet', '1.36.5'], /^digests\.json is not JSON/],
  ['a list', '[]', ['kubelet', '1.36.5'], 'digests.json is no map of downloads'],
] as const) {
  test(`${what} is told`, t => {
    t.throws(() => digestBook(text, 'digests.json')(download, version), { message });
  });
}
