import type { ServerResponse } from 'node:http';
import anyTest, { type TestFn } from 'ava';
import { sha256, sha512 } from '../../src/model/digest.js';
import { fetchDigest } from '../../src/releases/fetch-digest.js';
import { publishedFiles } from '../../src/web/published-files.js';
import { type Answer, type Mirror, startMirror } from '../web/mirror.js';

const test = anyTest as TestFn<{ mirror: Mirror }>;
const binary = Buffer.alloc(200_000, 'an ELF file');

test.beforeEach(async t => {
  t.context.mirror = await startMirror({ '/v1/kubelet': binary });
});

test.afterEach.always(t => t.context.mirror.close());

function digestWith(mirror: Mirror, files: Readonly<Record<string, Answer>>): Promise<string | undefined> {
  for (const [path, answer] of Object.entries(files)) mirror.files.set(path, answer);
  const web = publishedFiles({ env: {}, signal: new AbortController().signal, timeoutMs: 10_000 });
  return fetchDigest(web, `${mirror.url}/v1/kubelet`);
}

for (const [path, list] of [
  ['/v1/kubelet.sha256', sha256(binary)],
  ['/v1/kubelet.sha256sum', `${sha256(binary)}  kubelet\n`],
  ['/v1/SHA256SUMS', `${'0'.repeat(64)}  kubectl\n${sha256(binary)}  kubelet\n`],
] as const) {
  test(`the digest in ${path} is taken, without the file itself`, async t => {
    t.is(await digestWith(t.context.mirror, { [path]: list }), sha256(binary));
    t.false(t.context.mirror.asked.includes('/v1/kubelet'));
  });
}

test('where only a SHA-512 is published, the file is read and must have it', async t => {
  const { mirror } = t.context;
  t.is(await digestWith(mirror, { '/v1/kubelet.sha512': `${sha512(binary)}\n` }), sha256(binary));
  const wrong = digestWith(mirror, { '/v1/kubelet.sha512': sha512('another file') });
  t.like(await t.throwsAsync(wrong), { code: 'wrong-digest' });
});

test('a file that nobody vouches for has no digest', async t => {
  t.is(await digestWith(t.context.mirror, {}), undefined);
  t.false(t.context.mirror.asked.includes('/v1/kubelet'));
});

test('a list that does not speak of the file is an error, not a reason to look elsewhere', async t => {
  const lists = { '/v1/kubelet.sha256': '<html>', '/v1/SHA256SUMS': `${sha256(binary)}  kubelet\n` };
  t.like(await t.throwsAsync(digestWith(t.context.mirror, lists)), { code: 'no-digest' });
});

test('a redirect to where the file really is is followed', async t => {
  const { mirror } = t.context;
  t.is(await digestWith(mirror, { '/v1/kubelet.sha256': moved, '/objects/1': sha256(binary) }), sha256(binary));
});

function moved(response: ServerResponse): void {
  response.writeHead(302, { location: '/objects/1' }).end();
}
