import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseAllDocuments } from 'yaml';
import { inProcess } from '../cli/in-process.js';
import { cliPath, clusterwright, projectRoot } from '../cli/process.js';
import { scratchFolder } from '../git/scratch.js';

const dumps = join(projectRoot, 'test/import/dumps');
const release = join(projectRoot, 'examples/fleet/releases/v1.36.4.yaml');
const fleet = ['--fleet', 'gauss', '--domain', 'gauss.example.com', '--store-account', 'platform:999900001111'];
const accounts = ['--account', 'shared:444455556666'];
const payments = ['--account', 'credential-x1y2z=payments:111122223333'];
const current = ['--release', 'v1.36.4', '--release-file', release];
const all = [...fleet, ...accounts, ...current];

function dump(name: string): string {
  return readFileSync(join(dumps, name), 'utf8');
}

/** A folder with dumps, and the command beside it. */
function stage(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const cwd = scratchFolder(t, files);
  const out = join(cwd, 'fleet');
  const inputs = Object.keys(files).map(path => join(cwd, path));
  return {
    cwd,
    out,
    run: (...args: string[]) => inProcess(['import', ...inputs, '--out', out, ...args]),
    validate: () => inProcess(['validate', '-C', out]),
    read: (path: string) => readFileSync(join(out, path), 'utf8'),
  };
}

const three = {
  'classic.yaml': dump('classic.yaml'),
  'cilium.yaml': dump('cilium.yaml'),
  'legacy.yaml': dump('legacy.yaml'),
};

test('three generations of clusters become a repository that validate finds no mistake in', async t => {
  const { cwd, out } = stage(t, three);
  const made = await clusterwright(['import', '.', '--out', 'fleet', ...all, ...payments], {}, cwd);
  t.is(made.exitCode, 0, made.stderr + made.stdout.slice(-1500));
  const { stdout, exitCode } = await clusterwright(['validate'], {}, out);
  t.is(stdout, 'No mistakes in 12 files.\n');
  t.regex(readFileSync(join(out, 'clusters/x7k2p/cluster.yaml'), 'utf8'), /account: payments/);
  t.regex(readFileSync(join(out, 'clusters/c-al3x4/cluster.yaml'), 'utf8'), /account: shared/);
  t.is(exitCode, 0);
  t.is((await clusterwright(['render', '--out', join(cwd, 'rendered')], {}, out)).exitCode, 0);
});

