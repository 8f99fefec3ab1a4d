import test from 'ava';
import { AppError } from '../../src/errors.js';
import type { FleetFiles } from '../../src/fleet/fleet-files.js';
import { fileEvents, settledFiles } from '../../src/fleet/settled-files.js';
import { filesOf } from './repository.js';

const repository = (files: Record<string, string>) => filesOf(new Map(Object.entries(files)));

/** Files of which the first attempts to read one find that it is gone. */
function vanishing(files: FleetFiles, times: number, code = 'ENOENT'): FleetFiles {
  let left = times;
  return {
    list: () => files.list(),
    async read(path) {
      left -= 1;
      if (left < 0) return files.read(path);
      throw new AppError('cannot-read', `cannot read ${path}: ${code}`, {
        cause: Object.assign(new Error(), { code }),
      });
    },
  };
}

test('only what rendering may read is read', async t => {
  const { contents } = await settledFiles(
    repository({ 'a.yaml': 'a', 'b.txt': 'b', '.c.yaml': 'c', 'templates/extra/tccp.yaml.hbs': 'd' }),
  );
  t.deepEqual([...contents.keys()].sort(), ['a.yaml', 'templates/extra/tccp.yaml.hbs']);
});

test('what was read stays as it was, whatever happens to the file', async t => {
  const files = new Map([['a.yaml', 'before']]);
  const settled = await settledFiles(filesOf(files));
  files.set('a.yaml', 'after');
  t.is(String(await settled.read('a.yaml')), 'before');
  t.deepEqual(await settled.list(), [{ path: 'a.yaml', sizeBytes: 6, kind: 'file' }]);
});

test('a file that vanishes while it is read is looked for again', async t => {
  const { contents } = await settledFiles(vanishing(repository({ 'a.yaml': 'a' }), 2));
  t.deepEqual([...contents.keys()], ['a.yaml']);
});

test('a file that cannot be read is an error, at once or after a few times', async t => {
  const denied = settledFiles(vanishing(repository({ 'a.yaml': 'a' }), 1, 'EACCES'));
  await t.throwsAsync(denied, { code: 'cannot-read', message: /EACCES/ });
  const gone = settledFiles(vanishing(repository({ 'a.yaml': 'a' }), 1000));
  await t.throwsAsync(gone, { code: 'cannot-read', message: /ENOENT/ });
});

test('new, changed and removed files are told, sorted', async t => {
  const before = await settledFiles(repository({ 'c.yaml': 'c', 'b.yaml': 'b', 'same.yaml': 's' }));
  const after = await settledFiles(repository({ 'c.yaml': 'other', 'a.yaml': 'a', 'same.yaml': 's' }));
  t.deepEqual(fileEvents(before.contents, after.contents), [
    { path: 'a.yaml', what: 'new' },
    { path: 'b.yaml', what: 'removed' },
    { path: 'c.yaml', what: 'changed' },
  ]);
});
