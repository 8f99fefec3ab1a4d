import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { inProcess } from '../../cli/in-process.js';
import { clusterwright } from '../../cli/process.js';
import { type FleetEdit, filesOfFleet } from '../../fleets.js';
import { commitAll, scratchFolder, writeFiles } from '../../git/scratch.js';
import { appliedFleet } from './applied.js';

const today = new Date().toISOString().slice(0, 10);

function repository(t: ExecutionContext, edits: readonly FleetEdit[] = []) {
  const folder = scratchFolder(t, Object.fromEntries(filesOfFleet('small', edits)));
  commitAll(folder);
  const before = readFileSync(join(folder, 'fleet.yaml'), 'utf8');
  return {
    folder,
    before,
    text: () => readFileSync(join(folder, 'fleet.yaml'), 'utf8'),
    run: (...args: readonly string[]) => inProcess([...args, '-C', folder]),
    /** Lines that are there now and were not before. */
    added: () => {
      const old = before.split('\n');
      const now = readFileSync(join(folder, 'fleet.yaml'), 'utf8').split('\n');
      t.deepEqual(
        old.filter(line => !now.includes(line)),
        [],
        'no line went',
      );
      return now.filter(line => !old.includes(line));
    },
  };
}

const pki = (text: string): FleetEdit => ['fleet.yaml', 'connect: none', `connect: none\n  pki: ${text}`];
const note = /^note: AWS was not asked what the masters of one have \(.*\)\n/;

test('renew writes today into the spec, and what it writes passes validate', async t => {
  const { folder, run, added } = repository(t);
  const { exitCode, stdout, stderr } = await run('certs', 'renew', 'one');
  t.is(exitCode, 0, stderr);
  t.deepEqual(added(), ['  pki:', `    renewFrom: "${today}"`]);
  t.regex(stdout, new RegExp(`^fleet\\.yaml:\\d+ {3}one {3}spec\\.pki\\.renewFrom {3}${today}\\n`));
  t.regex(stdout, /masters and every pool are replaced, under the gate/);
  t.is((await inProcess(['validate', '-C', folder])).exitCode, 0);
  const again = await run('certs', 'renew', 'one');
  t.is(again.stdout, `Nothing to write: leaves of ${today} are asked for already.\n`);
});

test('renew keeps comments and takes the place of an earlier day', async t => {
  const { run, text } = repository(t, [pki('\n    # After the incident.\n    renewFrom: "2026-01-02" # long ago')]);
  await run('certs', 'renew', 'one');
  t.regex(text(), new RegExp(`    # After the incident\\.\\n    renewFrom: "${today}" # long ago\\n`));
});

test('rotate begins the list, several at once, and what it writes passes validate', async t => {
  const { folder, run, added } = repository(t);
  const { exitCode, stdout, stderr } = await run('certs', 'rotate', 'one', 'ca', 'admin-ca');
  t.is(exitCode, 0, stderr);
  t.regex(stderr, note);
  t.deepEqual(added(), [
    '  pki:',
    '    rotations:',
    '      - { name: ca, generation: 2 }',
    '      - { name: admin-ca, generation: 2 }',
  ]);
  t.regex(stdout, /^fleet\.yaml:\d+ {3}one {3}spec\.pki\.rotations {3}ca 2, admin-ca 2\n/);
  t.regex(stdout, /ca +masters, pool workers\n +admin-ca +masters\n/);
  t.is((await inProcess(['validate', '-C', folder])).exitCode, 0);
});

test('rotate raises what is there by one and leaves the others alone', async t => {
  const list =
    '\n    rotations:\n      # Leaked in March.\n      - { name: ca, generation: 2 }\n      - { name: encryption, generation: 4, retired: 3 }';
  const { run, text } = repository(t, [pki(list)]);
  t.is((await run('certs', 'rotate', 'one', 'ca')).exitCode, 0);
  t.true(text().includes(list.replace('generation: 2', 'generation: 3')));
});

test('a rotation that is not committed yet is not raised again', async t => {
  const { run, text } = repository(t);
  await run('certs', 'rotate', 'one', 'ca');
  const once = text();
  const { exitCode, stderr } = await run('certs', 'rotate', 'one', 'etcd-ca', 'ca');
  t.is(exitCode, 1);
  t.regex(
    stderr,
    /ca of one is raised to 2 already, uncommitted; nothing was written\n {2}next {2}commit and apply that first/,
  );
  t.is(text(), once);
});

