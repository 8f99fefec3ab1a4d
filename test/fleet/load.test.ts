import test from 'ava';
import { AppError } from '../../src/errors.js';
import { loadFleet } from '../../src/fleet/load.js';
import { edited, exampleFiles, filesOf, loadExample, summary } from './repository.js';

const dev = 'clusters/dev-b/cluster.yaml';
const prod = 'clusters/prod-a/cluster.yaml';
const workers = 'clusters/prod-a/workers.yaml';

test('the example loads as one fleet with defaults merged and references resolved', async t => {
  const { fleet, findings, fileCount } = await loadExample();
  t.deepEqual(findings, []);
  t.is(fileCount, 9);
  t.deepEqual(
    fleet?.clusters.map(cluster => cluster.name),
    ['dev-b', 'prod-a'],
  );
  const prodA = fleet?.clusters[1];
  t.is(prodA?.account.id, '111122223333');
  t.is(prodA?.region, 'eu-central-1');
  t.is(prodA?.release.kubernetes.version, '1.36.4');
  t.is(prodA?.connect?.vpc.cidr, '10.0.0.0/16');
  t.deepEqual(prodA?.tags, { 'managed-by': 'clusterwright', 'cost-center': '4711' });
  t.deepEqual(
    prodA?.nodePools.map(pool => [pool.name, pool.update.maxBatch]),
    [
      ['batch', 5],
      ['workers', 1],
    ],
  );
});

test('files may be split, merged and named freely, and keys may stand in any order', async t => {
  const files = exampleFiles();
  const merged = [...files.values()].map(String).join('\n---\n');
  const one = await loadFleet(filesOf(new Map([['everything.yml', merged]])));
  t.deepEqual(summary(one), []);
  t.is(one.fleet?.clusters.length, 2);
});

test('an unknown field is one finding, at its key, with the field that was meant', async t => {
  const loaded = await loadExample({ [prod]: edited(prod, '  network:', '  netwrok:') });
  t.deepEqual(summary(loaded), [
    'clusters/prod-a/cluster.yaml:9:3 CW1002 spec.netwrok: unknown field "netwrok" | did you mean "network"?',
  ]);
});

test('all mistakes of a repository are found in one run, by file and line', async t => {
  const loaded = await loadExample({
    'accounts/platform.yaml': edited('accounts/platform.yaml', 'spec:', 'spec:\n  colour: red'),
    [dev]: edited(dev, 'replicas: 1', 'replicas: 2'),
    [workers]: edited(workers, 'min: 3', 'min: three'),
  });
  t.deepEqual(
    loaded.findings.map(({ at, code }) => `${at.file} ${code}`),
    ['accounts/platform.yaml CW1002', `${dev} CW1005`, `${workers} CW1004`],
  );
  t.is(loaded.fleet, undefined);
});

test('a reference that leads nowhere is told at the referring line, with the name that was meant', async t => {
  const loaded = await loadExample({ [prod]: edited(prod, 'account: payments-prod', 'account: payment-prod') });
  t.deepEqual(summary(loaded), [
    'clusters/prod-a/cluster.yaml:8:12 CW1011 spec.account: there is no Account "payment-prod" | did you mean "payments-prod"?',
  ]);
});

test('a reference to a document that is itself wrong is no second mistake', async t => {
  const broken = edited('accounts/payments-prod.yaml', 'spec:', 'spec: [');
  const loaded = await loadExample({ 'accounts/payments-prod.yaml': broken });
  t.deepEqual(
    loaded.findings.map(finding => finding.code),
    ['CW1006'],
  );
});

test('a field that neither the cluster nor the defaults set is missing at the spec of the cluster', async t => {
  const loaded = await loadExample({ 'fleet.yaml': edited('fleet.yaml', '      release: v1.36.4\n', '') });
  t.deepEqual(
    loaded.findings.map(({ at, code, path }) => `${at.file} ${code} ${path}`),
    [`${dev} CW1003 spec.release`, `${prod} CW1003 spec.release`],
  );
});

