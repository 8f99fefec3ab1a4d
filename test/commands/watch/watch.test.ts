import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { clusterwright, ended, projectRoot } from '../../cli/process.js';
import { edited, scratchFleet, startWatching } from './watching.js';

const cluster = 'clusters/prod-a/cluster.yaml';
const workers = 'clusters/prod-a/workers.yaml';
const count = /^.* unchanged\. .*\n/m;
const nothing = /^Nothing changes in .*\n/m;

test.serial('renders once, then tells each save by stack, resource, value and place, until Ctrl-C', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  t.regex(watching.screen(), /^15 stacks and 7 node configs rendered, nothing written\.$/m);
  fleet.edit(workers, 'max: 10', 'max: 12');
  t.regex(
    await watching.shows(count),
    /^\n\d\d:\d\d:\d\d {2}clusters\/prod-a\/workers\.yaml\n\nprod-a\n {2}~ tcnp-workers\n {6}NodePoolAutoScalingGroup\n {8}MaxSize {2}10 -> 12 +clusters\/prod-a\/workers\.yaml:9:27\n\n1 stack changed, 14 stacks and 7 node configs unchanged\. \d+m?s\n$/,
  );
  fleet.edit(workers, 'workload: general', 'workload: special');
  const labels = await watching.shows(count);
  t.regex(labels, / {2}~ cloudconfig workers {3}1 of \d+ files\n {6}\/etc\/clusterwright\/node\.env\n/);
  t.regex(labels, /- NODE_LABELS=.*workload=general\n +\+ NODE_LABELS=.*workload=special\n/);
  fleet.edit(workers, /^/, '# a comment\n');
  t.regex(await watching.shows(nothing), /Nothing changes in 15 stacks and 7 node configs\./);
  t.is(await watching.end('SIGINT'), 0);
});

test.serial(
  'what editors and people do to files is seen: atomic saves, new and removed files, renamed folders',
  async t => {
    const fleet = scratchFleet(t);
    const watching = await startWatching(t, fleet);
    for (const max of [11, 12, 13]) {
      writeFileSync(fleet.at('clusters/prod-a/.workers.tmp'), edited(fleet.at(workers), /max: \d+/, `max: ${max}`));
      renameSync(fleet.at('clusters/prod-a/.workers.tmp'), fleet.at(workers));
      t.regex(await watching.shows(count), new RegExp(`MaxSize {2}${max - 1} -> ${max}`));
    }
    rmSync(fleet.at('clusters/prod-a/batch.yaml'));
    t.regex(await watching.shows(count), /batch\.yaml \(removed\)\n[\s\S]* {2}- tcnp-batch +\d+ resources\n/);
    fleet.write(
      'more/pools/of/batch.yaml',
      edited(join(projectRoot, 'examples/fleet/clusters/prod-a/batch.yaml'), /$/, '\n'),
    );
    t.regex(
      await watching.shows(count),
      /more\/pools\/of\/batch\.yaml \(new\)\n[\s\S]* {2}\+ tcnp-batch +\d+ resources\n/,
    );
    renameSync(fleet.at('more'), fleet.at('other'));
    await watching.shows(nothing);
    fleet.edit('other/pools/of/batch.yaml', /max: \d+/, 'max: 7');
    t.regex(await watching.shows(count), /other\/pools\/of\/batch\.yaml\n[\s\S]*MaxSize {2}\d+ -> 7 /);
    fleet.write('templates/extra/README.md', 'nothing yet');
    t.regex(await watching.shows(nothing), /templates\/extra\/README\.md \(new\)/);
    t.is(await watching.end('SIGTERM'), 0);
  },
);

test.serial('what is not read wakes nobody, and a save without a change is none', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  fleet.write('.cache/state.yaml', 'a: 1');
  fleet.write('node_modules/some/file.yaml', 'a: 1');
  fleet.write('notes.txt', 'a: 1');
  utimesSync(fleet.at(cluster), new Date(), new Date());
  await writeFile(fleet.at(workers), edited(fleet.at(workers), 'max: 10', 'max: 12'));
  await watching.shows(count);
  t.is(await watching.end(), 0);
  t.deepEqual(
    watching
      .screen()
      .match(/^\d\d:\d\d:\d\d .*$/gm)
      ?.map(line => line.slice(10)),
    [workers],
  );
});

test.serial(
  'a mistake is shown where it stands, and what comes after it is compared with what was right before',
  async t => {
    const fleet = scratchFleet(t);
    const watching = await startWatching(t, fleet);
    fleet.edit(cluster, 'network:', 'netwrok:');
    const wrong = await watching.shows(/Nothing is rendered until that is right\.\n/);
    t.regex(wrong, /clusters\/prod-a\/cluster\.yaml:\d+:3 {2}spec\.netwrok\n {2}error CW1002 +unknown field "netwrok"/);
    fleet.edit(cluster, 'cost-center: "4711"', 'cost-center: "0815"');
    await watching.shows(/Nothing is rendered until that is right\.\n/);
    fleet.edit(cluster, 'netwrok:', 'network:');
    const right = await watching.shows(count);
    t.regex(right, /^fixed {2}CW1002 {2}clusters\/prod-a\/cluster\.yaml: unknown field "netwrok"$/m);
    t.regex(right, /tags\.cost-center {2}4711 -> 0815/);
    t.is(await watching.end(), 0);
  },
);

test.serial('a fleet may be wrong from the start', async t => {
  const fleet = scratchFleet(t);
  fleet.edit(cluster, 'network:', 'netwrok:');
  const watching = await startWatching(t, fleet);
  t.regex(watching.screen(), /error CW1002 +unknown field "netwrok"/);
  fleet.edit(cluster, 'netwrok:', 'network:');
  t.regex(await watching.shows(/nothing written\.\n/), /^fixed {2}CW1002[\s\S]*15 stacks and 7 node configs rendered/m);
  t.is(await watching.end(), 0);
});

