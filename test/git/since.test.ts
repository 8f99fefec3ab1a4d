import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { AppError } from '../../src/errors.js';
import { openSince } from '../../src/git/since.js';
import { commitAll, git, scratchFolder, writeFiles } from './scratch.js';

async function refusal(directory: string, revision: string): Promise<string> {
  try {
    await openSince(directory, revision);
  } catch (error) {
    if (error instanceof AppError) return `${error.message} | ${error.hint}`;
    throw error;
  }
  return 'accepted';
}

test('files that commits or the working tree changed, added or that are not yet tracked have changed', async t => {
  const folder = scratchFolder(t, {
    'same.yaml': 'a\n',
    'edited.yaml': 'a\n',
    'committed.yaml': 'a\n',
    'ä b.yaml': 'a\n',
  });
  const base = commitAll(folder);
  appendFileSync(join(folder, 'committed.yaml'), 'b\n');
  appendFileSync(join(folder, 'ä b.yaml'), 'b\n');
  commitAll(folder);
  appendFileSync(join(folder, 'edited.yaml'), 'b\n');
  writeFiles(folder, { 'new.yaml': 'a\n', '.gitignore': 'out\n', 'out/x.yaml': 'a\n' });
  const { commit, changedFiles } = await openSince(folder, base.slice(0, 8));
  t.is(commit, base);
  t.deepEqual([...changedFiles].sort(), ['.gitignore', 'committed.yaml', 'edited.yaml', 'new.yaml', 'ä b.yaml']);
});

test('the files are those of the commit, whatever the working tree holds', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'before\n' });
  const base = commitAll(folder);
  rmSync(join(folder, 'a.yaml'));
  const { files } = await openSince(folder, base);
  t.is(Buffer.from(await files.read('a.yaml')).toString(), 'before\n');
});

test('commits of the other branch do not count: the last shared commit is compared with', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a\n', 'b.yaml': 'a\n' });
  const base = commitAll(folder);
  git(folder, 'switch', '--quiet', '-c', 'feature');
  appendFileSync(join(folder, 'a.yaml'), 'b\n');
  commitAll(folder);
  git(folder, 'switch', '--quiet', 'main');
  appendFileSync(join(folder, 'b.yaml'), 'b\n');
  commitAll(folder);
  git(folder, 'switch', '--quiet', 'feature');
  const { commit, changedFiles } = await openSince(folder, 'main');
  t.deepEqual([commit, ...changedFiles], [base, 'a.yaml']);
});

test('in a sub-folder, paths are relative to it and files outside do not count', async t => {
  const folder = scratchFolder(t, { 'fleet/a.yaml': 'a\n', 'other.yaml': 'a\n' });
  const base = commitAll(folder);
  writeFiles(folder, { 'fleet/a.yaml': 'b\n', 'fleet/new.yaml': 'b\n', 'other.yaml': 'b\n', 'untracked.yaml': 'b\n' });
  t.deepEqual([...(await openSince(join(folder, 'fleet'), base)).changedFiles].sort(), ['a.yaml', 'new.yaml']);
});

test('without Git, a commit or that revision, the refusal says what to do', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a\n' });
  t.regex(await refusal(folder, 'main'), /is not in a Git repository \| .*git init/);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  t.regex(await refusal(folder, 'main'), /has no commit yet \| run git add and git commit/);
  commitAll(folder);
  t.is(
    await refusal(folder, 'mian'),
    '"mian" is no commit of this repository | name a commit, branch or tag that git log knows',
  );
});

test('a shallow clone is told as the reason, with the way out', async t => {
  const origin = scratchFolder(t, { 'a.yaml': 'a\n' });
  const first = commitAll(origin);
  appendFileSync(join(origin, 'a.yaml'), 'b\n');
  commitAll(origin);
  const clone = join(scratchFolder(t), 'clone');
  git(origin, 'clone', '--quiet', '--depth=1', pathToFileURL(origin).href, clone);
  t.is(
    await refusal(clone, first),
    `"${first}" is no commit of this repository, which is a shallow clone | run git fetch --unshallow; in GitHub Actions, give actions/checkout fetch-depth: 0`,
  );
  git(clone, '-c', 'protocol.file.allow=always', 'fetch', '--quiet', '--depth=1', 'origin', first);
  t.regex(
    await refusal(clone, first),
    /^"\w+" and HEAD share no commit in this shallow clone \| run git fetch --unshallow/,
  );
});

test('histories that share nothing cannot be compared', async t => {
  const folder = scratchFolder(t, { 'a.yaml': 'a\n' });
  commitAll(folder);
  git(folder, 'checkout', '--quiet', '--orphan', 'other');
  commitAll(folder, 'another beginning');
  t.is(await refusal(folder, 'main'), '"main" and HEAD share no commit | name a revision that HEAD descends from');
});
