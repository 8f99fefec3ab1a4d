import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The project's folder, seen from the compiled tests. */
export const projectRoot = join(import.meta.dirname, '../../..');
export const cliPath = join(projectRoot, 'dist/src/cli.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs the command line as a real process, to its end. */
export async function clusterwright(args: readonly string[], env: Environment = {}, cwd?: string): Promise<Finished> {
  const child = startClusterwright(args, env, cwd);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr?.on('data', chunk => {
    stderr += chunk;
  });
  const exitCode = await ended(child);
  return { exitCode, stdout, stderr };
}

export function startClusterwright(args: readonly string[], env: Environment = {}, cwd?: string): ChildProcess {
  return spawn(process.execPath, [cliPath, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code));
  });
}

export interface RunningSandbox {
  /** What `eval` of its output sets. */
  readonly env: Environment;
  stop(): Promise<void>;
}

/** Starts `clusterwright sandbox` as a process and waits for the lines it prints once it listens. */
export async function startSandboxProcess(args: readonly string[] = []): Promise<RunningSandbox> {
  const child = startClusterwright(['sandbox', ...args]);
  const env: Record<string, string> = {};
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^export (\w+)=(\S+)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) env[match[1]] = match[2];
    if (env.AWS_DEFAULT_REGION !== undefined) break;
  }
  return {
    env,
    async stop() {
      if (child.exitCode !== null) return;
      const end = ended(child);
      child.kill('SIGTERM');
      await end;
    },
  };
}

/** A committed copy of the example fleet in a temporary folder. */
export async function exampleRepository(): Promise<{
  directory: string;
  commit(message: string): Promise<void>;
  remove(): void;
}> {
  const directory = mkdtempSync(join(tmpdir(), 'clusterwright-test-'));
  cpSync(join(projectRoot, 'examples/fleet'), directory, { recursive: true });
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', ...args], {
      cwd: directory,
    });
  await git('init', '--quiet', '--initial-branch=main');
  const commit = async (message: string) => {
    await git('add', '.');
    await git('commit', '--quiet', '-m', message);
  };
  await commit('two clusters');
  return { directory, commit, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** The environment without anything that points at an AWS account or a Git repository. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|GIT_)/.test(name)));
}
