import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, exitCodes } from '../errors.js';
import { type NewRepository, newRepository } from '../git/new-repository.js';
import type { CallCount } from '../sandbox/calls.js';
import { type Sandbox, startSandbox } from '../sandbox/server.js';
import type { CommandContext } from './context.js';
import { packageRoot } from './version.js';

/** What a chapter of the demo works with. */
export interface Stage {
  /** The fleet repository; commands run in it, and may write beside it. */
  readonly directory: string;
  heading(title: string): void;
  say(text: string): void;
  /** Runs a command as the user would type it, shows it and what it prints, and fails unless it exits as told. */
  clusterwright(args: readonly string[], expected: { exitCode: number }): Promise<string>;
  /** Replaces text in a file of the repository and shows the line; fails if the text is not there. */
  edit(file: string, from: string, to: string): void;
  commit(message: string): Promise<void>;
  /** AWS calls since the last time this was asked. */
  callsSince(): readonly CallCount[];
  /** Ends the demo with an error unless `condition` holds. */
  expect(condition: boolean, what: string): void;
}

/** Sets up sandbox and repository, plays, and removes both, also after a failure or Ctrl-C. */
export async function withStage(context: CommandContext, play: (stage: Stage) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'clusterwright-demo-'));
  try {
    const directory = join(root, 'fleet');
    cpSync(join(packageRoot, 'examples/fleet'), directory, { recursive: true });
    const repository = await newRepository(directory);
    const sandbox = await startSandbox({});
    try {
      await play(stageOf({ context, directory, repository, sandbox }));
    } finally {
      await sandbox.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Props {
  readonly context: CommandContext;
  readonly directory: string;
  readonly repository: NewRepository;
  readonly sandbox: Sandbox;
}

function stageOf(props: Props): Stage {
  const { context, directory, repository, sandbox } = props;
  const say = (text: string) => void context.stdout.write(`${text}\n`);
  return {
    directory,
    say,
    expect,
    heading: title => say(`\n== ${title} ${'='.repeat(Math.max(3, 76 - title.length))}\n`),
    async clusterwright(args, expected) {
      say(`$ clusterwright ${args.join(' ')}`);
      const { exitCode, stdout } = await runCli(args, props);
      if (context.signal.aborted) throw new AppError('interrupted', 'the demo was interrupted');
      expect(exitCode === expected.exitCode, `${args[0]} exited ${exitCode} instead of ${expected.exitCode}`);
      return stdout;
    },
    edit(file, from, to) {
      const path = join(directory, file);
      const content = readFileSync(path, 'utf8');
      expect(content.includes(from), `${file} has no "${from}"`);
      writeFileSync(path, content.replace(from, to));
      say(`  ${file}:  ${from.trim()}  ->  ${to.trim()}`);
    },
    async commit(message) {
      const id = await repository.commitAll(message);
      say(`$ git commit -am "${message}"\n  ${id}\n`);
    },
    callsSince() {
      const calls = sandbox.calls();
      sandbox.resetCalls();
      return calls;
    },
  };
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new AppError('demo-differs', `the demo did not end as told: ${what}`, { kind: 'internal' });
}

/** The command line as a process of its own, with the sandbox's environment and nothing of the user's AWS set-up. */
function runCli(args: readonly string[], props: Props): Promise<{ exitCode: number; stdout: string }> {
  const { context, directory, sandbox } = props;
  const inherited = Object.entries(context.env).filter(([name]) => !name.startsWith('AWS_'));
  const child = spawn(process.execPath, [join(packageRoot, 'dist/src/cli.js'), ...args], {
    cwd: directory,
    env: { ...Object.fromEntries(inherited), ...sandbox.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  context.signal.addEventListener('abort', stop, { once: true });
  let stdout = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
    context.stdout.write(chunk);
  });
  child.stderr.on('data', chunk => context.stdout.write(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      context.signal.removeEventListener('abort', stop);
      resolve({ exitCode: code ?? exitCodes.interrupted, stdout });
    });
  });
}