test('an account id without quotes is told to be quoted', async t => {
  const changed = edited('accounts/platform.yaml', '"999900001111"', '999900001111');
  const loaded = await loadExample({ 'accounts/platform.yaml': changed });
  t.regex(summary(loaded)[0] ?? '', /CW1004 spec\.id: must be text, is a number \| put it in quotes/);
});

test('a name that exists already is told with the place of the other', async t => {
  const loaded = await loadExample({ 'accounts/copy.yaml': String(exampleFiles().get('accounts/platform.yaml')) });
  t.regex(
    summary(loaded)[0] ?? '',
    /CW1010 metadata\.name: Account "platform" exists already \(accounts\/copy\.yaml:3:19\)/,
  );
});

test('a repository needs exactly one fleet, and each cluster exactly one control plane', async t => {
  const none = await loadExample({ 'fleet.yaml': undefined });
  t.true(none.findings.some(({ code }) => code === 'CW1012'));
  const two = await loadExample({ 'second.yaml': edited('fleet.yaml', 'name: gauss', 'name: euler') });
  t.regex(summary(two)[0] ?? '', /second\.yaml:\d+:1 CW1012 kind: a second Fleet/);
  const headless = await loadExample({
    [dev]: edited(dev, /---\napiVersion[^-]*kind: ControlPlane[\s\S]*?(?=---)/, ''),
  });
  t.regex(summary(headless)[0] ?? '', /CW1013 metadata\.name: cluster "dev-b" has no control plane/);
});

test('what is missing is still told while another file cannot be read, unless it may stand in there', async t => {
  const unreadable = 'apiVersion: clusterwright.io/v1alpha1\nkind: Account\nmetadata: { name: other }\nspec: [\n';
  const changes = {
    'accounts/platform.yaml': undefined,
    'accounts/payments-prod.yaml': undefined,
    'accounts/broken.yaml': unreadable.replace('other', 'payments-prod'),
  };
  t.deepEqual(
    (await loadExample(changes)).findings.map(({ at, code, path }) => `${at.file} ${code} ${path}`),
    [
      'accounts/broken.yaml CW1006 ',
      'fleet.yaml CW1011 spec.store.account',
      'fleet.yaml CW1011 spec.managementNetworks[0].account',
    ],
  );
});

test('a control plane with a mistake is not missing, another cluster may still lack one', async t => {
  const broken = edited(prod, 'replicas: 3', 'replicas: 4');
  const headless = edited(dev, /---\napiVersion[^-]*kind: ControlPlane[\s\S]*?(?=---)/, '');
  const { findings } = await loadExample({ [prod]: broken, [dev]: headless });
  t.deepEqual(
    findings.map(({ at, code }) => `${at.file} ${code}`),
    [`${dev} CW1013`, `${prod} CW1005`],
  );
});

test('a wrong default is told once, where it is written', async t => {
  const loaded = await loadExample({ 'fleet.yaml': edited('fleet.yaml', 'release: v1.36.4', 'release: v1.36.5') });
  t.deepEqual(summary(loaded), [
    'fleet.yaml:29:16 CW1011 spec.defaults.cluster.release: there is no Release "v1.36.5" | did you mean "v1.36.4"?',
  ]);
});

test('a mistake in the Fleet hides none of the references between other documents', async t => {
  const loaded = await loadExample({
    'fleet.yaml': edited('fleet.yaml', 'domain:', 'domian:'),
    [workers]: edited(workers, 'cluster: prod-a', 'cluster: prod-x'),
    [prod]: edited(prod, 'account: payments-prod', 'account: payments'),
  });
  t.deepEqual(
    loaded.findings.map(({ at, code, path }) => `${at.file} ${code} ${path}`),
    [`${prod} CW1011 spec.account`, `${workers} CW1011 spec.cluster`, 'fleet.yaml CW1002 spec.domian'],
  );
});

