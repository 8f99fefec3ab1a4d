import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clusterwright, projectRoot } from '../cli/process.js';
import { clear, controlC, enter, hasTerminal, onTerminal } from '../cli/terminal.js';
import { scratchFolder } from '../git/scratch.js';

const onATerminal = hasTerminal ? test : test.skip;

const dump = (name: string) => readFileSync(join(projectRoot, 'test/import/dumps', name), 'utf8');
const two = { 'classic.yaml': dump('classic.yaml'), 'cilium.yaml': dump('cilium.yaml') };
const current = ['--release', 'v1.36.4', '--release-file', join(projectRoot, 'examples/fleet/releases/v1.36.4.yaml')];
const importing = ['import', 'classic.yaml', 'cilium.yaml', '--out', 'fleet', ...current];

onATerminal('on a terminal, import asks for the fleet and for the account of each credentialSecret', async t => {
  const cwd = scratchFolder(t, two);
  const { exitCode, stdout } = await onTerminal(importing, {
    cwd,
    turns: [
      ['Name of the fleet', `gauss${enter}`],
      ['Base domain', enter],
      ['Name of the account that keeps the private keys', `platform${enter}`],
      ['12-digit id of the AWS account "platform"', `999900001111${enter}`],
      ['credentialSecret giantswarm/credential-default', `shared:444455556666${enter}`],
      ['"shared:444455556666"', `${clear}shared${enter}`],
      ['12-digit id of the AWS account "shared"', `4444${enter}`],
      ['"4444"', `${clear}444455556666${enter}`],
      ['credentialSecret giantswarm/credential-x1y2z', `platform${enter}`],
    ],
  });
  t.is(exitCode, 0, stdout);
  const read = (path: string) => readFileSync(join(cwd, 'fleet', path), 'utf8');
  t.regex(read('fleet.yaml'), / {2}domain: gauss\.eu-central-1\.aws\.example\.com/);
  t.regex(read('fleet.yaml'), /store: \{ account: platform, region: eu-central-1 \}/);
  t.regex(read('accounts/platform.yaml'), /id: "999900001111"/);
  t.regex(read('accounts/shared.yaml'), /id: "444455556666"/);
  t.regex(read('clusters/c-x7k2p/cluster.yaml'), /account: platform/);
  t.regex((await clusterwright(['validate'], {}, join(cwd, 'fleet'))).stdout, /^No mistakes/);
});

onATerminal('where only the id of an account is open, import asks for nothing else', async t => {
  const cwd = scratchFolder(t, two);
  const said = ['--fleet', 'gauss', '--store-account', 'platform:999900001111', '--account', 'shared'];
  const { exitCode, stdout } = await onTerminal([...importing, ...said, '--domain', 'gauss.example.com'], {
    cwd,
    turns: [['12-digit id of the AWS account "shared"', `444455556666${enter}`]],
  });
  t.is(exitCode, 0, stdout);
  t.is(stdout.match(/◆/g)?.length, 1);
  t.regex(readFileSync(join(cwd, 'fleet/accounts/shared.yaml'), 'utf8'), /id: "444455556666"/);
});

onATerminal('Ctrl-C at a question of import ends with 130, and nothing is written', async t => {
  const cwd = scratchFolder(t, two);
  const { exitCode, stdout } = await onTerminal(importing, { cwd, turns: [['Name of the fleet', controlC]] });
  t.is(exitCode, 130, stdout);
  t.regex(stdout, /nothing was written/);
  t.false(existsSync(join(cwd, 'fleet')));
});
