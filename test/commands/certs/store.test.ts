import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import test from 'ava';
import { appliedFleet } from './applied.js';

const fleet = await appliedFleet();
test.after.always(() => fleet.close());

test('jwks prints the public key that the masters verify tokens with', async t => {
  const { exitCode, stdout, stderr } = await fleet.run('certs', 'jwks', 'one');
  t.is(exitCode, 0, stderr);
  const { keys } = JSON.parse(stdout) as { keys: JsonWebKeyInput['key'][] };
  t.is(keys.length, 1);
  t.like(keys[0], { kty: 'RSA', alg: 'RS256', use: 'sig' });
  t.notThrows(() => createPublicKey({ key: keys[0] ?? {}, format: 'jwk' }));
  t.notRegex(stdout, /"d"|PRIVATE/);
});

test.serial('reindex brings a lost, a damaged and a wrong index to what the store keeps', async t => {
  const key = 'pki/one/index.json';
  const index = async () => (await fleet.objects(key)).get(key) ?? '';
  const good = await index();
  const run = async () => (await fleet.run('certs', 'reindex', 'one')).stdout;
  t.regex(await run(), /^one {3}\d+ entries {3}as it should be\n$/);

  await fleet.remove(key);
  t.regex(await run(), /made anew/);
  t.is(await index(), good);

  await fleet.put(key, good.slice(0, 100));
  t.regex(await run(), /made anew/);
  t.is(await index(), good);

  const wrong = JSON.parse(good) as { issues: { name: string; fingerprint?: string }[] };
  const [, ...rest] = wrong.issues;
  const issues = [...rest.map(issue => ({ ...issue, fingerprint: 'f0' })), { name: 'ghost', generation: '1' }];
  await fleet.put(key, JSON.stringify({ ...wrong, issues }));
  t.regex(await run(), /1 added, 1 removed, \d+ mended/);
  t.is(await index(), good);
});

test.serial('reindex names an object that cannot be opened, and fails', async t => {
  await fleet.put('pki/one/ca/7.json', '{}');
  const { exitCode, stdout } = await fleet.run('certs', 'reindex');
  await fleet.remove('pki/one/ca/7.json');
  t.is(exitCode, 1);
  t.regex(stdout, /^pki\/one\/ca\/7\.json cannot be opened: restore an earlier version of it$/m);
});