test('what a spec says cannot steer the terminal that shows it', async t => {
  const loaded = await loadExample({ [workers]: edited(workers, 'cluster: prod-a', 'cluster: "\\e[2J\\u202eprod"') });
  const [line = ''] = summary(loaded);
  t.true(line.includes('"\\u001b[2J\\u202eprod"'), line);
  t.false(line.includes('\u001b') || line.includes('\u202e'));
});

test('a value of a list of possible ones is told to lose its quotes, if that is all', async t => {
  const quotes = await loadExample({ [prod]: edited(prod, 'replicas: 3', 'replicas: "3"') });
  t.regex(summary(quotes)[0] ?? '', /"3" is not a possible value \| write it without quotes/);
  const typo = await loadExample({ [workers]: edited(workers, 'price-capacity', 'price-capacty') });
  t.regex(summary(typo)[0] ?? '', /did you mean "price-capacity-optimized"\?/);
});

test('a name of the wrong form is one mistake, and the documents that refer to it are none', async t => {
  const loaded = await loadExample({ [dev]: edited(dev, '  name: dev-b\n', '  name: Dev_B\n') });
  t.deepEqual(
    loaded.findings.map(({ code, path }) => `${code} ${path}`),
    ['CW1005 metadata.name'],
  );
  const empty = await loadExample({ [dev]: edited(dev, '  name: dev-b\n', '  name: ""\n') });
  t.is(empty.findings.length, 1);
});

test('a number in quotes and text without them are told to change that', async t => {
  const loaded = await loadExample({
    [workers]: edited(workers, 'min: 3', 'min: "3"'),
    [dev]: edited(dev, 'team: payments', 'team: true'),
  });
  t.deepEqual(
    loaded.findings.map(finding => finding.hint),
    ['put it in quotes', 'write it without quotes'],
  );
});

test('a key that AWS reserves is no tag, in whatever letter case', async t => {
  const loaded = await loadExample({ [prod]: edited(prod, 'cost-center:', 'AWS:cost:') });
  t.regex(summary(loaded)[0] ?? '', /CW1005 spec\.tags\.AWS:cost: "AWS:cost" has the wrong form \| A key has/);
});

test('a mistake in a document does not hide that its references lead nowhere', async t => {
  const loaded = await loadExample({
    [prod]: edited(prod, 'account: payments-prod', 'accuont: x\n  connect: mian\n  release: v9.9.9'),
    [workers]: edited(workers, 'cluster: prod-a', 'cluster: prod-x\n  colour: red'),
  });
  t.deepEqual(
    loaded.findings.map(({ at, code, path }) => `${at.file} ${code} ${path}`),
    [
      `${prod} CW1002 spec.accuont`,
      `${prod} CW1011 spec.connect`,
      `${prod} CW1011 spec.release`,
      `${workers} CW1011 spec.cluster`,
      `${workers} CW1002 spec.colour`,
    ],
  );
});

test('a mistake in the Fleet or in a cluster hides none of its pools and accounts', async t => {
  const mistakes = {
    [workers]: edited(workers, 'min: 3', 'min: 12'),
    'accounts/platform.yaml': edited('accounts/platform.yaml', '"999900001111"', '"999900002222"'),
  };
  for (const broken of [
    { 'fleet.yaml': edited('fleet.yaml', 'domain:', 'domian:') },
    { [prod]: edited(prod, '  network:', '  netwrok:') },
  ]) {
    const { findings } = await loadExample({ ...mistakes, ...broken });
    t.deepEqual(findings.map(({ code }) => code).sort(), ['CW1002', 'CW1023', 'CW1101']);
  }
});

test('a value is told to be quoted only where quotes would mend it', async t => {
  const id = await loadExample({
    'accounts/platform.yaml': edited('accounts/platform.yaml', '"999900001111"', '009900001111'),
  });
  t.regex(summary(id)[0] ?? '', /CW1004 spec\.id: must be text, is a number \| The 12-digit account id, quoted/);
  const percent = await loadExample({ [workers]: edited(workers, 'maxBatch: 10%', 'maxBatch: 10') });
  t.regex(summary(percent)[0] ?? '', /CW1004 spec\.update\.maxBatch: must be text, is a number \| Nodes replaced/);
});