test('masters keep their order of zones, blocks are new, old ones are reserved, and the cluster is paused', async t => {
  const { run, read } = stage(t, three);
  t.is((await run(...all, '--rename', 'x7k2p=prod-a', '--rename', 'x7k2p/8k2ab=workers')).exitCode, 0);
  const cluster = read('clusters/prod-a/cluster.yaml');
  t.regex(cluster, /zones: \[eu-central-1b, eu-central-1a, eu-central-1c\]\n {2}replicas: 3/);
  t.regex(cluster, /paused: \{ reason: "imported from x7k2p;/);
  t.regex(cluster, /quotaGiB: 6 .*\n {4}volume: \{ iops: 4000, throughputMiBps: 250 \}\n/);
  t.regex(cluster, /tags: \{ cost-center: "4711" \}/);
  t.notRegex(cluster, /cidr: 10\.1\./);
  t.regex(read('fleet.yaml'), /routedRanges:\n(.*\n)*? +- \{ name: old-cluster-x7k2p, cidr: 10\.1\.4\.0\/24 \}/);
  const pool = read('clusters/prod-a/workers.yaml');
  t.regex(pool, /metadata: \{ name: workers \}/);
  t.regex(pool, /maxBatch: 30% +# was "3"\n {4}pause: PT15M /);
  t.regex(pool, /internalLoadBalancers: true/);
});

test('a name that does not fit, or whose API is still the old one, gets a prefix', async t => {
  const { run, out } = stage(t, three);
  t.is((await run(...all, '--domain', 'gauss.eu-central-1.aws.example.com')).exitCode, 0);
  t.deepEqual(readdirSync(join(out, 'clusters')).sort(), ['al3x4', 'c-9dev1', 'c-x7k2p']);
});

interface Report {
  readonly written: boolean;
  readonly files: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly code: string; readonly line: number; readonly message: string }[];
  readonly fields: readonly {
    readonly file: string;
    readonly line: number;
    readonly resource: string;
    readonly field: string;
    readonly fate: string;
    readonly note: string;
    readonly to: readonly string[];
  }[];
}

async function reported(run: (...args: string[]) => Promise<{ stdout: string }>, ...args: string[]): Promise<Report> {
  return JSON.parse((await run(...args, '--format', 'json')).stdout) as Report;
}

test('the report has every field of the input, and a reason for each that is not carried over', async t => {
  const { run } = stage(t, three);
  const { fields, counts } = await reported(run, ...all);
  for (const text of Object.values(three)) {
    for (const resource of resourcesOf(text)) {
      const own = fields.filter(field => field.resource === `${resource.kind} ${resource.metadata.name}`);
      const leaves = leavesOf(resource, '');
      t.true(leaves.length >= 5);
      const lost = leaves.filter(
        leaf =>
          !own.some(
            ({ field }) => leaf === field || (/^[.[]/.test(leaf.slice(field.length)) && leaf.startsWith(field)),
          ),
      );
      t.deepEqual(lost, [], resource.metadata.name);
    }
  }
  t.deepEqual(
    fields.filter(({ fate, note }) => fate !== 'carried' && note === ''),
    [],
  );
  t.deepEqual(
    fields.filter(({ fate }) => fate === 'unknown').map(({ field, line }) => `${line} ${field}`),
    ['73 metadata.labels.cluster-apps-operator.giantswarm.io/version'],
  );
  t.is(counts.unknown, 1);
});

interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function resourcesOf(text: string): Item[] {
  return parseAllDocuments(text).flatMap(document => {
    const value = document.toJS() as Item & { readonly items?: Item[] };
    return value.items ?? [value];
  });
}

/** `spec.zones[0].name`: paths to all that is no map or list. */
function leavesOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}

test('an unknown field is listed, and told to pipelines by the exit code', async t => {
  const text = dump('classic.yaml').replace(
    '      region: eu-central-1\n',
    '      region: eu-central-1\n      newField: { deep: 7 }\n',
  );
  const { run } = stage(t, { 'classic.yaml': text });
  const { fields } = await reported(run, ...all, '--dry-run');
  t.like(
    fields.find(({ fate }) => fate === 'unknown'),
    { field: 'spec.provider.newField.deep', resource: 'AWSCluster x7k2p' },
  );
  t.is((await run(...all, '--dry-run')).exitCode, 0);
  t.is((await run(...all, '--dry-run', '--detailed-exitcode')).exitCode, 2);
});

test('a setting on a resource where it had no effect, and what tools leave behind, are dropped with the reason', async t => {
  const text = dump('classic.yaml').replace(
    '      alpha.aws.giantswarm.io/internal-elb: ""\n',
    '      node.giantswarm.io/cgroupv1: ""\n      meta.helm.sh/release-name: x\n      kustomize.toolkit.fluxcd.io/ssa: merge\n',
  );
  const { run } = stage(t, { 'classic.yaml': text });
  const { fields } = await reported(run, ...all, '--dry-run');
  const said = (field: string) => fields.filter(one => one.field.endsWith(field)).map(({ fate, note }) => [fate, note]);
  t.true(said('cgroupv1').some(([, note]) => note === 'it had an effect on MachineDeployment only'));
  t.regex(String(said('release-name')), /^dropped,the tool that applied the resource set it/);
  t.regex(String(said('fluxcd.io/ssa')), /^dropped,the tool that applied the resource set it/);
});

test('the order of fields and resources in the input makes no difference', async t => {
  const items = resourcesOf(dump('classic.yaml'));
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, reversed(item)] as const)
        .toReversed(),
    );
  };
  const list = { apiVersion: 'v1', kind: 'List', items: items.map(reversed).toReversed() };
  const one = stage(t, { 'dump.yaml': dump('classic.yaml') });
  const other = stage(t, { 'dump.json': JSON.stringify(list) });
  t.is((await one.run(...all)).exitCode, 0);
  t.is((await other.run(...all)).exitCode, 0);
  for (const path of ['clusters/x7k2p/cluster.yaml', 'clusters/x7k2p/al9qy.yaml', 'fleet.yaml'])
    t.is(other.read(path), one.read(path));
});

test('--dry-run writes nothing and names the files', async t => {
  const { run, out } = stage(t, three);
  const { stdout, exitCode } = await run(...all, '--dry-run');
  t.is(exitCode, 0);
  t.regex(stdout, /3 clusters .* in 11 files would be written/);
  t.false(existsSync(out));
});

