import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import test from 'ava';
import { clusterwright } from '../../cli/process.js';
import { scratchFolder } from '../../git/scratch.js';
import { appliedFleet } from './applied.js';

const fleet = await appliedFleet();
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
test.after.always(() => fleet.close());

const identityFile = `# made for a test\n${identity}\n`;

test.serial('what is exported opens with the identity, holds every key, and nothing else does', async t => {
  const folder = scratchFolder(t);
  const out = join(folder, 'store.age');
  const { exitCode, stdout, stderr } = await fleet.run('certs', 'export', '--out', out, '--recipient', recipient);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^one {3}16 certificates and keys\nWritten to .*store\.age\./);
  t.is(statSync(out).mode & 0o777, 0o600);
  const file = readFileSync(out);
  t.false(file.includes('PRIVATE KEY'));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const copy = JSON.parse(await decrypter.decrypt(file, 'text')) as { fleet: string; issues: { key: string }[] };
  t.is(copy.fleet, 'solo');
  t.is(copy.issues.length, 16);
  t.true(copy.issues.every(({ key }) => key.length > 40));
  t.false(`${stdout}${stderr}`.includes(copy.issues[0]?.key ?? ''));
});

test.serial('a store that lost its objects gets them back, and tells what was there', async t => {
  const folder = scratchFolder(t, { 'key.txt': identityFile });
  const [out, key] = [join(folder, 'store.age'), join(folder, 'key.txt')];
  await fleet.run('certs', 'export', 'one', '--out', out, '--recipient', recipient);
  const before = await fleet.objects('pki/');
  const lost = [...before.keys()].filter(path => path.includes('/ca/') || path.endsWith('index.json'));
  t.is(lost.length, 2);
  for (const path of lost) await fleet.remove(path);
  const args = ['certs', 'restore', out, '--identity', key, '-C', fleet.folder, '--endpoint-url', fleet.sandbox.url];
  const restored = await clusterwright(args, fleet.sandbox.env);
  t.is(restored.exitCode, 0, restored.stderr);
  t.is(restored.stdout, 'one   1 restored   15 there already\n');
  const after = await fleet.objects('pki/');
  t.deepEqual([...after.keys()], [...before.keys()]);
  t.is(after.get('pki/one/index.json'), before.get('pki/one/index.json'));
  const kubeconfig = await fleet.run('kubeconfig', 'one');
  t.is(kubeconfig.exitCode, 0, kubeconfig.stderr);
});

function sealed(text: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}

test.serial('a file of another fleet, of nobody, or for somebody else is refused', async t => {
  const other = await generateX25519Identity();
  const elsewhere = JSON.stringify({ format: 1, fleet: 'gauss', exportedAt: '', issues: [] });
  const folder = scratchFolder(t, {
    'key.txt': identityFile,
    'other.txt': other,
    'empty.txt': '# nothing\n',
    'gauss.age': await sealed(elsewhere),
    'gauss.txt': armor.encode(await sealed(elsewhere)),
    'oops.age': 'oops',
  });
  const before = await fleet.objects();
  for (const [file, key, message] of [
    ['gauss.age', 'key.txt', /keys of fleet gauss, and this is solo; nothing was written/],
    ['gauss.txt', 'key.txt', /keys of fleet gauss/],
    ['gauss.age', 'other.txt', /damaged, or not for this identity/],
    ['gauss.age', 'empty.txt', /holds no identity of age/],
    ['gauss.age', 'oops.age', /holds no identity of age/],
    ['oops.age', 'key.txt', /damaged, or not for this identity/],
    ['none.age', 'key.txt', /cannot read .*none\.age: ENOENT/],
  ] as const) {
    const { exitCode, stderr } = await fleet.run(
      'certs',
      'restore',
      join(folder, file),
      '--identity',
      join(folder, key),
    );
    t.is(exitCode, 1, file);
    t.regex(stderr, message);
    t.notRegex(stderr, /AGE-SECRET-KEY-1/);
  }
  t.deepEqual(await fleet.objects(), before);
});

test.serial('what was asked wrongly writes no file', async t => {
  const folder = scratchFolder(t, { 'there.age': 'keep me' });
  const out = join(folder, 'store.age');
  for (const [code, flags, message] of [
    [64, ['--out', out], /--recipient/],
    [64, ['--recipient', recipient], /--out/],
    [64, ['--out', out, '--recipient', identity], /--recipient number 1 is no recipient of age/],
    [64, ['--out', out, '--recipient', 'age1oops'], /--recipient number 1 is no recipient of age/],
    [1, ['--out', join(folder, 'there.age'), '--recipient', recipient], /exists already; nothing was written/],
    [1, ['two', '--out', out, '--recipient', recipient], /keeps nothing of cluster "two"/],
    [1, ['--out', join(folder, 'no/store.age'), '--recipient', recipient], /cannot write/],
  ] as const) {
    const { exitCode, stderr } = await fleet.run('certs', 'export', ...flags);
    t.is(exitCode, code, flags.join(' '));
    t.regex(stderr, message);
    t.notRegex(stderr, /AGE-SECRET-KEY-1/);
  }
  t.false(existsSync(out));
  t.is(readFileSync(join(folder, 'there.age'), 'utf8'), 'keep me');
});

test.serial('objects sealed with a key that is gone are named and stay', async t => {
  const folder = scratchFolder(t, { 'key.txt': identityFile });
  const out = join(folder, 'store.age');
  await fleet.run('certs', 'export', '--out', out, '--recipient', recipient);
  const path = 'pki/one/ca/1.json';
  const good = (await fleet.objects(path)).get(path) ?? '';
  const other = (await fleet.objects('pki/one/etcd-ca/1.json')).get('pki/one/etcd-ca/1.json') ?? '';
  await fleet.put(path, other);
  const { exitCode, stdout } = await fleet.run('certs', 'restore', out, '--identity', join(folder, 'key.txt'));
  t.is((await fleet.objects(path)).get(path), other);
  await fleet.put(path, good);
  t.is(exitCode, 1);
  t.regex(stdout, /^pki\/one\/ca\/1\.json cannot be opened with the store's key$/m);
  t.regex(stdout, /remove those objects \(the bucket keeps versions\)/);
});
