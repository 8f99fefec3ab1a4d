import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clusterwright } from '../cli/process.js';
import { clear, controlC, down, enter, hasTerminal, onTerminal } from '../cli/terminal.js';
import { exampleFiles } from '../fleet/repository.js';
import { scratchFolder } from '../git/scratch.js';

const onATerminal = hasTerminal ? test : test.skip;

onATerminal('on a terminal, new cluster asks for what is open, and what it writes passes validate', async t => {
  const cwd = scratchFolder(t, Object.fromEntries(exampleFiles()));
  const { exitCode, stdout } = await onTerminal(['new', 'cluster'], {
    cwd,
    turns: [
      ['Name of the cluster', `dev-c${enter}`],
      ['Account that it lives in', `${down}${enter}`],
      ['Availability zones', `${clear}eu-central-1b${enter}`],
      ['Instance type of the masters', enter],
    ],
  });
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /clusters\/dev-c\/cluster\.yaml/);
  const text = readFileSync(join(cwd, 'clusters/dev-c/cluster.yaml'), 'utf8');
  t.regex(text, /account: payments-prod/);
  t.regex(text, /zones: \[eu-central-1b\]/);
  t.is((await clusterwright(['validate'], {}, cwd)).stdout, 'No mistakes in 10 files.\n');
});

onATerminal('a wrong answer is told, and can be mended on the spot', async t => {
  const cwd = scratchFolder(t, Object.fromEntries(exampleFiles()));
  const { exitCode, stdout } = await onTerminal(['new', 'nodepool', '--cluster', 'dev-b', '--types', 'm6i.large'], {
    cwd,
    turns: [
      ['Name of the pool', `Workers${enter}`],
      ['already', `${clear}more${enter}`],
      ['Availability zones', enter],
      ['Fewest nodes', `${clear}4${enter}`],
      ['Most nodes', `${clear}2${enter}`],
      ['2 is below the fewest, 4', `${clear}5${enter}`],
    ],
  });
  t.is(exitCode, 0, stdout);
  t.regex(readFileSync(join(cwd, 'clusters/dev-b/more.yaml'), 'utf8'), /scaling: \{ min: 4, max: 5 \}/);
});

onATerminal('on a terminal, new release asks for each version, and says at once what cannot follow', async t => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const digests = JSON.stringify({ kubelet: { '1.36.5': { amd64: digest, arm64: digest } } });
  const cwd = scratchFolder(t, { ...Object.fromEntries(exampleFiles()), '.digests.json': digests });
  const { exitCode, stdout } = await onTerminal(['new', 'release', '--digests', '.digests.json'], {
    cwd,
    turns: [
      ['Name of the Release', `v1.36.4${enter}`],
      ['already', `${clear}v1.36.5${enter}`],
      ['Version of kubernetes', `${clear}1.38.0${enter}`],
      ['skips a minor', `${clear}1.36.5${enter}`],
      ['Version of flatcar', enter],
    ],
  });
  t.is(exitCode, 0, stdout);
  t.regex(readFileSync(join(cwd, 'releases/v1.36.5.yaml'), 'utf8'), /version: 1\.36\.5\n/);
});

onATerminal('Ctrl-C at a question ends with 130, and nothing is written', async t => {
  const cwd = scratchFolder(t, Object.fromEntries(exampleFiles()));
  const { exitCode, stdout } = await onTerminal(['new', 'cluster', 'dev-c'], {
    cwd,
    turns: [['Account that it lives in', controlC]],
  });
  t.is(exitCode, 130, stdout);
  t.regex(stdout, /nothing was written/);
  t.false(existsSync(join(cwd, 'clusters/dev-c')));
});

onATerminal('a command line that says enough is not asked anything', async t => {
  const cwd = scratchFolder(t, Object.fromEntries(exampleFiles()));
  const args = ['new', 'cluster', 'dev-c', '--account', 'payments-dev', '--zones', 'eu-central-1a'];
  const { exitCode, stdout } = await onTerminal(args, { cwd, turns: [] });
  t.is(exitCode, 0, stdout);
});
