import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { AppError } from '../../src/errors.js';
import { workingTree } from '../../src/git/working-tree.js';
import { commitAll, git, scratchFolder, writeFiles } from './scratch.js';

async function listed(folder: string): Promise<string[]> {
  return (await workingTree(folder).list()).map(file =>
    file.kind === 'file' ? file.path : `${file.kind} ${file.path}`,
  );
}

test('all files below a folder are listed in order, without Git', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a: 1', 'clusters/b/x.yaml': '', 'clusters/a.yaml': 'abc' });
  t.deepEqual(await workingTree(folder).list(), [
    { path: 'clusters/a.yaml', sizeBytes: 3, kind: 'file' },
    { path: 'clusters/b/x.yaml', sizeBytes: 0, kind: 'file' },
    { path: 'fleet.yaml', sizeBytes: 4, kind: 'file' },
  ]);
  t.is(Buffer.from(await workingTree(folder).read('clusters/a.yaml')).toString(), 'abc');
});

test('folders that begin with a dot and node_modules are left out', async t => {
  const folder = scratchFolder(t, { 'a.yaml': '', '.git-like/b.yaml': '', 'node_modules/c.yaml': '', '.d.yaml': '' });
  t.deepEqual(await listed(folder), ['.d.yaml', 'a.yaml']);
});

test('what Git ignores is left out, what is untracked or changed is not', async t => {
  const folder = scratchFolder(t, {
    '.gitignore': 'rendered/\n*.local.yaml\ntracked.yaml\n',
    'fleet.yaml': 'committed',
    'rendered/stack.yaml': 'x',
    'clusters/me.local.yaml': 'x',
    'clusters/a.yaml': 'x',
  });
  writeFiles(folder, { 'tracked.yaml': 'tracked in spite of being ignored' });
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--force', 'tracked.yaml', 'fleet.yaml');
  git(folder, 'commit', '--quiet', '-m', 'first');
  writeFiles(folder, { 'fleet.yaml': 'changed' });
  t.deepEqual(await listed(folder), ['.gitignore', 'clusters/a.yaml', 'fleet.yaml', 'tracked.yaml']);
  t.is(Buffer.from(await workingTree(folder).read('fleet.yaml')).toString(), 'changed');
});

test('a folder that lies inside an ignored one of a larger repository is read all the same', async t => {
  const folder = scratchFolder(t, { '.gitignore': 'scratch/\n', 'scratch/fleet/fleet.yaml': 'a' });
  commitAll(folder);
  t.deepEqual(await listed(join(folder, 'scratch/fleet')), ['fleet.yaml']);
});

test('a sub-folder of a larger repository obeys the ignore rules above it', async t => {
  const folder = scratchFolder(t, { '.gitignore': 'out/\n', 'sub/fleet.yaml': 'a', 'sub/out/x.yaml': 'x' });
  commitAll(folder);
  t.deepEqual(await listed(join(folder, 'sub')), ['fleet.yaml']);
});

test('symlinks and repositories inside the repository are named and not followed', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a', 'vendored/x.yaml': 'x' });
  commitAll(join(folder, 'vendored'));
  symlinkSync('/etc', join(folder, 'etc'));
  symlinkSync('nowhere', join(folder, 'dangling.yaml'));
  t.deepEqual(await listed(folder), ['symlink dangling.yaml', 'symlink etc', 'fleet.yaml', 'submodule vendored']);
});

test('pipes and sockets are no files of a repository', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a' });
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  t.deepEqual(await listed(folder), ['fleet.yaml']);
});

test('a missing folder, a file, and a file that has vanished are told in words', async t => {
  const folder = scratchFolder(t, { 'fleet.yaml': 'a' });
  await t.throwsAsync(workingTree(join(folder, 'no')).list(), { instanceOf: AppError, code: 'no-such-folder' });
  await t.throwsAsync(workingTree(join(folder, 'fleet.yaml')).list(), { instanceOf: AppError, code: 'not-a-folder' });
  const files = workingTree(folder);
  await files.list();
  rmSync(join(folder, 'fleet.yaml'));
  await t.throwsAsync(files.read('fleet.yaml'), { instanceOf: AppError, message: /cannot read fleet\.yaml: ENOENT/ });
});

test('more files are read than a process may have open at once', t => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`pools/p${index}.yaml`, 'a: 1']));
  const folder = scratchFolder(t, files);
  const module = join(import.meta.dirname, '../../src/git/working-tree.js');
  const script = `const { workingTree } = await import(${JSON.stringify(module)});
    const tree = workingTree(${JSON.stringify(folder)});
    console.log((await Promise.all((await tree.list()).map(({ path }) => tree.read(path)))).length);`;
  const limited = ['-c', 'ulimit -n 64; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  t.is(execFileSync('sh', limited, { encoding: 'utf8' }).trim(), '300');
});