test('--dry-run shows the difference and writes nothing', async t => {
  const { run, before, text } = repository(t);
  for (const args of [
    ['renew', 'one'],
    ['rotate', 'one', 'kubelet-ca'],
  ]) {
    const { exitCode, stdout } = await run('certs', ...args, '--dry-run');
    t.is(exitCode, 0);
    t.regex(stdout, /^--- a\/fleet\.yaml\n\+\+\+ b\/fleet\.yaml\n/);
  }
  t.is(text(), before);
});

test('retire writes which generation may go, and says on which conditions', async t => {
  const { folder, run, text } = repository(t, [pki('{ rotations: [{ name: service-account, generation: 2 }] }')]);
  const { exitCode, stdout, stderr } = await run('certs', 'retire', 'one', 'service-account');
  t.is(exitCode, 0, stderr);
  t.true(text().includes('{ name: service-account, generation: 2, retired: 1 }'));
  t.regex(stdout, /Commit this only if:\n.*no pod or other program has a token that the old key signed/);
  t.is((await inProcess(['validate', '-C', folder])).exitCode, 0);
  t.regex((await run('certs', 'retire', 'one', 'service-account')).stdout, /^Nothing to write: /);
});

test('what was never rotated has nothing to retire', async t => {
  const { run, before, text } = repository(t);
  const { exitCode, stderr } = await run('certs', 'retire', 'one', 'encryption');
  t.is(exitCode, 1);
  t.regex(stderr, /encryption of one has one generation, which is in use/);
  t.is(text(), before);
});

for (const args of [['rotate', 'one'], ['rotate', 'one', 'cb'], ['retire', 'one', 'ca'], ['renew']]) {
  test(`certs ${args.join(' ')} is wrong usage`, async t => {
    const { run, before, text } = repository(t);
    t.is((await run('certs', ...args)).exitCode, 64);
    t.is(text(), before);
  });
}

test('specs that cannot be read are told, and nothing is written', async t => {
  const { run, text, folder } = repository(t);
  writeFiles(folder, { 'more.yaml': 'kind: [' });
  const before = text();
  const { exitCode, stderr } = await run('certs', 'rotate', 'two', 'ca');
  t.is(exitCode, 1);
  t.regex(stderr, /there is no cluster "two"|the specs have mistakes/);
  t.is(text(), before);
});

test.serial('where AWS can be asked, a rotation that is under way there is not raised again', async t => {
  const fleet = await appliedFleet();
  try {
    const args = ['certs', 'rotate', 'one', 'ca', '-C', fleet.folder, '--endpoint-url', fleet.sandbox.url];
    const first = await clusterwright(args, fleet.sandbox.env);
    t.is(first.exitCode, 0, first.stderr);
    t.is(first.stderr, '');
    commitAll(fleet.folder);
    const { exitCode, stderr } = await clusterwright(args, fleet.sandbox.env);
    t.is(exitCode, 1);
    t.regex(
      stderr,
      /the rotation of ca in one is under way: masters have 1; nothing was written\n {2}next {2}apply what is committed first/,
    );
    const retired = await fleet.run('certs', 'retire', 'one', 'service-account');
    t.regex(retired.stderr, /has one generation/);
  } finally {
    await fleet.close();
  }
});

test.serial('what the masters still use is not retired', async t => {
  const fleet = await appliedFleet();
  try {
    writeFiles(
      fleet.folder,
      Object.fromEntries(filesOfFleet('small', [pki('{ rotations: [{ name: encryption, generation: 2 }] }')])),
    );
    commitAll(fleet.folder);
    const { exitCode, stderr } = await fleet.run('certs', 'retire', 'one', 'encryption');
    t.is(exitCode, 1);
    t.regex(stderr, /one uses 1, so encryption 1 cannot be retired; nothing was written/);
  } finally {
    await fleet.close();
  }
});

test('clusters without masters have nothing to rotate', async t => {
  const fleet = await appliedFleet([], { isApplied: false });
  try {
    const { exitCode, stderr } = await fleet.run('certs', 'rotate', 'one', 'ca');
    t.is(exitCode, 1);
    t.regex(stderr, /one has no masters yet, so there is nothing to rotate; nothing was written/);
  } finally {
    await fleet.close();
  }
});
