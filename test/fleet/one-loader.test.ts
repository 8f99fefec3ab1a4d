import test from 'ava';
import { loadFleet } from '../../src/fleet/load.js';
import { openCommit } from '../../src/git/commit.js';
import { workingTree } from '../../src/git/working-tree.js';
import { commitAll, scratchFolder } from '../git/scratch.js';
import { edited, exampleFiles } from './repository.js';

test('a commit and its clean working tree load to the same fleet', async t => {
  const folder = scratchFolder(t, Object.fromEntries(exampleFiles()));
  commitAll(folder);
  const committed = await loadFleet((await openCommit(folder, 'HEAD')).files);
  t.truthy(committed.fleet);
  t.deepEqual(committed, await loadFleet(workingTree(folder)));
});

test('a commit and its clean working tree have the same mistakes', async t => {
  const wrong = {
    'clusters/prod-a/workers.yaml': edited('clusters/prod-a/workers.yaml', 'min: 3', 'min: three'),
    'clusters/prod-a/batch.yaml': edited('clusters/prod-a/batch.yaml', 'cluster: prod-a', 'cluster: prod-x'),
    'bad.yaml': new Uint8Array([0x61, 0xff]),
    '.drafts/ignored.yaml': 'nothing: of this\n',
  };
  const folder = scratchFolder(t, { ...Object.fromEntries(exampleFiles()), ...wrong });
  commitAll(folder);
  const committed = await loadFleet((await openCommit(folder, 'HEAD')).files);
  t.is(committed.findings.length, 3);
  t.deepEqual(committed, await loadFleet(workingTree(folder)));
});
