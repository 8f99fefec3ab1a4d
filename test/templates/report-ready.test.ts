import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';

const script = join(import.meta.dirname, '../../../templates/cloudconfig/files/opt/bin/report-ready');
const instance = { CLUSTER: 'prod-a', AWS_REGION: 'eu-central-1', STACK_NAME: 'gauss-prod-a-tcnp-workers' };
const lines = { ...instance, ASG_LOGICAL_ID: 'NodePoolAutoScalingGroup' };
const refusal = '<Error><Code>ValidationError</Code><Message>Stack is in UPDATE_COMPLETE state</Message></Error>';

interface Answers {
  /** Statuses that the kubelet's health check gives, in order; 200 afterwards. */
  readonly kubelet?: readonly number[];
  /** What CloudFormation answers, in order; 200 afterwards. */
  readonly cloudFormation?: readonly (readonly [status: number, body: string])[];
}

interface Signal {
  readonly authorization: string;
  readonly token: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Runs the script on a node whose kubelet, metadata service and CloudFormation are one local server. */
async function report(environment: Readonly<Record<string, string>>, answers: Answers = {}) {
  const [kubelet, cloudFormation] = [[...(answers.kubelet ?? [])], [...(answers.cloudFormation ?? [])]];
  const signals: Signal[] = [];
  const events: string[] = [];
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });
  async function answer(request: IncomingMessage): Promise<readonly [number, string]> {
    if (request.url === '/healthz') {
      events.push('healthz');
      return [kubelet.shift() ?? 200, 'ok'];
    }
    if (request.url?.startsWith('/latest/')) return metadata(request);
    events.push('signal');
    signals.push({
      authorization: request.headers.authorization ?? '',
      token: String(request.headers['x-amz-security-token']),
      parameters: Object.fromEntries(new URLSearchParams(await text(request))),
    });
    return cloudFormation.shift() ?? [200, '<SignalResourceResponse/>'];
  }
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const root = mkdtempSync(join(tmpdir(), 'clusterwright-ready-'));
  for (const folder of ['run', 'etc/clusterwright']) mkdirSync(join(root, folder), { recursive: true });
  const file = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(root, 'etc/clusterwright/instance.env'), file.join(''));
  try {
    const finished = await run({
      PATH: process.env.PATH ?? '',
      REPORT_READY_ROOT: root,
      REPORT_READY_DELAY: '0.05',
      REPORT_READY_HEALTHZ: `${url}/healthz`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
      AWS_ENDPOINT_URL: url,
    });
    return { ...finished, signals, events };
  } finally {
    rmSync(root, { recursive: true });
    server.closeAllConnections();
    server.close();
  }
}

function metadata({ method, url = '', headers }: IncomingMessage): readonly [number, string] {
  if (method === 'PUT' && url === '/latest/api/token') return [200, 'session'];
  // As with HttpTokens=required: nothing without a session.
  if (headers['x-aws-ec2-metadata-token'] !== 'session') return [401, ''];
  const known: Readonly<Record<string, string>> = {
    '/latest/meta-data/instance-id': 'i-0a1b2c3d4e5f60718',
    '/latest/meta-data/services/domain': 'amazonaws.com',
    '/latest/meta-data/iam/security-credentials/': 'node-role',
    '/latest/meta-data/iam/security-credentials/node-role': JSON.stringify({
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: 'secret',
      Token: 'token',
    }),
  };
  const body = known[url];
  return body === undefined ? [404, ''] : [200, body];
}

function run(env: Readonly<Record<string, string>>): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [script], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', chunk => (stderr += String(chunk)));
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? -1, stderr }));
  });
}

test('signals its own group in its own stack, signed with the role of the instance', async t => {
  const { code, signals, stderr } = await report(lines);
  t.is(code, 0, stderr);
  t.is(signals.length, 1);
  t.deepEqual(signals[0]?.parameters, {
    Action: 'SignalResource',
    Version: '2010-05-15',
    Status: 'SUCCESS',
    StackName: 'gauss-prod-a-tcnp-workers',
    LogicalResourceId: 'NodePoolAutoScalingGroup',
    UniqueId: 'i-0a1b2c3d4e5f60718',
  });
  t.regex(
    signals[0]?.authorization ?? '',
    /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-central-1\/cloudformation\/aws4_request, .*x-amz-security-token/,
  );
  t.is(signals[0]?.token, 'token');
});

test('says nothing before the kubelet is healthy', async t => {
  const { code, events } = await report(lines, { kubelet: [500, 503] });
  t.is(code, 0);
  t.deepEqual(events, ['healthz', 'healthz', 'healthz', 'signal']);
});

test('tries again until CloudFormation has heard it', async t => {
  const throttled = '<Error><Code>Throttling</Code></Error>';
  const cloudFormation = [
    [403, '<Error><Code>AccessDenied</Code></Error>'],
    [400, throttled],
    [500, ''],
  ] as const;
  const { code, signals, stderr } = await report(lines, { cloudFormation });
  t.is(code, 0);
  t.is(signals.length, 4);
  t.regex(stderr, /AccessDenied/);
});

test('is content when nobody waits for it, as after a reboot', async t => {
  const { code, signals, stderr } = await report(lines, { cloudFormation: [[400, refusal]] });
  t.is(code, 0);
  t.is(signals.length, 1);
  t.regex(stderr, /not waited for: gauss-prod-a-tcnp-workers is not being changed/);
});

test('names what user data has not written', async t => {
  const { code, stderr, events } = await report(instance);
  t.is(code, 1);
  t.is(stderr, 'report-ready: /etc/clusterwright/instance.env does not set ASG_LOGICAL_ID\n');
  t.deepEqual(events, []);
});
