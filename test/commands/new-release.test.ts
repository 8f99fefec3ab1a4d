import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { inProcess } from '../cli/in-process.js';
import { clusterwright, type Finished } from '../cli/process.js';
import { exampleFiles } from '../fleet/repository.js';
import { writeFiles } from '../git/scratch.js';
import { fullDigest, fullRelease } from '../releases/full-release.js';
import { published } from '../web/mirror.js';
import { startTlsMirror } from '../web/tls-mirror.js';

interface Stage {
  readonly directory: string;
}

const test = anyTest as TestFn<Stage>;
const hex = (digit: string) => digit.repeat(64);

test.beforeEach(t => {
  t.context = { directory: mkdtempSync(join(tmpdir(), 'clusterwright-test-')) };
  writeFiles(t.context.directory, Object.fromEntries(exampleFiles()));
  write(t.context, 'releases/v1.36.4.yaml', fullRelease);
  const digests = {
    kubelet: { '1.36.5': { amd64: `sha256:${hex('a')}`, arm64: `sha256:${hex('b')}` } },
    kubectl: { '1.36.5': { amd64: `sha256:${hex('c')}`, arm64: `sha256:${hex('d')}` } },
    cniPlugins: { '1.9.2': { amd64: `sha256:${hex('e')}` } },
    containerd: { '2.2.6': { amd64: `sha256:${hex('f')}`, arm64: `sha256:${hex('0')}` } },
  };
  write(t.context, '.digests.json', JSON.stringify(digests));
});

test.afterEach.always(t => rmSync(t.context.directory, { recursive: true, force: true }));

function write({ directory }: Stage, path: string, content: string): void {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), content);
}

function read({ directory }: Stage, path: string): string {
  return readFileSync(join(directory, path), 'utf8');
}

function newRelease({ directory }: Stage, ...args: string[]): Promise<Finished> {
  return inProcess(['new', 'release', '-C', directory, '--digests', join(directory, '.digests.json'), ...args]);
}

/** A mirror of Flatcar's lists in the repository's own, hidden folder. */
function mirrored(stage: Stage, version: string, amd64: Record<string, string>, arm64: Record<string, string>): string {
  for (const [architecture, images] of [
    ['amd64', amd64],
    ['arm64', arm64],
  ] as const)
    for (const [path, content] of Object.entries(published({ version, architecture }, images)))
      write(stage, `.flatcar${path}`, content);
  return join(stage.directory, '.flatcar');
}

/** It fails with this message and writes no Release. */
async function refused(t: ExecutionContext<Stage>, args: readonly string[], message: RegExp, code = 1): Promise<void> {
  const { exitCode, stderr, stdout } = await newRelease(t.context, ...args);
  t.is(exitCode, code);
  t.is(stdout, '');
  t.regex(stderr, message);
  t.deepEqual(readdirSync(join(t.context.directory, 'releases')), ['v1.36.4.yaml']);
}

