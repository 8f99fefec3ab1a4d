import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import test from 'ava';
import { loadTemplateFiles } from '../../src/render/template-files.js';

const root = join(import.meta.dirname, '../../../templates');
const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('every template compiles', async t => {
  await t.notThrowsAsync(loadTemplateFiles());
});

test('scripts, units and other plain files hold no values', t => {
  const plain = paths.filter(path => !path.endsWith('.yaml.hbs'));
  t.true(plain.length > 10);
  for (const path of plain) t.false(/\{\{[^{]/.test(read(path)), path);
});

test('every file for nodes is named by a table of contents', t => {
  const tables = read('cloudconfig/master.yaml.hbs') + read('cloudconfig/worker.yaml.hbs');
  const beside = paths.filter(path => /^cloudconfig\/(files|units)\//.test(path));
  const named = (path: string) => tables.includes(` ${path.slice('cloudconfig/'.length)} }`);
  t.deepEqual(
    beside.filter(path => !named(path)),
    [],
  );
});

test('every partial is included somewhere', t => {
  const partials = paths.filter(path => path.includes('/partials/'));
  const all = paths
    .filter(path => path.endsWith('.hbs'))
    .map(read)
    .join('\n');
  const names = partials.map(path => path.replace(/^.*\/(.*)\.yaml\.hbs$/, '$1'));
  t.deepEqual(
    names.filter(name => !new RegExp(`\\{\\{> ${name}[ }]`).test(all)),
    [],
  );
});

test('a file that holds no values is read as it is, a template is not', async t => {
  const { local } = await loadTemplateFiles();
  t.is(local('cloudconfig/units/kubelet.service'), read('cloudconfig/units/kubelet.service'));
  t.is(local('cloudconfig/worker.yaml.hbs'), undefined);
  t.is(local('cloudconfig/none'), undefined);
});