test('settings of other tools are no specs', async t => {
  const { findings } = await loadExample({
    '.pre-commit-config.yaml': 'repos: []\n',
    '.github/workflows/ci.yaml': 'on: push\n',
    'docs/node_modules/x/y.yml': 'a: 1\n',
  });
  t.deepEqual(findings, []);
});

test('what lies behind symlinks and submodules is not read, and that is said', async t => {
  const files = filesOf(exampleFiles());
  const others = [
    { path: 'accounts/link.yaml', sizeBytes: 0, kind: 'symlink' },
    { path: 'clusters/elsewhere', sizeBytes: 0, kind: 'symlink' },
    { path: 'clusters/vendored', sizeBytes: 0, kind: 'submodule' },
    { path: 'docs/README.md', sizeBytes: 0, kind: 'symlink' },
  ] as const;
  const loaded = await loadFleet({ ...files, list: async () => [...(await files.list()), ...others] });
  t.deepEqual(
    loaded.findings.map(({ at, severity }) => `${at.file} ${severity}`),
    ['accounts/link.yaml error', 'clusters/elsewhere warning', 'clusters/vendored warning'],
  );
});

const wrongFiles: readonly [title: string, content: string | Uint8Array, expected: RegExp][] = [
  ['an empty file', '', /:1:1 CW1007 : the file is empty/],
  ['a file of comments only', '# later\n', /CW1007 : the file is empty/],
  ['an empty document', 'a: 1\n---\n---\nb: 1\n', /CW1007/],
  ['broken YAML', 'a: [1, 2\nb: 3\n', /:\d+:\d+ CW1006 : not valid YAML/],
  ['a duplicate key', 'apiVersion: a\napiVersion: b\n', /:2:1 CW1006 : the same key is written twice/],
  ['an alias', 'a: &x 1\nb: *x\n', /CW1006 : aliases \(\*name\) are not supported/],
  [
    'an alias bomb',
    `a: &a [1]\n${'bcdefghijk'.replace(/./g, c => `${c}: &${c} [*${String.fromCharCode(c.charCodeAt(0) - 1)}]\n`)}`,
    /CW1006 : aliases/,
  ],
  ['deep nesting', `a: ${'['.repeat(20_000)}`, /CW1006 : nested more than 50 levels/],
  ['an unknown tag', 'a: !!python/object:os.system x\n', /CW1006/],
  ['a list', '- 1\n', /:1:1 CW1004 : a spec must be a map/],
  ['a scalar', 'hello\n', /CW1004 : a spec must be a map/],
  [
    'another apiVersion',
    'apiVersion: apps/v1\nkind: Deployment\n',
    /:1:13 CW1008 apiVersion: unknown apiVersion "apps\/v1"/,
  ],
  ['no apiVersion', 'kind: Cluster\n', /CW1008 : missing field "apiVersion"/],
  [
    'an unknown kind',
    'apiVersion: clusterwright.io/v1alpha1\nkind: Clutser\n',
    /:2:7 CW1009 kind: unknown kind "Clutser" \| did you mean "Cluster"\?/,
  ],
  [
    'a prototype key',
    'apiVersion: clusterwright.io/v1alpha1\nkind: Account\n__proto__: { a: 1 }\nmetadata: { name: x1 }\n',
    /CW1002 __proto__: unknown field/,
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from([0x61, 0x3a, 0x20, 0x0a, 0x62, 0xff, 0x0a]),
    /:2:2 CW1001 : the file is not UTF-8 from here on/,
  ],
  ['UTF-16', Buffer.from('\ufeffa: 1\n', 'utf16le'), /CW1001 : the file is UTF-16/],
  ['a NUL character', 'a: 1\nb: "\0"\n', /:2:5 CW1001 : the file holds a NUL/],
  ['a huge file', Buffer.alloc(5 * 1024 * 1024, 0x20), /CW1001 : the file has 5242880 bytes/],
];