test('a second import adds to the repository: comments stay, the new block is the next one, old ranges are added once', async t => {
  const { run, out, read, validate, cwd } = stage(t, { 'classic.yaml': dump('classic.yaml') });
  t.is((await run(...all)).exitCode, 0);
  writeFileSync(join(out, 'fleet.yaml'), read('fleet.yaml').replace('spec:\n', 'spec:\n  # kept\n'));
  writeFileSync(join(cwd, 'cilium.yaml'), dump('cilium.yaml'));
  const second = await inProcess([
    'import',
    join(cwd, 'cilium.yaml'),
    '--out',
    out,
    '--account',
    'shared',
    '--release',
    'v1.36.4',
  ]);
  t.is(second.exitCode, 0, second.stderr + second.stdout.slice(-1500));
  t.regex(read('fleet.yaml'), /spec:\n {2}# kept\n/);
  t.is(read('fleet.yaml').match(/old-pool-8k2ab/g)?.length, 1);
  t.regex(read('fleet.yaml'), /name: old-pool-t0ols, cidr: 10\.1\.10\.0\/24/);
  t.regex(read('clusters/c-9dev1/cluster.yaml'), /cidr: 10\.64\.16\.0\/20/);
  t.regex((await validate()).stdout, /^No mistakes/);
  const again = await run('--account', 'shared', '--release', 'v1.36.4');
  t.is(again.exitCode, 1);
  t.regex(again.stdout, /error CW2005 +"x7k2p" is no name for the new cluster: it exists/);
});

test('clusters in China have no Route 53, and JSON is read like YAML', async t => {
  const text = dump('cilium.yaml').replaceAll('eu-central-1', 'cn-north-1').replaceAll('m6g', 'm6i');
  const list = { apiVersion: 'v1', kind: 'List', items: resourcesOf(text) };
  const { run, read, cwd, validate } = stage(t, { 'dump.json': JSON.stringify(list, undefined, '\t') });
  const china = join(cwd, '.releases/v1.36.4.yaml');
  mkdirSync(dirname(china));
  writeFileSync(china, readFileSync(release, 'utf8').replaceAll('eu-central-1', 'cn-north-1'));
  const made = await run(...fleet, '--account', 'china:444455556666', '--release', 'v1.36.4', '--release-file', china);
  t.is(made.exitCode, 0, made.stderr + made.stdout.slice(-1500));
  t.regex(read('clusters/c-9dev1/cluster.yaml'), /dns:\n {4}route53: false/);
  t.regex(read('accounts/china.yaml'), /plan: arn:aws-cn:iam::444455556666:role/);
  t.is((await validate()).exitCode, 0);
});

test("the operator's table of alike instance types gives a spot pool its types", async t => {
  const { run, read, cwd } = stage(t, { 'classic.yaml': dump('classic.yaml') });
  const table = {
    'm5.xlarge': [
      { InstanceType: 'm5.xlarge', WeightedCapacity: 1 },
      { InstanceType: 'm4.xlarge', WeightedCapacity: 1 },
    ],
  };
  writeFileSync(join(cwd, 'alike.json'), JSON.stringify(table));
  t.is((await run(...all, '--alike', join(cwd, 'alike.json'), '--detailed-exitcode')).exitCode, 0);
  t.regex(read('clusters/x7k2p/al9qy.yaml'), /types: \[\{ type: m5\.xlarge \}, \{ type: m4\.xlarge \}\]/);
});

test('a Release that is made asks for the digests and images it lacks, and has them then', async t => {
  const text = dump('classic.yaml').replace('1.22.10', '1.36.4').replace('version: 3227.2.1', 'version: 4593.2.5');
  const { run, read, validate } = stage(t, { 'classic.yaml': text });
  const asked = await run(...fleet, ...accounts);
  t.is(asked.exitCode, 1);
  const said = asked.stdout.replace(/\s+/g, ' ');
  t.regex(
    said,
    /:\d+:\d+ spec\.components\[1\]\.version error CW2008 Release v17\.4\.1 has no digest of its kubelet for amd64/,
  );
  t.regex(said, /give it: --ami v17\.4\.1\/eu-central-1\/amd64=AMI-ID/);
  const given = [
    '--kubelet-sha256',
    `v17.4.1/amd64=${'a'.repeat(64)}`,
    '--ami',
    'v17.4.1/eu-central-1/amd64=ami-0123456789abcdef0',
  ];
  const made = await run(...fleet, ...accounts, ...given);
  t.is(made.exitCode, 0, made.stderr + made.stdout.slice(-1500));
  t.regex(read('releases/v17.4.1.yaml'), /etcd: \{ version: 3\.5\.4 \}/);
  t.regex(read('releases/v17.4.1.yaml'), /state: active/);
  t.is((await validate()).exitCode, 0);
});

test('an account id is taken from the Secret that names the old role, and nothing else of it', async t => {
  const arn = Buffer.from('arn:aws:iam::222233334444:role/GiantSwarmAWSOperator').toString('base64');
  const secret = `\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: credential-default, namespace: giantswarm }\ndata: { aws.awsoperator.arn: ${arn}, other: c2VjcmV0 }\n`;
  const { run, read } = stage(t, { 'cilium.yaml': dump('cilium.yaml') + secret });
  const made = await run(...fleet, '--account', 'shared', ...current);
  t.is(made.exitCode, 0, made.stderr + made.stdout.slice(-1500));
  t.regex(read('accounts/shared.yaml'), /id: "222233334444"/);
  t.notRegex(made.stdout, /c2VjcmV0|GiantSwarmAWSOperator/);
});

test('what kubectl prints can be piped in, and its places are told as lines of stdin', t => {
  const cwd = scratchFolder(t, {});
  const args = [cliPath, 'import', '-', '--out', 'fleet', ...all];
  const piped = (input: string) => spawnSync(process.execPath, args, { cwd, input, encoding: 'utf8' });
  t.regex(piped(dump('cilium.yaml').replace('replicas: 1', 'replicas: 2')).stdout, /stdin:\d+:\d+ .*replicas\n/);
  t.regex(piped('').stderr, /nothing is piped in/);
  const made = piped(dump('cilium.yaml'));
  t.is(made.status, 0, made.stderr + made.stdout.slice(-1500));
  t.regex(readFileSync(join(cwd, 'fleet/clusters/c-9dev1/cluster.yaml'), 'utf8'), /imported from 9dev1/);
});

test('without a terminal, exactly what is missing is listed', async t => {
  const { cwd } = stage(t, three);
  const { exitCode, stderr } = await clusterwright(['import', 'cilium.yaml', '--out', 'fleet'], {}, cwd);
  t.is(exitCode, 64);
  t.regex(stderr, /missing: --fleet, --store-account NAME:ID, --account giantswarm\/credential-default=NAME:ID\n/);
});

interface Mistake {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly message: RegExp;
  /** Text in whose line it is told. */
  readonly at: string;
}

/** Each is one mistake in the classic dump. */
const mistakes: readonly Mistake[] = [
  {
    what: 'an annotation that is no number',
    from: 'iops: "4000"',
    to: 'iops: "many"',
    code: 'CW2006',
    message: /^"many" is no whole number/,
    at: 'iops: "many"',
  },
  {
    what: 'a number of IOPS that there is not',
    from: 'iops: "4000"',
    to: 'iops: "64000"',
    code: 'CW2006',
    message: /64000/,
    at: 'iops: "64000"',
  },
  {
    what: 'a throughput that the IOPS do not allow',
    from: 'iops: "4000"\n      alpha.aws.giantswarm.io/ebs-volume-throughput: "250"',
    to: 'iops: "3000"\n      alpha.aws.giantswarm.io/ebs-volume-throughput: "1000"',
    code: 'CW1028',
    message: /1000/,
    at: 'throughput: "1000"',
  },
  {
    what: 'two masters',
    from: '    replicas: 3\n  status',
    to: '    replicas: 2\n  status',
    code: 'CW2006',
    message: /2 is not a possible value/,
    at: 'replicas: 2',
  },
  {
    what: 'fewer zones than masters',
    from: '[eu-central-1b, eu-central-1a, eu-central-1c]',
    to: '[eu-central-1b]',
    code: 'CW1025',
    message: /zone/,
    at: '[eu-central-1b]',
  },
  {
    what: 'a zone of masters that is listed twice',
    from: '[eu-central-1b, eu-central-1a, eu',
    to: '[eu-central-1b, eu-central-1b, eu',
    code: 'CW1303',
    message: /twice/,
    at: '[eu-central-1b, eu-central-1b',
  },
  {
    what: 'a zone of another region',
    from: '[eu-central-1a, eu-central-1b]',
    to: '[eu-central-1a, us-east-1a]',
    code: 'CW1301',
    message: /us-east-1a is not in region/,
    at: '[eu-central-1a, us-east-1a]',
  },
  {
    what: 'masters without zones',
    from: '    availabilityZones: [eu-central-1b, eu-central-1a, eu-central-1c]\n',
    to: '',
    code: 'CW2006',
    message: /^AWSControlPlane a2wax names no availability zones/,
    at: '    instanceType: m5.xlarge\n- api',
  },
  {
    what: 'masters without an instance type',
    from: '\n    instanceType: m5.xlarge\n',
    to: '\n',
    code: 'CW2006',
    message: /^missing field "spec\.instanceType"/,
    at: 'availabilityZones: [eu-central-1b',
  },
  {
    what: 'a number in quotes',
    from: 'max: 10',
    to: 'max: "10"',
    code: 'CW2006',
    message: /^"10" is no whole number/,
    at: 'max: "10"',
  },
  {
    what: 'a min above max',
    from: 'min: 3',
    to: 'min: 30',
    code: 'CW1023',
    message: /^min is 30, above max 10/,
    at: 'min: 30',
  },
  {
    what: 'a pause that is none',
    from: 'PT2M',
    to: '2 minutes',
    code: 'CW2006',
    message: /^"2 minutes" is no ISO 8601 duration/,
    at: '2 minutes',
  },
  {
    what: 'a batch that is none',
    from: 'batch-size: "3"',
    to: 'batch-size: "-1"',
    code: 'CW2006',
    message: /^"-1" is neither a number of nodes/,
    at: 'batch-size: "-1"',
  },
  {
    what: 'an IMDS version that is none',
    from: 'metadata-v2: required',
    to: 'metadata-v2: "yes"',
    code: 'CW2006',
    message: /neither "optional" nor "required"/,
    at: 'metadata-v2: "yes"',
  },
  {
    what: 'a switch that is neither on nor off',
    from: 'unhealthy: "false"',
    to: 'unhealthy: "off"',
    code: 'CW2006',
    message: /neither "true" nor "false"/,
    at: 'unhealthy: "off"',
  },
  {
    what: 'a subnet that is none',
    from: 'subnet: 10.1.7.0/24',
    to: 'subnet: 10.1.7.9/24',
    code: 'CW2006',
    message: /is no IPv4 block/,
    at: '10.1.7.9/24',
  },
  {
    what: 'a block of pods that AWS refuses',
    from: 'cidrBlock: 10.2.0.0/16',
    to: 'cidrBlock: 192.168.0.0/16',
    code: 'CW1209',
    message: /AWS adds no block of 192/,
    at: '192.168.0.0/16',
  },
  {
    what: 'a block of pods that is too small',
    from: 'cidrBlock: 10.2.0.0/16',
    to: 'cidrBlock: 10.2.0.0/28',
    code: 'CW1208',
    message: /cannot be shared out/,
    at: '10.2.0.0/28',
  },
  {
    what: 'an apiVersion of the future',
    from: 'v1alpha3\n  kind: AWSControlPlane',
    to: 'v1\n  kind: AWSControlPlane',
    code: 'CW2001',
    message: /v1 is not known/,
    at: 'v1\n  kind: AWSControlPlane',
  },
  {
    what: 'a resource that is missing',
    from: 'kind: G8sControlPlane',
    to: 'kind: G8sControlPlan',
    code: 'CW2004',
    message: /^cluster x7k2p has no G8sControlPlane/,
    at: '    name: x7k2p\n    namespace: org-payments\n    owner',
  },
  {
    what: 'a pool without its twin',
    from: 'machine-deployment: al9qy\n      release',
    to: 'machine-deployment: other\n      release',
    code: 'CW2004',
    message: /^node pool al9qy of cluster x7k2p has no MachineDeployment/,
    at: 'name: al9qy',
  },
  {
    what: 'an issuer that is no URL',
    from: 'https://dex.gauss.example.com',
    to: 'dex',
    code: 'CW2006',
    message: /"dex"/,
    at: 'issuerURL: dex',
  },
  {
    what: 'half a login',
    from: '        clientID: dex-k8s-authenticator\n',
    to: '',
    code: 'CW1003',
    message: /missing field "clientId"/,
    at: '',
  },
  {
    what: 'a tag that AWS refuses',
    from: 'giantswarm.io/cost-center',
    to: 'giantswarm.io/aws:x',
    code: 'CW2006',
    message: /aws:x/,
    at: 'giantswarm.io/aws:x',
  },
  {
    what: 'a key that is written twice',
    from: '      region: eu-central-1\n',
    to: '      region: eu-central-1\n      region: eu-west-1\n',
    code: 'CW1006',
    message: /twice/,
    at: 'region: eu-west-1',
  },
];

for (const { what, from, to, code, message, at } of mistakes) {
  test(`${what} is told where it stands, and nothing is written`, async t => {
    const before = dump('classic.yaml');
    const text = before.replace(from, to);
    t.not(text, before);
    const { run, out } = stage(t, { 'classic.yaml': text });
    const { findings, written, files } = await reported(run, ...all);
    t.false(written);
    t.deepEqual(files, []);
    t.false(existsSync(out));
    const found = findings.find(one => one.code === code && message.test(one.message));
    t.truthy(found, JSON.stringify(findings, undefined, 1));
    if (at !== '') t.is(found?.line, text.slice(0, text.indexOf(at)).split('\n').length);
  });
}

test('a resource that stands in two files is told', async t => {
  const { run } = stage(t, { 'a.yaml': dump('cilium.yaml'), 'b.yaml': dump('cilium.yaml') });
  t.regex((await run(...all)).stdout, /error CW2003 +AWSCluster 9dev1 stands here again/);
});

test('kinds that are not imported are named with a reason, and without clusters there is nothing to do', async t => {
  const app = 'apiVersion: application.giantswarm.io/v1alpha1\nkind: App\nmetadata: { name: nginx }\n';
  const beside = stage(t, { 'cilium.yaml': dump('cilium.yaml'), 'app.yaml': app });
  t.regex((await beside.run(...all)).stdout, /app\.yaml:2:7 +kind\n +warning CW2002 +"App" of .* is not imported/);
  const alone = await stage(t, { 'app.yaml': app }).run(...all);
  t.is(alone.exitCode, 1);
  t.regex(alone.stderr, /there is no AWSCluster and no AWSConfig/);
});

const wrongFlags: readonly (readonly [args: readonly string[], said: RegExp])[] = [
  [['--rename', 'nobody=prod-a'], /--rename: there is no "nobody" in the input/],
  [['--rename', 'x7k2p'], /must look like/],
  [['--account', 'Payments!'], /--account: "Payments!"/],
  [['--account', 'nobody=payments:111122223333'], /--account: no cluster has credentialSecret "nobody"/],
  [['--account', 'platform:444455556666'], /account "platform" has two ids, 999900001111 and 444455556666/],
  [['--connect', 'main'], /--connect: the Fleet has no management network "main"/],
  [['--release', '17.4.1=v9.9.9'], /there is no Release "v9\.9\.9"/],
  [['--address-pool', '10.64.0.0/24'], /smaller than the block of a cluster/],
  [['--rename', 'x7k2p=store'], /"store" is no name for the new cluster/],
];

for (const [args, said] of wrongFlags) {
  test(`${args.join(' ')} is refused`, async t => {
    const { run, out } = stage(t, { 'classic.yaml': dump('classic.yaml') });
    const { exitCode, stdout, stderr } = await run(...args, ...all);
    t.not(exitCode, 0);
    t.regex(stdout + stderr, said);
    t.false(existsSync(out));
  });
}

test('YAML that is no fleet repository is not mixed with specs', async t => {
  const { run, cwd } = stage(t, { 'cilium.yaml': dump('cilium.yaml') });
  const { exitCode, stderr } = await run(...all, '--out', cwd);
  t.is(exitCode, 1);
  t.regex(stderr, /holds YAML files, but none with a document of kind Fleet\n {2}next /);
  t.deepEqual(readdirSync(cwd), ['cilium.yaml']);
  const missing = await inProcess(['import', join(cwd, 'none.yaml'), '--out', join(cwd, 'fleet')]);
  t.regex(missing.stderr, /none\.yaml: there is no such file\n/);
});

test('the Markdown report has a table for each resource', async t => {
  const { run } = stage(t, { 'cilium.yaml': dump('cilium.yaml') });
  const { stdout } = await run(...all, '--dry-run', '--format', 'markdown');
  t.regex(stdout, /^# Import\n/);
  t.is(stdout.match(/^## /gm)?.length, 6);
  t.regex(stdout, /\| `spec\.replicas` \| `1` \| carried over \| `ControlPlane c-9dev1: spec\.replicas` \|/);
});