test.serial('only the named clusters are looked at, and one that goes is told until it is there again', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet, ['dev-b']);
  fleet.edit(workers, 'max: 10', 'max: 12');
  t.regex(await watching.shows(nothing), /Nothing changes in 7 stacks and 2 node configs\./);
  renameSync(fleet.at('clusters/dev-b'), fleet.at('.dev-b'));
  t.regex(await watching.shows(/until that is right\.\n/), /clusterwright: there is no cluster "dev-b"\n {2}next/);
  renameSync(fleet.at('.dev-b'), fleet.at('clusters/dev-b'));
  t.regex(await watching.shows(nothing), /fixed +there is no cluster "dev-b"/);
  t.is(await watching.end(), 0);
});

test.serial('a change that comes while another is being rendered is not lost', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  const told = new AbortController();
  const first = watching.shows(/^ {2}~ /m).finally(() => told.abort());
  let latest = 0;
  while (!told.signal.aborted) {
    latest += 1;
    const text = edited(fleet.at(cluster), /cost-center: "\d+"/, `cost-center: "${latest}"`);
    await writeFile(fleet.at('clusters/prod-a/.new'), text);
    await rename(fleet.at('clusters/prod-a/.new'), fleet.at(cluster));
  }
  await first;
  await watching.shows(new RegExp(`cost-center {2}\\d+ -> ${latest}\n[\\s\\S]*unchanged\\. `));
  t.is(await watching.end(), 0);
  const looks = watching.screen().match(/^\d\d:\d\d:\d\d /gm) ?? [];
  t.true(looks.length < latest, `${looks.length} looks at ${latest} saves`);
});

test.serial('files that are saved together are one change', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  watching.child.kill('SIGSTOP');
  fleet.edit(workers, 'max: 10', 'max: 12');
  fleet.edit(cluster, 'cost-center: "4711"', 'cost-center: "0815"');
  watching.child.kill('SIGCONT');
  const told = await watching.shows(count);
  t.regex(told, /clusters\/prod-a\/cluster\.yaml, clusters\/prod-a\/workers\.yaml\n/);
  t.regex(told, /MaxSize {2}10 -> 12/);
  t.regex(told, /^8 stacks changed/m);
  t.is(await watching.end(), 0);
});

test.serial('with a folder, files that stay as they are are not touched, and what goes is removed', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet, ['--out', 'out']);
  const out = (path: string) => join(fleet.root, 'out', path);
  const inode = (path: string) => statSync(out(path)).ino;
  const [tccp, pool] = [inode('prod-a/stacks/tccp.yaml'), inode('prod-a/stacks/tcnp-workers.yaml')];
  fleet.edit(workers, 'max: 10', 'max: 12');
  await watching.shows(/^2 files written to out\.\n/m);
  t.is(inode('prod-a/stacks/tccp.yaml'), tccp);
  t.not(inode('prod-a/stacks/tcnp-workers.yaml'), pool);
  rmSync(fleet.at('clusters/dev-b'), { recursive: true });
  await watching.shows(/^1 file written to out, \d+ removed\.\n/m);
  t.false(existsSync(out('dev-b')));
  rmSync(out('.'), { recursive: true });
  fleet.edit(workers, 'max: 12', 'max: 10');
  await watching.shows(/^\d\d files written to out\.\n/m);
  t.true(existsSync(out('prod-a/stacks/tccp.yaml')));
  rmSync(out('.'), { recursive: true });
  mkdirSync(out('.'));
  writeFileSync(out('mine.txt'), '');
  fleet.edit(workers, 'max: 10', 'max: 12');
  await watching.shows(/out holds mine\.txt, which render did not write and would lose\n/);
  rmSync(out('mine.txt'));
  fleet.edit(workers, 'max: 12', 'max: 10');
  await watching.shows(/^\d\d files written to out\.\n/m);
  t.is(await watching.end(), 0);
  t.deepEqual((await clusterwright(['render', '-C', 'fleet', '--out', 'out'], {}, fleet.root)).exitCode, 0);
});

test.serial('it ends quietly when nobody reads any more', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  const before = watching.screen();
  const end = ended(watching.child);
  watching.child.stdout?.destroy();
  fleet.edit(workers, 'max: 10', 'max: 12');
  t.is(await end, 0);
  t.is(watching.screen(), before);
});

test.serial('a fleet folder that goes away is told, and ends it', async t => {
  const fleet = scratchFleet(t);
  const watching = await startWatching(t, fleet);
  const end = ended(watching.child);
  renameSync(fleet.at('.'), join(fleet.root, 'elsewhere'));
  await watching.shows(/fleet was removed or renamed, so it is no longer watched\n {2}next {2}run the command again/);
  t.is(await end, 1);
});

test.serial('what makes no sense ends at once and says why', async t => {
  const { root } = scratchFleet(t);
  const format = await clusterwright(['render', '--watch', '--format', 'json', '-C', 'fleet'], {}, root);
  t.is(format.exitCode, 64);
  t.regex(format.stderr, /--watch is for people to read and has no --format json\n {2}next {2}leave out one of them/);
  const unknown = await clusterwright(['render', '--watch', '-C', 'fleet', 'prod-b'], {}, root);
  t.is(unknown.exitCode, 1);
  t.regex(unknown.stderr, /there is no cluster "prod-b"/);
  const nowhere = await clusterwright(['render', '--watch', '-C', 'nowhere'], {}, root);
  t.is(nowhere.exitCode, 1);
  t.regex(nowhere.stderr, /there is no folder .*nowhere/);
});