for (const [title, content, expected] of wrongFiles) {
  test(`${title} is a finding with a place, and the rest of the repository is still checked`, async t => {
    const loaded = await loadExample({ 'a-wrong.yaml': content, [workers]: edited(workers, 'min: 3', 'min: three') });
    const lines = summary(loaded);
    t.regex(lines[0] ?? '', /^a-wrong\.yaml/);
    t.true(
      lines.some(line => expected.test(line)),
      lines.join('\n'),
    );
    t.true(lines.some(line => line.startsWith(`${workers}:`) && line.includes('CW1004')));
    t.is(loaded.fleet, undefined);
  });
}

const crlf = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;

test('CRLF line ends and a byte order mark change nothing, not even positions', async t => {
  const files = [...exampleFiles()].map(([path, text]) => [path, crlf(String(text))] as const);
  t.deepEqual((await loadExample(Object.fromEntries(files))).findings, []);
  const wrong = await loadExample({ [prod]: crlf(edited(prod, '  network:', '  netwrok:')) });
  t.regex(summary(wrong)[0] ?? '', /^clusters\/prod-a\/cluster\.yaml:9:3 /);
});

test('templates are not specs', async t => {
  const { findings } = await loadExample({ 'templates/mail.yaml': 'Resources: {}\n' });
  t.deepEqual(findings, []);
});

test('a folder without YAML files is no fleet repository', async t => {
  const error = await t.throwsAsync(loadFleet(filesOf(new Map([['README.md', 'x']]))), { instanceOf: AppError });
  t.is(error.code, 'not-a-fleet-repository');
  t.truthy(error.hint);
});

const wrongForms: readonly [what: string, from: string, to: string, path: string][] = [
  ['a day that the calendar has not', ...paused('2027-02-30')],
  ['a month that the calendar has not', ...paused('2026-13-01')],
  ['an hour that the clock has not', ...paused('2026-12-01T25:00Z')],
  ['a path that leaves its folder', ...secret('/etc/../root/x')],
  ['a path of a folder', ...secret('/etc/x/')],
  ['a name with an empty part', 'spec:\n', 'spec:\n  api: { altNames: ["a..example.com"] }\n', 'spec.api.altNames[0]'],
  [
    'a price of nothing',
    '[{ type: m6i.large }]',
    '[{ type: m6i.large }]\n    spot: { maxPrice: "0.0" }',
    'spec.instances.spot.maxPrice',
  ],
  ['a label whose prefix is no name', '  scaling:', '  labels: { "a..b/c": x }\n  scaling:', 'spec.labels.a..b/c'],
];

function paused(until: string): [string, string, string] {
  return ['spec:\n', `spec:\n  paused: { reason: migration, until: "${until}" }\n`, 'spec.paused.until'];
}

function secret(path: string): [string, string, string] {
  const text = `{ name: token, path: ${path}, secretRef: { kubernetes: { name: a, key: b } } }`;
  return ['spec:\n', `spec:\n  secrets: [${text}]\n`, 'spec.secrets[0].path'];
}

for (const [what, from, to, path] of wrongForms) {
  test(`${what} is refused, and nothing else is said`, async t => {
    const { findings } = await loadExample({ [dev]: edited(dev, from, to) });
    t.deepEqual(
      findings.map(finding => `${finding.code} ${finding.path}`),
      [`CW1005 ${path}`],
    );
  });
}

test('a second Fleet is one too many, also under the same name', async t => {
  const { findings } = await loadExample({ 'other.yaml': String(exampleFiles().get('fleet.yaml')) });
  t.deepEqual(
    findings.map(({ code, at }) => `${code} ${at.file}`),
    ['CW1012 other.yaml'],
  );
});
