import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { exampleFiles } from '../fleet/repository.js';
import { commitAll, scratchFolder } from '../git/scratch.js';

const example = () => Object.fromEntries(exampleFiles());

function edit(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  writeFileSync(join(folder, path), text.replace(from, to));
}

test('a repository without mistakes is told so in one line, without Git as well', async t => {
  const folder = scratchFolder(t, example());
  t.deepEqual(await clusterwright(['validate', '-C', folder]), {
    exitCode: 0,
    stdout: 'No mistakes in 9 files.\n',
    stderr: '',
  });
});

test('mistakes in the working tree are told on stdout, committed or not, and the command fails', async t => {
  const folder = scratchFolder(t, example());
  commitAll(folder);
  edit(folder, 'clusters/prod-a/cluster.yaml', '  network:', '  netwrok:');
  edit(folder, 'clusters/prod-a/workers.yaml', 'min: 3', 'min: 12');
  const { exitCode, stdout, stderr } = await clusterwright(['validate'], {}, folder);
  t.is(exitCode, 1);
  t.is(stderr, '');
  t.is(
    stdout,
    `clusters/prod-a/cluster.yaml:9:3  spec.netwrok
  error CW1002    unknown field "netwrok"
  hint            did you mean "network"?

clusters/prod-a/workers.yaml:9:19  spec.scaling.min
  error CW1023    min is 12, above max 10
  hint            lower min to 10 or raise max

2 errors in 2 of 9 files
`,
  );
});

test('as JSON, findings are data and nothing else is printed', async t => {
  const folder = scratchFolder(t, example());
  rmSync(join(folder, 'releases/v1.36.4.yaml'));
  const { exitCode, stdout } = await clusterwright(['validate', '--format', 'json'], {}, folder);
  t.is(exitCode, 1);
  const document: { files: number; errors: number; findings: { file: string; line: number; code: string }[] } =
    JSON.parse(stdout);
  t.like(document, { files: 8, errors: 1 });
  t.like(document.findings[0], { file: 'fleet.yaml', code: 'CW1011' });
});

test('what was rendered into an ignored folder of the repository is no spec', async t => {
  const folder = scratchFolder(t, {
    ...example(),
    '.gitignore': 'out/\n',
    'out/prod-a/stacks/tccp.yaml': 'Resources: {}\n',
  });
  commitAll(folder);
  t.is((await clusterwright(['validate'], {}, folder)).exitCode, 0);
});
