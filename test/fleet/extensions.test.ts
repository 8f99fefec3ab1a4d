import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { FleetFiles } from '../../src/fleet/fleet-files.js';
import { loadFleet } from '../../src/fleet/load.js';
import { commitFiles } from '../../src/git/commit-files.js';
import { workingTree } from '../../src/git/working-tree.js';
import { commitAll, scratchFolder, writeFiles } from '../git/scratch.js';
import { exampleFiles, loadExample, summary } from './repository.js';

const tccp = 'templates/extra/tccp.yaml.hbs';

test('a template named after a stack is part of the fleet', async t => {
  const loaded = await loadExample({ [tccp]: 'Resources:\r\n', 'templates/extra/tcs.yaml.hbs': '\ufeffOutputs:\n' });
  t.deepEqual(summary(loaded), []);
  t.deepEqual(loaded.fleet?.extensions, [
    { kind: 'tcs', file: 'templates/extra/tcs.yaml.hbs', text: 'Outputs:\n' },
    { kind: 'tccp', file: tccp, text: 'Resources:\n' },
  ]);
});

async function textOf(files: FleetFiles) {
  return (await loadFleet(files)).fleet?.extensions[0]?.text;
}

test('it is read from a commit as specs are, whatever the working tree holds', async t => {
  const folder = scratchFolder(t, { ...Object.fromEntries(exampleFiles()), [tccp]: '# committed\n' });
  const sha = commitAll(folder);
  writeFiles(folder, { [tccp]: '# edited\n' });
  t.is(await textOf(await commitFiles(folder, sha)), '# committed\n');
  t.is(await textOf(workingTree(folder)), '# edited\n');
});

const stacks = 'stacks are store, tcs, tccpi, tccp, tccpf, tccpn, tcnp, tcnpf';
const form = 'templates are templates/extra/<stack>.yaml.hbs';

test('a name that is no stack’s is an error, with the nearest one and all of them', async t => {
  const misnamed = ['TCCP.yaml.hbs', 'vpc.yaml.hbs', 'tccp.yaml', 'tccp.yml.hbs', 'more/tccp.yaml.hbs', 'values.json'];
  for (const name of misnamed) {
    const path = `templates/extra/${name}`;
    const [line, ...more] = summary(await loadExample({ [path]: '' }));
    t.deepEqual(more, []);
    t.true(line?.startsWith(`${path}:1:1 CW1015 : no stack gets "${path}": ${form} | `), line);
    t.true(line?.endsWith(stacks), line);
  }
  const [line = ''] = summary(await loadExample({ 'templates/extra/tcpc.yaml.hbs': '' }));
  t.true(line.endsWith(`| did you mean "tccp"? ${stacks}`), line);
});

test('a template of a stack that lies in another folder is an error, notes and the templates of others are not', async t => {
  const strays = await loadExample({ 'templates/tccp.yaml.hbs': '', 'templates/extras/tcnp.yaml.hbs': '' });
  t.deepEqual(
    strays.findings.map(({ code, at }) => [code, at.file]),
    [
      ['CW1015', 'templates/extras/tcnp.yaml.hbs'],
      ['CW1015', 'templates/tccp.yaml.hbs'],
    ],
  );
  const others = { 'templates/extra/README.md': '', 'templates/extra/.gitkeep': '', 'templates/mail.html.hbs': '' };
  t.deepEqual(summary(await loadExample(others)), []);
});

test('what cannot be read as text, or is too large, is an error', async t => {
  const utf16 = await loadExample({ [tccp]: Buffer.from('\ufeffR', 'utf16le') });
  t.deepEqual(summary(utf16), [`${tccp}:1:1 CW1001 : the file is UTF-16 | save it as UTF-8`]);
  const large = await loadExample({ [tccp]: '#'.repeat(100_001) });
  t.deepEqual(summary(large), [`${tccp}:1:1 CW1001 : the file has 100001 bytes; 100000 are the limit`]);
});

test('a link is not followed, to a file or to the folder', async t => {
  const folder = scratchFolder(t, {
    ...Object.fromEntries(exampleFiles()),
    'elsewhere/tccp.yaml.hbs': 'Resources:\n',
    'templates/notes.md': '',
  });
  symlinkSync('../elsewhere', join(folder, 'templates/extra'));
  const [toFolder] = (await loadFleet(workingTree(folder))).findings;
  t.like(toFolder, { code: 'CW1015', at: { file: 'templates/extra' }, severity: 'error' });
  const other = scratchFolder(t, Object.fromEntries(exampleFiles()));
  mkdirSync(join(other, 'templates/extra'), { recursive: true });
  symlinkSync('/etc/passwd', join(other, tccp));
  const [toFile] = (await loadFleet(workingTree(other))).findings;
  t.like(toFile, { code: 'CW1001', at: { file: tccp }, message: 'the file is a symlink, which is not followed' });
});
