import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { AppError } from '../../src/errors.js';
import { openCommit } from '../../src/git/commit.js';
import { commitAll, git, scratchFolder, writeFiles } from './scratch.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

test('a commit tells its ids and the first line of its message', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a: 1\n' });
  const sha = commitAll(folder, 'payments: bigger workers\n\nbecause of the season');
  const commit = await openCommit(folder, 'HEAD');
  t.is(commit.sha, sha);
  t.true(sha.startsWith(commit.shortSha) && commit.shortSha.length >= 7);
  t.is(commit.subject, 'payments: bigger workers');
});

test('files are read as committed, byte for byte, whatever the working tree holds by now', async t => {
  const bytes = new Uint8Array([0xff, 0xfe, 0x00, 0x0d, 0x0a]);
  const folder = scratchFolder(t, {
    'fleet.yaml': 'a: 1\r\n',
    'b.yaml': bytes,
    'empty.yaml': '',
    'same.yaml': 'a: 1\r\n',
  });
  commitAll(folder);
  writeFiles(folder, { 'fleet.yaml': 'a: 2\n' });
  rmSync(join(folder, 'b.yaml'));
  const { files } = await openCommit(folder, 'HEAD');
  t.deepEqual(
    (await files.list()).map(file => `${file.path} ${file.sizeBytes}`),
    ['b.yaml 5', 'empty.yaml 0', 'fleet.yaml 6', 'same.yaml 6'],
  );
  t.is(text(await files.read('fleet.yaml')), 'a: 1\r\n');
  t.is(text(await files.read('same.yaml')), 'a: 1\r\n');
  t.is(text(await files.read('empty.yaml')), '');
  t.deepEqual([...(await files.read('b.yaml'))], [...bytes]);
});

test('what differs from HEAD is named: changed, removed, renamed, staged and untracked files', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a', 'b.yaml': 'b', 'c.yaml': 'c', 'umlaut ä.yaml': 'd' });
  commitAll(folder);
  git(folder, 'mv', 'c.yaml', 'renamed.yaml');
  rmSync(join(folder, 'b.yaml'));
  writeFiles(folder, { 'a.yaml': 'other', 'new/x.yaml': 'x', 'umlaut ä.yaml': 'other' });
  const { uncommitted } = await openCommit(folder, 'HEAD');
  t.deepEqual(uncommitted, ['a.yaml', 'b.yaml', 'c.yaml', 'new/x.yaml', 'renamed.yaml', 'umlaut ä.yaml']);
});

test('a clean repository has nothing uncommitted', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a' });
  commitAll(folder);
  t.deepEqual((await openCommit(folder, 'HEAD')).uncommitted, []);
});

test('a sub-folder of a larger repository is a fleet repository of its own', async t => {
  const folder = scratchFolder(t, { 'other.yaml': 'o', 'infra/fleet/fleet.yaml': 'a', 'infra/fleet/c/x.yaml': 'x' });
  commitAll(folder);
  writeFiles(folder, { 'other.yaml': 'changed', 'infra/fleet/c/x.yaml': 'changed' });
  const { files, uncommitted } = await openCommit(join(folder, 'infra/fleet'), 'HEAD');
  t.deepEqual(
    (await files.list()).map(file => file.path),
    ['c/x.yaml', 'fleet.yaml'],
  );
  t.is(text(await files.read('c/x.yaml')), 'x');
  t.deepEqual(uncommitted, ['c/x.yaml']);
});

