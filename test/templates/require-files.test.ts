import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';

const script = join(import.meta.dirname, '../../../templates/cloudconfig/files/opt/bin/require-files');

test('fails as long as a file of the list is missing or empty, and names it', t => {
  const folder = mkdtempSync(join(tmpdir(), 'clusterwright-files-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const [first, second] = [join(folder, 'ca.crt'), join(folder, 'api server.key')];
  writeFileSync(join(folder, 'list'), `${first}\n${second}`);
  const ask = () => {
    const { status, stderr } = spawnSync('bash', [script, join(folder, 'list')], { encoding: 'utf8' });
    return { status, stderr };
  };
  t.deepEqual(ask(), { status: 1, stderr: missing(first) + missing(second) });
  writeFileSync(first, 'x');
  writeFileSync(second, '');
  t.deepEqual(ask(), { status: 1, stderr: missing(second) });
  writeFileSync(second, 'x');
  t.deepEqual(ask(), { status: 0, stderr: '' });
});

function missing(path: string): string {
  return `require-files: ${path} is not there yet\n`;
}
