import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import type { CertificatesDocument } from '../../../src/model/spec/certificates.generated.js';
import { projectRoot } from '../../cli/process.js';
import { filesOfFleet } from '../../fleets.js';
import { commitAll, writeFiles } from '../../git/scratch.js';
import { appliedFleet } from './applied.js';

const fleet = await appliedFleet();
test.after.always(() => fleet.close());

const schema = (name: string): object =>
  JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.schema.json`), 'utf8'));
const ajv = new Ajv2020({ schemas: [schema('findings')] });
const follows = ajv.compile(schema('certificates'));

/** Commits the fleet with this in the cluster's spec. */
function commitPki(pki: string) {
  const edits = pki === '' ? [] : [['fleet.yaml', 'connect: none', `connect: none\n  pki: ${pki}`] as const];
  writeFiles(fleet.folder, Object.fromEntries(filesOfFleet('small', edits)));
  commitAll(fleet.folder);
}

test.serial('the list tells every authority and key, and the leaves together', async t => {
  const { exitCode, stdout, stderr } = await fleet.run('certs', '--detailed-exitcode');
  t.is(exitCode, 0, stdout + stderr);
  t.regex(stdout, /^one\n {2}NAME +GENERATION +ENDS\n {2}ca +1 +20\d\d-\d\d-\d\d\n/);
  t.regex(stdout, /^ {2}encryption +1 +-$/m);
  t.regex(stdout, /^ {2}9 leaves +20\d\d-\d\d-\d\d +20\d\d-\d\d-\d\d +180 days left, renewed from 20\d\d-\d\d-\d\d$/m);
  t.regex(stdout, /^Nothing is due in 1 cluster\.$/m);
  for (const line of stdout.split('\n')) t.true(line.length <= 100, line);
});

test.serial('as JSON it follows its schema, and leads to the objects of the store', async t => {
  const { stdout } = await fleet.run('certs', 'list', 'one', '--format', 'json');
  const document = JSON.parse(stdout) as CertificatesDocument;
  t.true(follows(document), ajv.errorsText(follows.errors));
  const objects = await fleet.objects('pki/one/');
  const [cluster] = document.clusters;
  t.like(cluster, { cluster: 'one', state: 'in-use', waiting: false });
  const issues = cluster?.certificates.flatMap(({ issues }) => issues) ?? [];
  t.is(issues.length, 7 + 9);
  for (const { object } of issues) t.true(objects.has(object), object);
  t.deepEqual(
    [...objects.keys()].filter(key => !issues.some(({ object }) => object === key)),
    ['pki/one/index.json'],
  );
});

test.serial('looking changes nothing', async t => {
  const before = await fleet.objects();
  await fleet.run('certs');
  await fleet.run('certs', 'explain', 'one');
  t.deepEqual(await fleet.objects(), before);
});

test.serial('explain tells who signed a certificate, what for, where it is and what renews it', async t => {
  const { exitCode, stdout, stderr } = await fleet.run('certs', 'explain', 'one', 'api');
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^api {3}certificate for a server$/m);
  t.regex(stdout, /subject +CN=kube-apiserver$/m);
  t.regex(stdout, /names +api\.one\.k8s\.solo\.example\.com$/m);
  t.regex(stdout, /signed by +ca 1$/m);
  t.regex(stdout, /store +pki\/one\/api\/ca1\..*\.json$/m);
  t.regex(stdout, /on master-1 +\/etc\/kubernetes\/pki\/apiserver\.crt$/m);
  t.regex(stdout, /sha256 +[0-9a-f]{64}$/m);
  t.regex(stdout, /rotation +with ca$/m);
});

test.serial('explain of an authority tells which nodes its rotation replaces', async t => {
  const { stdout } = await fleet.run('certs', 'explain', 'one', 'ca');
  t.regex(stdout, /rotation +at rest; clusterwright certs rotate one ca begins one$/m);
  t.regex(stdout, /trust +all trust the new one +masters, pool workers$/m);
  const { stdout: people } = await fleet.run('certs', 'explain', 'one', 'admin-ca');
  t.regex(people, /trust +all trust the new one +masters$/m);
  t.regex(people, /use +it signs or encrypts +no node is replaced$/m);
});

test.serial('names that there are not are told with those that there are', async t => {
  const unknown = await fleet.run('certs', 'explain', 'one', 'apj');
  t.is(unknown.exitCode, 1);
  t.regex(unknown.stderr, /has no certificate or key "apj"\n {2}next {2}did you mean "api"\?/);
  const { exitCode, stderr } = await fleet.run('certs', 'two');
  t.is(exitCode, 1);
  t.regex(stderr, /there is no cluster "two"/);
});

test.serial('a damaged index does not hide what is in use', async t => {
  const index = (await fleet.objects('pki/one/index.json')).get('pki/one/index.json') ?? '';
  await fleet.put('pki/one/index.json', 'oops');
  const { exitCode, stdout } = await fleet.run('certs');
  await fleet.put('pki/one/index.json', index);
  t.is(exitCode, 0);
  t.regex(stdout, /^ {2}ca +1 +-$/m);
  t.regex(stdout, /pki\/one\/index\.json in the fleet's store is lost or damaged/);
});

test.serial('what a commit asks for is due until it is applied', async t => {
  commitPki('{ rotations: [{ name: ca, generation: 2 }, { name: service-account, generation: 2 }] }');
  const due = await fleet.run('certs', '--detailed-exitcode');
  t.is(due.exitCode, 2);
  t.regex(due.stdout, /^ {2}ca +1 +20\S+ +2 is trusted by the next apply$/m);
  t.regex(due.stdout, /^Something is due or waits in 1 of 1 cluster: one\.$/m);
});

test('clusters without masters say so', async t => {
  const empty = await appliedFleet([], { isApplied: false });
  try {
    const { exitCode, stdout } = await empty.run('certs', '--detailed-exitcode');
    t.is(exitCode, 0);
    t.regex(stdout, /^one {3}no masters yet$/m);
    const explained = await empty.run('certs', 'explain', 'one');
    t.is(explained.exitCode, 1);
    t.regex(explained.stderr, /one has no masters yet/);
  } finally {
    await empty.close();
  }
});