test('symlinks and submodules are listed as such; executable files are files', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a', 'run.sh': '#!/bin/sh\n' });
  chmodSync(join(folder, 'run.sh'), 0o755);
  symlinkSync('/etc/passwd', join(folder, 'passwd.yaml'));
  const inner = scratchFolder(t, { 'x.yaml': 'x' });
  const sha = commitAll(inner);
  git(folder, 'init', '--quiet');
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${sha},vendored`);
  git(folder, 'add', 'fleet.yaml', 'run.sh', 'passwd.yaml');
  git(folder, 'commit', '--quiet', '-m', 'all kinds');
  const { files } = await openCommit(folder, 'HEAD');
  t.deepEqual(
    (await files.list()).map(file => `${file.kind} ${file.path}`),
    ['file fleet.yaml', 'symlink passwd.yaml', 'file run.sh', 'submodule vendored'],
  );
  await t.throwsAsync(files.read('passwd.yaml'), { instanceOf: AppError, code: 'no-such-file' });
});

test('folders that begin with a dot and node_modules are left out', async t => {
  const folder = scratchFolder(t, {
    'fleet.yaml': 'a',
    '.github/workflows/ci.yaml': 'on: push',
    'clusters/.drafts/x.yaml': 'x',
    'node_modules/some/thing.yaml': 'x',
    '.hidden.yaml': 'h',
  });
  commitAll(folder);
  const { files } = await openCommit(folder, 'HEAD');
  t.deepEqual(
    (await files.list()).map(file => file.path),
    ['.hidden.yaml', 'fleet.yaml'],
  );
});

test('a commit is found by branch, tag, abbreviation and relative name', async t => {
  const folder = scratchFolder(t, { 'a.yaml': '1' });
  const first = commitAll(folder, 'first');
  git(folder, 'tag', '-a', 'v1', '-m', 'annotated');
  writeFiles(folder, { 'a.yaml': '2' });
  commitAll(folder, 'second');
  for (const ref of ['v1', 'HEAD~1', 'main^', first.slice(0, 10)]) {
    const commit = await openCommit(folder, ref);
    t.is(commit.sha, first, ref);
    t.is(text(await commit.files.read('a.yaml')), '1', ref);
  }
});

test('more files than fit one call of Git are all read', async t => {
  const names = Array.from({ length: 1203 }, (_, index) => `clusters/c${index}.yaml`);
  const folder = scratchFolder(t, Object.fromEntries(names.map(name => [name, `name: ${name}\n`])));
  commitAll(folder);
  const { files } = await openCommit(folder, 'HEAD');
  const contents = await Promise.all(names.map(async name => text(await files.read(name))));
  t.deepEqual(
    contents,
    names.map(name => `name: ${name}\n`),
  );
});

test('a bare repository can be read', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'bare' });
  commitAll(folder);
  const bare = scratchFolder(t);
  git(folder, 'clone', '--quiet', '--bare', folder, bare);
  const { files, uncommitted } = await openCommit(bare, 'main');
  t.is(text(await files.read('a.yaml')), 'bare');
  t.deepEqual(uncommitted, []);
});

test('a folder that is no repository, has no commit, or does not exist is told in words', async t => {
  const plain = scratchFolder(t, { 'a.yaml': 'a' });
  await t.throwsAsync(openCommit(plain, 'HEAD'), { instanceOf: AppError, code: 'not-a-git-repository' });
  git(plain, 'init', '--quiet');
  await t.throwsAsync(openCommit(plain, 'HEAD'), { instanceOf: AppError, code: 'no-commit' });
  await t.throwsAsync(openCommit(join(plain, 'nowhere'), 'HEAD'), { instanceOf: AppError, code: 'no-such-folder' });
  await t.throwsAsync(openCommit(join(plain, 'a.yaml'), 'HEAD'), { instanceOf: AppError, code: 'not-a-folder' });
});

test('a revision that does not exist, or looks like an option, is refused by name', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a' });
  commitAll(folder);
  for (const ref of ['nowhere', '--help', '-n', '', 'HEAD:a.yaml']) {
    const error = await t.throwsAsync(openCommit(folder, ref), { instanceOf: AppError, code: 'unknown-revision' }, ref);
    t.true(error.message.includes(`"${ref}"`));
  }
});

test('settings of the user that change what Git prints do not matter', async t => {
  const folder = scratchFolder(t, { '.gitattributes': '*.yaml text eol=crlf diff=upper\n', 'a.yaml': 'a: 1\n' });
  commitAll(folder, 'subject');
  const settings = { 'log.showSignature': 'true', 'diff.upper.textconv': 'tr a-z A-Z <', 'core.quotePath': 'true' };
  for (const [key, value] of Object.entries({ ...settings, 'status.short': 'false', 'color.ui': 'always' })) {
    execFileSync('git', ['config', key, value], { cwd: folder });
  }
  const commit = await openCommit(folder, 'HEAD');
  t.is(commit.subject, 'subject');
  t.is(text(await commit.files.read('a.yaml')), 'a: 1\n');
});
