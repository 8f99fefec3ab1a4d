import { X509Certificate } from 'node:crypto';
import test from 'ava';
import { type At, clusterInSandbox, pki, threeMasters } from './cluster-in-sandbox.js';

const all = ['one/tccpn', 'one/tcnp-workers'];

/** When the leaves that nodes have end, as days. */
async function ends(at: At): Promise<readonly string[]> {
  const nodes = await at.nodes();
  const leaves = nodes.flatMap(({ files }) =>
    [...files].filter(([path]) => /^(apiserver|bootstrap|etcd\/member)\.crt$/.test(path)),
  );
  const days = leaves.map(([, pem]) => new Date(new X509Certificate(pem).validTo).toISOString().slice(0, 10));
  return [...new Set(days)];
}

test('leaves are renewed together when their day comes, as a roll, and an apply goes by the day of its plan', async t => {
  const { at, sandbox } = await clusterInSandbox(t);
  const first = await at('2026-11-21T10:00:00Z', threeMasters);
  t.deepEqual((await first.apply()).problems, []);
  t.deepEqual(await ends(first), ['2027-05-20']);

  const eve = await at('2027-02-18T23:59:00Z', threeMasters);
  const midnight = await at('2027-02-19T00:01:00Z', threeMasters);
  t.deepEqual(
    (await midnight.apply(await eve.plan())).changed,
    [],
    'what the plan of the eve did not show is not done',
  );

  const shown = await midnight.plan();
  const nextDay = await at('2027-02-20T09:00:00Z', threeMasters);
  const renewed = await nextDay.apply(shown);
  t.deepEqual([renewed.problems, renewed.rolled, renewed.mistrust], [[], all, []]);
  t.deepEqual(await ends(nextDay), ['2027-08-18']);

  sandbox.resetCalls();
  t.deepEqual((await (await at('2027-03-01T10:00:00Z', threeMasters)).apply(await nextDay.plan())).changed, []);
  const writes = sandbox
    .calls()
    .filter(({ action }) => /^(Encrypt|GenerateDataKey|Put|Create|Execute|Update)/.test(action));
  t.deepEqual(writes, [], 'a settled cluster encrypts and uploads nothing');
});

test('leaves are renewed from the day that the specs say', async t => {
  const { at } = await clusterInSandbox(t);
  t.deepEqual((await (await at('2026-11-21T10:00:00Z', threeMasters)).apply()).problems, []);
  const asked = [...threeMasters, pki('{ renewFrom: "2026-12-24" }')];
  const due = await at('2026-12-25T10:00:00Z', asked);
  const renewed = await due.apply();
  t.deepEqual([renewed.problems, renewed.rolled, renewed.mistrust], [[], all, []]);
  t.deepEqual(await ends(due), ['2027-06-22']);
});

test('certificates that have ended are told of and renewed; a pause is named as the cause', async t => {
  const { at } = await clusterInSandbox(t);
  t.deepEqual((await (await at('2026-11-21T10:00:00Z', threeMasters)).apply()).problems, []);
  const late = await at('2027-08-01T10:00:00Z', threeMasters);
  const plan = await late.plan();
  t.deepEqual(
    plan.findings.map(({ code, path, message }) => [code, path, message]),
    [['CW4001', 'metadata.name', 'certificates of one ended on 2027-05-20, and were due for renewal on 2027-02-19']],
  );
  for (const [until, path] of [
    ['', 'spec.paused'],
    [', until: "2027-03-06"', 'spec.paused'],
    [', until: "2027-03-05"', 'metadata.name'],
  ] as const) {
    const pause = `  connect: none\n  paused: { reason: the audit goes on${until} }\n`;
    const paused = await at('2027-03-06T10:00:00Z', [...threeMasters, ['fleet.yaml', '  connect: none\n', pause]]);
    t.deepEqual(
      (await paused.plan()).findings.map(finding => [finding.code, finding.path]),
      [['CW4001', path]],
      until,
    );
  }
  const renewed = await late.apply(plan);
  t.deepEqual([renewed.problems, renewed.rolled], [[], all]);
  t.deepEqual(await ends(late), ['2027-11-16']);
  t.deepEqual((await late.plan()).findings, []);
});
