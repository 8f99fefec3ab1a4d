import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { sha256, sha512 } from '../../src/model/digest.js';
import type { PublishedFiles } from '../../src/releases/ports.js';
import { publishedFiles } from '../../src/web/published-files.js';
import type { WebSettings } from '../../src/web/web-reader.js';
import { listening, listenOn, type Mirror, startMirror } from './mirror.js';

const test = anyTest as TestFn<{ mirror: Mirror }>;

test.beforeEach(async t => {
  t.context.mirror = await startMirror({ '/list.json': '{"amis": []}' });
});

test.afterEach.always(t => t.context.mirror.close());

function files(settings: Partial<WebSettings> = {}): PublishedFiles {
  return publishedFiles({ env: {}, signal: new AbortController().signal, timeoutMs: 10_000, ...settings });
}

async function text(address: string, settings?: Partial<WebSettings>): Promise<string> {
  const content = await files(settings).read(address);
  return 'absent' in content ? `absent: ${content.absent}` : Buffer.from(content).toString('utf8');
}

test('a URL and a path are read whole', async t => {
  t.is(await text(`${t.context.mirror.url}/list.json`), '{"amis": []}');
  const path = join(mkdtempSync(join(tmpdir(), 'clusterwright-test-')), 'list.json');
  writeFileSync(path, 'on disk');
  t.is(await text(path), 'on disk');
});

test('what is not there is told in the words of the place', async t => {
  const { mirror } = t.context;
  mirror.files.set('/forbidden', response => response.writeHead(403).end());
  t.is(await text(`${mirror.url}/none`), 'absent: HTTP 404');
  t.is(await text(`${mirror.url}/forbidden`), 'absent: HTTP 403');
  t.is(await text('/nowhere/at/all'), 'absent: no such file');
  t.like(await t.throwsAsync(text(tmpdir())), { code: 'cannot-read' });
});

test('redirects are followed, but not for ever, and not to what is no web server', async t => {
  const { mirror } = t.context;
  mirror.files.set('/current', redirect('/moved/list.json'));
  mirror.files.set('/moved/list.json', redirect(`${mirror.url}/list.json`));
  mirror.files.set('/round', redirect('/round'));
  mirror.files.set('/away', redirect('file:///etc/passwd'));
  t.is(await text(`${mirror.url}/current`), '{"amis": []}');
  t.deepEqual(mirror.asked, ['/current', '/moved/list.json', '/list.json']);
  t.like(await t.throwsAsync(text(`${mirror.url}/round`)), { code: 'too-many-redirects' });
  t.like(await t.throwsAsync(text(`${mirror.url}/away`)), { code: 'unsafe-redirect' });
});

test('a place that does not answer in time is told with the time it had', async t => {
  const { mirror } = t.context;
  mirror.files.set('/silent', () => undefined);
  mirror.files.set('/stalls', response => void response.writeHead(200).write('{"am'));
  for (const path of ['/silent', '/stalls']) {
    const error = await t.throwsAsync(text(mirror.url + path, { timeoutMs: 60 }));
    t.like(error, { code: 'too-slow', message: `${mirror.url}${path} was not read within 0.06 s`, kind: 'transient' });
  }
});

test('an answer that breaks off is an error, never a shorter file', async t => {
  const { mirror } = t.context;
  mirror.files.set('/short', response => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"amis": [', () => response.destroy());
  });
  mirror.files.set('/chunk', response => void response.write('{"amis": [', () => response.destroy()));
  for (const path of ['/short', '/chunk'])
    t.like(await t.throwsAsync(text(mirror.url + path)), { code: 'unreachable' });
});

test('answers that are no files are told with their status', async t => {
  const { mirror } = t.context;
  mirror.files.set('/busy', response => response.writeHead(503).end());
  mirror.files.set('/odd', response => response.writeHead(400).end());
  t.like(await t.throwsAsync(text(`${mirror.url}/busy`)), { code: 'bad-answer', kind: 'transient' });
  t.like(await t.throwsAsync(text(`${mirror.url}/odd`)), { code: 'bad-answer', kind: 'user' });
});

test('a server that is gone and an address that is none are told', async t => {
  const gone = await startMirror();
  await gone.close();
  t.like(await t.throwsAsync(text(gone.url)), {
    code: 'unreachable',
    message: `cannot read ${gone.url}/: nothing listens there`,
  });
  t.like(await t.throwsAsync(text('http://')), { code: 'bad-address' });
  const plain = t.context.mirror.url.replace('http:', 'https:');
  t.is((await t.throwsAsync(text(plain)))?.message, `cannot read ${plain}/: it does not speak HTTPS`);
});

test('a file that never ends is left', async t => {
  const { mirror } = t.context;
  mirror.files.set('/large', Buffer.alloc(5 * 1024 * 1024));
  t.like(await t.throwsAsync(text(`${mirror.url}/large`)), { code: 'too-large' });
});

test('a password in a URL goes to the server, and into no message', async t => {
  const { mirror } = t.context;
  const server = await listening((request, response) => {
    response.writeHead(request.headers.authorization === `Basic ${btoa('me:s cret')}` ? 500 : 404).end();
  });
  const error = await t.throwsAsync(text(`${server.url.replace('//', '//me:s%20cret@')}/list.json`));
  t.is(error?.message, `${server.url}/list.json answers HTTP 500`);
  await server.close();
  t.deepEqual(mirror.asked, []);
});

test('a proxy of the environment is used, except for hosts of NO_PROXY', async t => {
  const { mirror } = t.context;
  const proxy = await startTunnel(mirror.url);
  const address = 'http://mirror.example.com/list.json';
  t.is(await text(address, { env: { HTTP_PROXY: proxy.url } }), '{"amis": []}');
  t.is(
    await text(`${mirror.url}/list.json`, { env: { http_proxy: proxy.url, no_proxy: '127.0.0.1' } }),
    '{"amis": []}',
  );
  t.deepEqual(proxy.asked, ['mirror.example.com:80']);
  await proxy.close();
});

test('digests are those of the whole file', async t => {
  const { mirror } = t.context;
  const large = Buffer.alloc(6 * 1024 * 1024, 'kubelet');
  mirror.files.set('/kubelet', large);
  t.deepEqual(await files().digests(`${mirror.url}/kubelet`), { sha256: sha256(large), sha512: sha512(large) });
  t.deepEqual(await files().digests(`${mirror.url}/none`), { absent: 'HTTP 404' });
});

test('Ctrl-C ends a download at once', async t => {
  const { mirror } = t.context;
  const controller = new AbortController();
  mirror.files.set('/silent', () => controller.abort());
  const error = await t.throwsAsync(text(`${mirror.url}/silent`, { signal: controller.signal }), { any: true });
  t.true(error instanceof DOMException && error.name === 'AbortError');
});

function redirect(to: string) {
  return (response: ServerResponse) => void response.writeHead(302, { location: to }).end();
}

/** A proxy that tunnels everything to one server. */
async function startTunnel(target: string): Promise<{ url: string; asked: string[]; close(): Promise<void> }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  return { ...(await listenOn(server)), asked };
}
