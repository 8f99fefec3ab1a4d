import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { AppError } from '../../src/errors.js';
import { writeFiles } from '../../src/git/write-files.js';
import { scratchFolder } from './scratch.js';

const isNew = (path: string, after = 'new\n') => ({ path, before: undefined, after });

test('new files get their folders, changed ones keep their permissions', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'old\n' });
  chmodSync(join(folder, 'a.yaml'), 0o640);
  await writeFiles(folder, [isNew('x/y/b.yaml'), { path: 'a.yaml', before: 'old\n', after: 'changed\n' }]);
  t.is(readFileSync(join(folder, 'x/y/b.yaml'), 'utf8'), 'new\n');
  t.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), 'changed\n');
  t.is(statSync(join(folder, 'a.yaml')).mode & 0o777, 0o640);
  t.deepEqual(readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted(), [
    'a.yaml',
    'x',
    'x/y',
    'x/y/b.yaml',
  ]);
});

test('a file that is there already is not replaced, and no other file of the command is written', async t => {
  const folder = scratchFolder(t, { 'there.yaml': 'mine\n' });
  const files = [isNew('new/one.yaml'), isNew('there.yaml')];
  await t.throwsAsync(writeFiles(folder, files), { instanceOf: AppError, message: /there\.yaml exists already/ });
  t.is(readFileSync(join(folder, 'there.yaml'), 'utf8'), 'mine\n');
  t.deepEqual(readdirSync(folder), ['there.yaml']);
});

test('a file that changed since it was read stays as it is', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'edited\n' });
  const files = [isNew('b.yaml'), { path: 'a.yaml', before: 'as read\n', after: 'changed\n' }];
  await t.throwsAsync(writeFiles(folder, files), { message: /not as it was read/ });
  t.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), 'edited\n');
  t.deepEqual(readdirSync(folder), ['a.yaml']);
});

test('a symlink is not written through', async t => {
  const folder = scratchFolder(t, { 'target.txt': 'mine\n' });
  symlinkSync('target.txt', join(folder, 'a.yaml'));
  const file = { path: 'a.yaml', before: 'mine\n', after: 'changed\n' };
  await t.throwsAsync(writeFiles(folder, [file]), { instanceOf: AppError });
  t.is(readFileSync(join(folder, 'target.txt'), 'utf8'), 'mine\n');
});

test('when a rename fails, what was renamed before comes back', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'old\n' });
  const files = [
    { path: 'a.yaml', before: 'old\n', after: 'changed\n' },
    isNew('b/c.yaml'),
    // Its folder is in the way of the file before it, which is found out by the rename only.
    isNew('b/c.yaml/d.yaml'),
  ];
  await t.throwsAsync(writeFiles(folder, files), { instanceOf: AppError, message: /nothing was changed/ });
  t.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), 'old\n');
  t.deepEqual(readdirSync(folder), ['a.yaml']);
});

test('a folder that is a file is told by name', async t => {
  const folder = scratchFolder(t, { clusters: 'a file\n' });
  const error = await t.throwsAsync(writeFiles(folder, [isNew('clusters/dev/cluster.yaml')]), { instanceOf: AppError });
  t.regex(error?.message ?? '', /cannot write .*clusters/);
  t.false(existsSync(join(folder, 'clusters/dev')));
});

test('folders that the command did not make stay', async t => {
  const folder = scratchFolder(t, { 'there.yaml': 'mine\n' });
  mkdirSync(join(folder, 'kept'));
  writeFileSync(join(folder, 'kept/other.txt'), '');
  await t.throwsAsync(writeFiles(folder, [isNew('kept/made/one.yaml'), isNew('there.yaml')]));
  t.deepEqual(readdirSync(join(folder, 'kept')), ['other.txt']);
});
