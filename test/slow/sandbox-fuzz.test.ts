import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import fc from 'fast-check';
import { fuzzRequests, fuzzTemplates } from '../sandbox/fuzz/fuzzing.js';
import { sendRaw } from '../sandbox/fuzz/raw-socket.js';
import { rightTemplates } from '../sandbox/fuzz/right-templates.js';
import { localSandbox } from '../sandbox/local-sandbox.js';

/** Other requests every day; `FUZZ_SEED` repeats those of a failure, which names its seed. */
const seed = Number(process.env.FUZZ_SEED ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const runs = Number(process.env.FUZZ_RUNS ?? 5000);
const growthBytes = 150 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test.serial('thousands of odd requests neither break the sandbox nor fill its memory', async t => {
  const sandbox = await localSandbox(t);
  await fuzzRequests(t, sandbox, { runs: 200, seed });
  const before = heapUsed();
  await fuzzRequests(t, sandbox, { runs, seed: seed + 1 });
  const growth = heapUsed() - before;
  t.true(growth < growthBytes, `${growth} bytes more than before`);
});

test.serial('thousands of odd templates neither break the sandbox nor fill its memory', async t => {
  const sandbox = await localSandbox(t, { pace: { changeSetMs: 0, resourceMs: 0 } });
  const right = await rightTemplates();
  await fuzzTemplates(t, sandbox, { runs: 200, seed, right });
  const before = heapUsed();
  await fuzzTemplates(t, sandbox, { runs, seed: seed + 1, right });
  const growth = heapUsed() - before;
  t.true(growth < growthBytes, `${growth} bytes more than before`);
});

const rawBytes = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map(bytes => Buffer.from(bytes)),
  fc
    .constantFrom(
      'GET / HTTP/1.1\r\n',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf',
      'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n',
      'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      'GET http://[::1/ HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET //// HTTP/1.1\r\nhost: :::\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/9.9\r\nhost: a\r\n\r\n',
      'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(5000)}\r\n`,
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      'GET / HTTP/1.1\r\nhost: a\r\nauthorization: AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;, Signature=\r\n\r\n',
      'GET /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%ff&X-Amz-Expires=1e9 HTTP/1.1\r\nhost: a\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: a\r\nauthorization: ${'AWS4-HMAC-SHA256 Credential='.repeat(200)}\r\n\r\n`,
      'GET / HTTP/1.1\r\nhost: \xff\xfe\r\nx-amz-date: \x01\r\n\r\n',
    )
    .chain(text =>
      fc.nat(text.length).map(length => Buffer.from(length % 3 === 0 ? text.slice(0, length) : text, 'latin1')),
    ),
);

test.serial('bytes that are no requests, or half of one, leave the sandbox at work', async t => {
  const sandbox = await localSandbox(t);
  const url = new URL(sandbox.url);
  await fc.assert(
    fc.asyncProperty(rawBytes, async bytes => {
      const answer = await sendRaw(url, bytes, 100);
      t.false(answer.startsWith('HTTP/1.1 5'), answer.slice(0, 200));
    }),
    { numRuns: Math.min(runs, 500), seed, endOnFailure: true },
  );
  const { status } = await fetch(sandbox.url);
  t.is(status, 403);
});

/** Bytes in use of what cannot be freed. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
