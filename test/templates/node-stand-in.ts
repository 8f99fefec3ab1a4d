import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../../templates/cloudconfig/files/opt/bin/fetch-secrets');

export interface RoleCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A node as fetch-secrets sees it: a root folder, instance metadata, and every program it starts, watched. */
export interface NodeStandIn {
  readonly root: string;
  /** Credentials and session tokens that the metadata service has handed out. */
  readonly handedOut: string[];
  /** Makes the metadata service answer 404 that many times first, as before the instance profile has arrived. */
  failMetadata(times: number): void;
  /** Runs the script with these lines in instance.env, and with further environment variables. */
  fetchSecrets(
    instance: Readonly<Record<string, string>>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<Finished>;
  /** The command lines of all programs that the script has started. */
  commandLines(): string;
  read(path: string): string | undefined;
  /** Paths of all files below a folder of the root. */
  list(folder: string): readonly string[];
  close(): Promise<void>;
}

export async function nodeStandIn(awsUrl: string, credentials: RoleCredentials): Promise<NodeStandIn> {
  const root = mkdtempSync(join(tmpdir(), 'clusterwright-node-'));
  for (const folder of ['run', 'etc/clusterwright', 'watched']) mkdirSync(join(root, folder), { recursive: true });
  const commandLog = join(root, 'watched/command-lines');
  watchPrograms(join(root, 'watched'), commandLog);
  const handedOut: string[] = [credentials.SecretAccessKey, credentials.Token];
  const failures = { left: 0 };
  const metadata = await listen((request, response) => {
    if (failures.left > 0) {
      failures.left--;
      response.writeHead(404).end();
    } else answerMetadata(request, response, { credentials, handedOut });
  });
  const environment = {
    PATH: `${join(root, 'watched')}:${process.env.PATH ?? ''}`,
    FETCH_SECRETS_ROOT: root,
    FETCH_SECRETS_RETRIES: '2',
    FETCH_SECRETS_RETRY_DELAY: '1',
    AWS_ENDPOINT_URL: awsUrl,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`,
  };
  return {
    root,
    handedOut,
    failMetadata: times => {
      failures.left = times;
    },
    fetchSecrets(instance, variables = {}) {
      const lines = Object.entries(instance).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(join(root, 'etc/clusterwright/instance.env'), lines.join(''));
      return run(script, { ...environment, ...variables });
    },
    commandLines: () => (existsSync(commandLog) ? readFileSync(commandLog, 'utf8') : ''),
    read: path => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
    list: folder => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).toSorted() : []),
    close() {
      rmSync(root, { recursive: true });
      metadata.closeAllConnections();
      return new Promise(resolve => metadata.close(() => resolve()));
    },
  };
}

/** Puts a wrapper before each program that writes down how it was called, and calls it. */
function watchPrograms(folder: string, log: string): void {
  const programs = [
    'base64',
    'chmod',
    'chown',
    'curl',
    'dirname',
    'head',
    'jq',
    'mkdir',
    'mktemp',
    'mv',
    'openssl',
    'rm',
  ];
  for (const program of programs) {
    const wrapper = join(folder, program);
    const path = 'PATH=${PATH#*:}';
    writeFileSync(wrapper, `#!/bin/bash\nprintf '%s\\n' "${program} $*" >>'${log}'\n${path}\nexec ${program} "$@"\n`);
    chmodSync(wrapper, 0o755);
  }
}

function answerMetadata(
  { method, url = '', headers }: IncomingMessage,
  response: ServerResponse,
  { credentials, handedOut }: { credentials: RoleCredentials; handedOut: string[] },
): void {
  if (method === 'PUT' && url === '/latest/api/token' && headers['x-aws-ec2-metadata-token-ttl-seconds']) {
    const token = `imds-session-${handedOut.length}`;
    handedOut.push(token);
    response.end(token);
    return;
  }
  // As with HttpTokens=required: nothing without a session.
  if (!handedOut.includes(String(headers['x-aws-ec2-metadata-token']))) {
    response.writeHead(401).end();
    return;
  }
  const answers: Readonly<Record<string, string>> = {
    '/latest/meta-data/iam/security-credentials/': 'node-role',
    '/latest/meta-data/iam/security-credentials/node-role': JSON.stringify({ Code: 'Success', ...credentials }),
    '/latest/meta-data/services/domain': 'amazonaws.invalid',
  };
  const answer = answers[url];
  response.writeHead(answer === undefined ? 404 : 200).end(answer);
}

function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function run(program: string, env: Readonly<Record<string, string>>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', chunk => (output.stdout += String(chunk)));
    child.stderr.on('data', chunk => (output.stderr += String(chunk)));
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? -1, ...output }));
  });
}
