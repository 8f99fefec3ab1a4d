import { join } from 'node:path';
import test from 'ava';
import { clusterwright, projectRoot } from './process.js';

const example = join(projectRoot, 'examples/fleet');

test('what is not written to a terminal has no colour, whatever the environment says', async t => {
  for (const env of [{}, { CI: 'true' }, { FORCE_COLOR: '1' }]) {
    const { stdout } = await clusterwright(['validate', '-C', example], env);
    t.is(stdout, 'No mistakes in 9 files.\n');
    const { stderr } = await clusterwright(['plan', '-C', example], env);
    t.false(stderr.includes('\u001b'), stderr);
  }
});

test('--version prints the version, and nothing else', async t => {
  const { exitCode, stdout, stderr } = await clusterwright(['--version']);
  t.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  t.regex(stdout, /^\d+\.\d+\.\d+\n$/);
});

test('help names every command and the exit codes', async t => {
  const { exitCode, stdout } = await clusterwright(['--help']);
  t.is(exitCode, 0);
  for (const command of ['init', 'new', 'allocate', 'validate', 'render', 'plan', 'apply', 'sandbox', 'demo'])
    t.true(stdout.includes(`  ${command}`));
  t.true(stdout.includes('Exit codes'));
});