test('a new Kubernetes takes kubelet and kubectl along, and leaves everything else as it was written', async t => {
  const { exitCode, stderr, stdout } = await newRelease(t.context, 'v1.36.5', '--kubernetes', '1.36.5');
  t.is(stderr, '');
  t.is(exitCode, 0);
  const expected = fullRelease
    .replace('name: v1.36.4', 'name: v1.36.5')
    .replace('  state: deprecated          # v1.36.5 is out\n  notes: First with etcd 3.6.\n', '')
    .replace('version: 1.36.4', 'version: 1.36.5')
    .replaceAll('/v1.36.4/', '/v1.36.5/')
    .replace(fullDigest('1'), hex('a'))
    .replace(fullDigest('2'), hex('b'))
    .replace(fullDigest('5'), hex('c'))
    .replace(fullDigest('6'), hex('d'));
  t.is(read(t.context, 'releases/v1.36.5.yaml'), expected);
  t.is(read(t.context, 'releases/v1.36.4.yaml'), fullRelease);
  t.regex(stdout, /kubernetes +1\.36\.4 -> 1\.36\.5\n +kubelet +SHA-256 of amd64 and arm64\n/);
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('any part of the Release can move, whatever its list of downloads', async t => {
  const args = ['--set', 'cni-plugins=1.9.2', '--containerd', '2.2.6', '--etcd', '3.6.15', '--set', 'pause=3.11'];
  const { exitCode, stderr } = await newRelease(t.context, 'v1.36.5', ...args, '--notes', 'New plugins: CVE-2026-1.');
  // The digest file has no arm64 of the plugins, which the old Release had.
  t.is(exitCode, 1);
  t.regex(stderr, /no SHA-256 is known of cni-plugins for arm64/);
  write(
    t.context,
    '.digests.json',
    read(t.context, '.digests.json').replace(
      `{"amd64":"sha256:${hex('e')}"}`,
      `{"amd64":"${hex('e')}","arm64":"${hex('e')}"}`,
    ),
  );
  t.is((await newRelease(t.context, 'v1.36.5', ...args, '--notes', 'New plugins: CVE-2026-1.')).stderr, '');
  const text = read(t.context, 'releases/v1.36.5.yaml');
  for (const line of [
    '    etcd: { version: 3.6.15, image: registry.k8s.io/etcd:v3.6.15 }\n',
    '    containerd: { version: 2.2.6 }\n',
    '    pause: { version: "3.11", image: registry.k8s.io/pause:3.11 }\n',
    "    containerd:              # newer than Flatcar's own\n",
    '/download/v2.2.6/containerd-2.2.6-linux-{arch}.tar.gz\n',
    '/v1.9.2/cni-plugins-linux-{arch}-v1.9.2.tgz\n',
    '  notes: "New plugins: CVE-2026-1."\n',
    '    version: 1.36.4\n',
  ])
    t.true(text.includes(line), line);
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('an image that is pinned to a digest must be given', async t => {
  await refused(t, ['v1.36.5', '--set', 'core-dns=1.14.3'], /the image of core-dns is pinned to a digest/);
  const image = `registry.k8s.io/coredns/coredns@sha256:${hex('7')}`;
  t.is((await newRelease(t.context, 'v1.36.5', '--set', 'core-dns=1.14.3', '--image', `core-dns=${image}`)).stderr, '');
  t.true(read(t.context, 'releases/v1.36.5.yaml').includes(`coreDns: { version: 1.14.3, image: ${image} }`));
});

test('a new Flatcar brings its images for the same regions, and drops those that nobody publishes', async t => {
  const flatcar = mirrored(
    t.context,
    '4628.2.0',
    { 'eu-central-1': 'ami-0aaaaaaaaaaaaaaa1', 'eu-west-1': 'ami-0aaaaaaaaaaaaaaa2' },
    { 'eu-central-1': 'ami-0bbbbbbbbbbbbbbb1' },
  );
  const { stdout, stderr } = await newRelease(t.context, 'v1.36.5', '--flatcar', '4628.2.0', '--images-from', flatcar);
  t.is(stderr, '');
  t.true(
    read(t.context, 'releases/v1.36.5.yaml').endsWith(`    version: 4628.2.0
    amis:
      eu-central-1: { amd64: ami-0aaaaaaaaaaaaaaa1, arm64: ami-0bbbbbbbbbbbbbbb1 } # Frankfurt
`),
  );
  t.regex(stdout, /no amd64 image is published for us-gov-west-1\n/);
});

test('clusters that could not follow for want of an image are told', async t => {
  const flatcar = mirrored(
    t.context,
    '4628.2.0',
    { 'eu-central-1': 'ami-0aaaaaaaaaaaaaaa1' },
    { 'eu-west-1': 'ami-0bbbbbbbbbbbbbbb1' },
  );
  const { stdout } = await newRelease(t.context, 'v1.36.5', '--flatcar', '4628.2.0', '--images-from', flatcar);
  t.regex(stdout, /no arm64 image is published for eu-central-1; prod-a cannot move to v1\.36\.5 until it is there/);
});

test('digests and images come over the network, through a proxy, where no file is given', async t => {
  const release = 'dl.k8s.io/release/v1.36.5/bin/linux';
  const images = Object.entries({
    ...published({ version: '4628.2.0', architecture: 'amd64' }, { 'eu-central-1': 'ami-0aaaaaaaaaaaaaaa1' }),
    ...published({ version: '4628.2.0', architecture: 'arm64' }, { 'eu-central-1': 'ami-0bbbbbbbbbbbbbbb1' }),
  }).map(([path, content]) => [`stable.release.flatcar-linux.net${path}`, content]);
  const mirror = await startTlsMirror({
    [`${release}/amd64/kubelet.sha256`]: hex('a'),
    [`${release}/arm64/kubelet.sha256`]: hex('b'),
    [`${release}/amd64/kubectl.sha256`]: `${hex('c')}  kubectl\n`,
    [`${release}/arm64/SHA256SUMS`]: `${hex('d')}  kubectl\n${hex('e')}  kubectl-convert\n`,
    ...(Object.fromEntries(images) as Record<string, string>),
  });
  t.teardown(() => mirror.close());
  const authority = join(t.context.directory, '.ca.pem');
  writeFileSync(authority, mirror.certificate);
  // A busy machine may take long; how long is not what this is about.
  const args = ['--kubernetes', '1.36.5', '--flatcar', '4628.2.0', '--from', 'v1.36.4', '--timeout', '600'];
  const env = { HTTPS_PROXY: mirror.proxyUrl, NODE_EXTRA_CA_CERTS: authority };
  const { exitCode, stderr } = await clusterwright(
    ['new', 'release', 'v1.36.5', '-C', t.context.directory, ...args],
    env,
  );
  t.is(stderr, '');
  t.is(exitCode, 0);
  const text = read(t.context, 'releases/v1.36.5.yaml');
  for (const digit of ['a', 'b', 'c', 'd']) t.true(text.includes(hex(digit)), digit);
  t.false(text.includes(hex('e')));
  t.regex(text, /eu-central-1: \{ amd64: ami-0aaaaaaaaaaaaaaa1, arm64: ami-0bbbbbbbbbbbbbbb1 \}/);
  t.deepEqual([...new Set(mirror.tunnels)].sort(), ['dl.k8s.io:443', 'stable.release.flatcar-linux.net:443']);
});

test('a version whose digests nobody publishes is refused', async t => {
  const mirror = await startTlsMirror({ 'dl.k8s.io/release/v1.36.5/bin/linux/amd64/kubelet': 'a binary, alone' });
  t.teardown(() => mirror.close());
  const authority = join(t.context.directory, '.ca.pem');
  writeFileSync(authority, mirror.certificate);
  const env = { HTTPS_PROXY: mirror.proxyUrl, NODE_EXTRA_CA_CERTS: authority };
  const args = ['new', 'release', 'v1.36.5', '-C', t.context.directory, '--kubernetes', '1.36.5', '--timeout', '600'];
  const { exitCode, stderr } = await clusterwright(args, env);
  t.is(exitCode, 1);
  t.regex(stderr, /no SHA-256 is known of kubelet for amd64: https:\/\/dl\.k8s\.io\/release\/v1\.36\.5\//);
  t.false(existsSync(join(t.context.directory, 'releases/v1.36.5.yaml')));
});

test('without --from the newest Release is copied, by version and not by alphabet', async t => {
  const other = fullRelease.replaceAll('1.36.4', '1.36.10').replace('state: deprecated', 'state: active');
  write(t.context, 'releases/v1.36.10.yaml', other);
  write(t.context, '.digests.json', read(t.context, '.digests.json').replaceAll('1.36.5', '1.36.11'));
  const { stdout } = await newRelease(t.context, 'v1.36.11', '--kubernetes', '1.36.11');
  t.regex(stdout, /releases\/v1\.36\.11\.yaml +Release v1\.36\.11, from v1\.36\.10\n/);
  t.true(read(t.context, 'releases/v1.36.11.yaml').includes('  state: active          # v1.36.5 is out\n'));
});

test('a Release among other documents becomes a file of its own', async t => {
  rmSync(join(t.context.directory, 'releases/v1.36.4.yaml'));
  const account = read(t.context, 'accounts/platform.yaml');
  write(t.context, 'accounts/platform.yaml', `${account}---\n${fullRelease}---\n`);
  const { stderr } = await newRelease(t.context, 'v1.36.5', '--kubernetes', '1.36.5');
  t.is(stderr, '');
  t.true(read(t.context, 'releases/v1.36.5.yaml').startsWith('# What production runs.'));
  t.is((await inProcess(['validate', '-C', t.context.directory])).exitCode, 0);
});

test('--dry-run shows the new Release and writes nothing', async t => {
  const { stdout } = await newRelease(t.context, 'v1.36.5', '--kubernetes', '1.36.5', '--dry-run');
  t.true(stdout.includes('+# What production runs.'));
  t.deepEqual(readdirSync(join(t.context.directory, 'releases')), ['v1.36.4.yaml']);
});

for (const [what, args, message] of [
  ['a downgrade', ['v1.36.5', '--kubernetes', '1.36.3'], /kubernetes 1\.36\.3 is older than 1\.36\.4 \(CW1604\)/],
  ['a skipped minor', ['v1.38.0', '--kubernetes', '1.38.0'], /skips a minor version after 1\.36\.4 \(CW1605\)/],
  ['a version that is none', ['v1.36.5', '--kubernetes', 'v1.36.5'], /"v1\.36\.5" is no version of kubernetes/],
  ['a part that there is not', ['v1.36.5', '--set', 'cilium=1.19.0'], /the Release has no cilium/],
  ['an image of a part without one', ['v1.36.5', '--image', 'containerd=x:1'], /containerd has no image/],
  ['a version that stays', ['v1.36.5', '--kubernetes', '1.36.4'], /would be like the old one/],
  [
    'a Release that there is not',
    ['v1.36.5', '--from', 'v1.36.3', '--kubernetes', '1.36.5'],
    /there is no Release "v1\.36\.3"/,
  ],
  ['digests that there are not', ['v1.36.6', '--kubernetes', '1.36.6'], /has no digests of kubelet 1\.36\.6/],
  [
    'a digest file that is not there',
    ['v1.36.5', '--kubernetes', '1.36.5', '--digests', '/none.json'],
    /cannot read \/none\.json: no such file/,
  ],
] as const) {
  test(`${what} is refused and nothing written`, async t => {
    await refused(t, args, message);
  });
}

for (const [what, args, message] of [
  ['no name and no version', [], /missing: NAME, --kubernetes, or another version\n/],
  ['no version', ['v1.36.5'], /missing: --kubernetes, or another version\n/],
  ['a name that is taken', ['v1.36.4', '--kubernetes', '1.36.5'], /NAME: "v1\.36\.4" exists already/],
  ['a name of the wrong form', ['1.36.5', '--kubernetes', '1.36.5'], /NAME: .*1\.36\.5/],
  ['a name that leads elsewhere', ['../../v1.36.5', '--kubernetes', '1.36.5'], /NAME: .*v1\.36\.5/],
  ['a part without a version', ['v1.36.5', '--set', 'pause'], /NAME=VALUE/],
] as const) {
  test(`${what} is wrong usage`, async t => {
    await refused(t, args, message, 64);
  });
}

test('a Release with mistakes is not copied', async t => {
  write(t.context, 'releases/v1.36.4.yaml', fullRelease.replace('  flatcar:\n', '  flatcat: 1\n  flatcar:\n'));
  await refused(t, ['v1.36.5', '--kubernetes', '1.36.5'], /Release "v1\.36\.4" has mistakes/);
});

test('a URL that does not hold its version is not guessed', async t => {
  write(
    t.context,
    'releases/v1.36.4.yaml',
    fullRelease.replace('release/v1.36.4/bin/linux/{arch}/kubelet', 'stable/{arch}/kubelet'),
  );
  await refused(t, ['v1.36.5', '--kubernetes', '1.36.5'], /the URL of kubelet does not hold kubernetes's version/);
});
