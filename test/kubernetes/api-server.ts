import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from '@kubernetes/client-node';

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const programs = join(process.env.CLUSTERWRIGHT_PROGRAMS ?? join(cache, 'clusterwright-programs'), 'kubernetes');

/** A real kube-apiserver with an etcd of its own. */
export interface ApiServer {
  readonly url: string;
  /** As a member of system:masters, for what a test does by hand. */
  readonly core: CoreV1Api;
  readonly rbac: RbacAuthorizationV1Api;
  /** Path of a kubeconfig; `admin` may do everything, `nobody` nothing until it is bound to a role. */
  kubeconfig(user: 'admin' | 'nobody' | 'stranger'): string;
  /** Begins to store Secrets with this EncryptionConfiguration: the server is started again. */
  encryptWith(configuration: string): Promise<void>;
  /** What etcd holds of every Secret: key to the first bytes. */
  storedSecrets(): Promise<ReadonlyMap<string, string>>;
  stop(): Promise<void>;
}

export async function startApiServer(): Promise<ApiServer> {
  if (!existsSync(join(programs, 'kube-apiserver'))) {
    throw new Error(`no kube-apiserver in ${programs}: run CLUSTERWRIGHT_PROGRAMS=… test/programs/kubernetes/build`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'clusterwright-apiserver-'));
  const [clientPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const tokens = { admin: newToken(), nobody: newToken(), stranger: newToken() };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'sec1', format: 'pem' }));
  await writeFile(
    join(folder, 'tokens.csv'),
    `${tokens.admin},admin,1,"system:masters"\n${tokens.nobody},nobody,2,"clusterwright"\n`,
  );
  const etcdUrl = `http://127.0.0.1:${clientPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const serverFlags = [
    `--etcd-servers=${etcdUrl}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'certificates')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'sa.key')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
  ];
  const etcd = run('etcd', folder, [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--unsafe-no-fsync',
  ]);
  let server = run('kube-apiserver', folder, serverFlags);
  const stop = async () => {
    await Promise.all([etcd, server].map(end));
    await rm(folder, { recursive: true, force: true });
  };
  const url = `https://127.0.0.1:${port}`;
  try {
    const certificate = await eventually(() => readFile(join(folder, 'certificates', 'apiserver.crt'), 'utf8'));
    const kubeconfigOf = (user: keyof typeof tokens) => kubeconfigText({ url, certificate, token: tokens[user] });
    for (const user of ['admin', 'nobody', 'stranger'] as const) {
      await writeFile(join(folder, `${user}.kubeconfig`), kubeconfigOf(user));
    }
    const config = new KubeConfig();
    config.loadFromFile(join(folder, 'admin.kubeconfig'));
    const core = config.makeApiClient(CoreV1Api);
    // Not only does it answer: the namespace of what most tests make is there.
    await eventually(() => core.readNamespace({ name: 'default' }));
    const rbac = config.makeApiClient(RbacAuthorizationV1Api);
    const ready = () => eventually(() => core.readNamespace({ name: 'default' }));
    return {
      url,
      core,
      rbac,
      kubeconfig: user => join(folder, `${user}.kubeconfig`),
      async encryptWith(configuration) {
        const file = join(folder, 'encryption.json');
        await writeFile(file, configuration);
        await end(server);
        server = run('kube-apiserver', folder, [...serverFlags, `--encryption-provider-config=${file}`]);
        await ready();
      },
      storedSecrets: () => storedSecrets(etcdUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** Through etcd's JSON gateway: keys and values are in base64, and the range ends before the next character. */
async function storedSecrets(etcdUrl: string): Promise<ReadonlyMap<string, string>> {
  const body = JSON.stringify({ key: encoded('/registry/secrets/'), range_end: encoded('/registry/secrets0') });
  const answer = await fetch(`${etcdUrl}/v3/kv/range`, { method: 'POST', body });
  const { kvs = [] } = (await answer.json()) as { kvs?: { key: string; value: string }[] };
  return new Map(kvs.map(({ key, value }) => [decoded(key), decoded(value).slice(0, 40)]));
}

function run(name: string, folder: string, flags: readonly string[]): ChildProcess {
  const child = spawn(join(programs, name), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.pipe(createWriteStream(join(folder, `${name}.log`)));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const patienceMs = 120_000;

/** Until it works, or for as long as a busy machine may need. */
async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await setTimeout(200);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function newToken(): string {
  return randomBytes(24).toString('hex');
}

function kubeconfigText({ url, certificate, token }: { url: string; certificate: string; token: string }): string {
  return `apiVersion: v1
kind: Config
current-context: management
contexts: [{ name: management, context: { cluster: management, user: clusterwright } }]
clusters:
  - name: management
    cluster: { server: ${url}, certificate-authority-data: ${Buffer.from(certificate).toString('base64')} }
users: [{ name: clusterwright, user: { token: ${token} } }]
`;
}
