import test from 'ava';
import { oldKey } from '../../../src/commands/certs/rewrite.js';
import { generations } from '../../apply/secrets/requests.js';
import { appliedFleet } from './applied.js';

const at = (encryption: readonly number[]) => oldKey({ name: 'one' }, generations('2026-11-21', { encryption }));

test('Secrets may be stored under the key that is not used any more', t => {
  t.is(at([1]), undefined);
  t.is(at([2]), undefined);
  t.is(at([2, 1]), 1);
  t.throws(() => at([1, 2]), { code: 'key-not-used', message: 'masters of one know key 2, and write with 1 still' });
});

test('with one key there is nothing to write; without masters there is nobody to ask', async t => {
  const [applied, fresh] = [await appliedFleet(), await appliedFleet([], { isApplied: false })];
  t.teardown(() => Promise.all([applied.close(), fresh.close()]).then(() => undefined));
  const nothing = await applied.run('certs', 'rewrite', 'one');
  t.is(nothing.exitCode, 0, nothing.stderr);
  t.is(nothing.stdout, 'Nothing to write: masters of one have one key for Secrets.\n');
  const early = await fresh.run('certs', 'rewrite', 'one');
  t.is(early.exitCode, 1);
  t.regex(early.stderr, /one has no masters that have certificates/);
  t.is((await applied.run('certs', 'rewrite')).exitCode, 64);
});
