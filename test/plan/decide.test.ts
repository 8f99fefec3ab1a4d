import test from 'ava';
import type { stackStatuses } from '../../src/cfn/stack-status.js';
import { AppError } from '../../src/errors.js';
import type { StackArtifact } from '../../src/model/artifact.js';
import { bookkeeping } from '../../src/model/bookkeeping.js';
import { type LiveStack, placeOf, targetKey } from '../../src/observe/snapshot.js';
import { decide } from '../../src/plan/decide.js';
import type { Decision } from '../../src/plan/decision.js';
import { desiredOf } from '../../src/plan/desired.js';
import { applied, artifact, changeSetArn, cluster, fleet, snapshot, template, tenant } from './fixtures.js';

const stack = artifact('dev/tccp');
const wanted = desiredOf(stack, {}, undefined);
const former = desiredOf(artifact('dev/tccp', { template: template('10.0.0.0/24') }), {}, undefined);

function decideAll(stacks: readonly StackArtifact[], ...live: readonly LiveStack[]) {
  return decide({
    fleet: fleet(cluster('dev')),
    artifacts: { stacks, nodeConfigs: [] },
    snapshot: snapshot(...live),
    today: '2026-11-21',
  });
}

function decisionFor(live: LiveStack | undefined): Pick<Decision, 'action' | 'problem' | 'reasons'> {
  const decision = decideAll([stack], ...(live === undefined ? [] : [live])).get(stack.id);
  if (decision === undefined) throw new Error('no decision');
  return decision;
}

const outcome = (live: LiveStack | undefined) => {
  const { action, problem } = decisionFor(live);
  return problem === undefined ? action : `${action} ${problem.code}`;
};

/** What each status leads to when the stack carries what is wanted, something else, or failed to reach what is wanted. */
const table: Readonly<Record<keyof typeof stackStatuses, readonly [same: string, other: string, tried: string]>> = {
  REVIEW_IN_PROGRESS: ['create', 'create', 'create'],
  CREATE_IN_PROGRESS: ['wait', 'wait', 'wait'],
  CREATE_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  CREATE_COMPLETE: ['none', 'update', 'update'],
  ROLLBACK_IN_PROGRESS: ['wait', 'wait', 'wait'],
  ROLLBACK_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  ROLLBACK_COMPLETE: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  DELETE_IN_PROGRESS: ['stop being-deleted', 'stop being-deleted', 'stop being-deleted'],
  DELETE_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  DELETE_COMPLETE: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  UPDATE_IN_PROGRESS: ['wait', 'wait', 'wait'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: ['wait', 'wait', 'wait'],
  UPDATE_COMPLETE: ['none', 'update', 'update'],
  UPDATE_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  UPDATE_ROLLBACK_IN_PROGRESS: ['wait', 'wait', 'wait'],
  UPDATE_ROLLBACK_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: ['wait', 'wait', 'wait'],
  UPDATE_ROLLBACK_COMPLETE: ['none', 'update', 'stop reverted'],
  IMPORT_IN_PROGRESS: ['wait', 'wait', 'wait'],
  IMPORT_COMPLETE: ['none', 'update', 'update'],
  IMPORT_ROLLBACK_IN_PROGRESS: ['wait', 'wait', 'wait'],
  IMPORT_ROLLBACK_FAILED: ['stop stuck-stack', 'stop stuck-stack', 'stop stuck-stack'],
  IMPORT_ROLLBACK_COMPLETE: ['none', 'update', 'stop reverted'],
};

for (const [status, [same, other, tried]] of Object.entries(table)) {
  test(`${status} leads to ${same} as wanted, ${other} otherwise, ${tried} if that is what was tried last`, t => {
    t.is(outcome(applied(stack, wanted, { status })), same);
    t.is(outcome(applied(stack, former, { status })), other);
    t.is(outcome(applied(stack, former, { status, changeSet: changeSetArn(wanted, 1) })), tried);
  });
}

test('a stack that does not exist is created', t => {
  t.is(outcome(undefined), 'create');
});

test('a status that AWS invents later leaves the stack alone', t => {
  t.is(outcome(applied(stack, wanted, { status: 'UPDATE_PAUSED' })), 'stop stuck-stack');
});

test('every status that stops says what to do next', t => {
  for (const [status, [, other]] of Object.entries(table)) {
    if (!other.startsWith('stop')) continue;
    t.truthy(decisionFor(applied(stack, former, { status })).problem?.hint, status);
  }
});

test('a stack of another owner is foreign, whatever it looks like', t => {
  const foreign = { [bookkeeping.owner]: 'gauss/other' };
  t.is(outcome(applied(stack, wanted, { outputs: foreign })), 'stop foreign-stack');
  t.is(outcome({ ...applied(stack, wanted), outputs: { VpcId: 'vpc-1' } }), 'stop foreign-stack');
  t.is(outcome({ ...applied(stack, wanted), outputs: {}, parameters: {} }), 'stop foreign-stack');
});

test('a stack without outputs tells its owner by its parameters', t => {
  const creating = { ...applied(stack, wanted, { status: 'CREATE_IN_PROGRESS' }), outputs: {} };
  t.is(outcome(creating), 'wait');
  t.is(outcome({ ...creating, parameters: { [bookkeeping.owner]: 'gauss/other' } }), 'stop foreign-stack');
});

test('a stack without resources is ours only if all its change sets are', t => {
  const review = { ...applied(stack, wanted, { status: 'REVIEW_IN_PROGRESS' }), outputs: {}, parameters: {} };
  t.is(outcome({ ...review, changeSetNames: ['apply-0123456789ab-1'] }), 'create');
  t.is(outcome({ ...review, changeSetNames: ['apply-0123456789ab-1', 'by-hand'] }), 'stop foreign-stack');
});

test('a stack that is as wanted and not protected is protected', t => {
  t.is(outcome(applied(stack, wanted, { terminationProtection: false })), 'protect');
});

test('parameters and tags that somebody changed directly are noticed and named', t => {
  const live = applied(stack, wanted, { tags: { team: 'x' } });
  const { action, reasons } = decisionFor({ ...live, parameters: { ...live.parameters, Owner: 'someone' } });
  t.is(action, 'update');
  t.deepEqual(reasons, [
    'parameter Owner was changed outside of clusterwright',
    'tag team of the stack was changed outside of clusterwright',
  ]);
});

test('what CloudFormation sees no change in is not proposed again', t => {
  const live = applied(stack, wanted, { tags: { team: 'x' } });
  const artifacts = { stacks: [stack], nodeConfigs: [] };
  const input = { fleet: fleet(), artifacts, snapshot: snapshot(live), today: '2026-11-21' };
  t.is(decide({ ...input, unchangeable: new Map([[stack.id, wanted.digest]]) }).get(stack.id)?.action, 'none');
  t.is(decide({ ...input, unchangeable: new Map([[stack.id, former.digest]]) }).get(stack.id)?.action, 'update');
});

const network = artifact('dev/tccp');
const nodes = artifact('dev/tcnp-a', {
  inputs: { Vpc: { from: 'output', stack: 'dev/tccp', name: 'VpcId' } },
  template: template('10.64.0.0/24', { Parameters: { Vpc: { Type: 'String' } } }),
});
const routes = artifact('dev/tcnpf-a', { after: ['dev/tcnp-a'] });
const liveNetwork = applied(network, wanted, { outputs: { VpcId: 'vpc-1' } });

test('a stack whose upstream does not exist is known after it', t => {
  const { action, desired, knownAfter } = decideAll([routes, nodes, network]).get(nodes.id) as Decision;
  t.deepEqual({ action, desired, knownAfter }, { action: 'create', desired: undefined, knownAfter: ['dev/tccp'] });
});

test('outputs of upstream stacks are resolved into the desired digest', t => {
  const { desired, waitsFor } = decideAll([nodes, network], liveNetwork).get(nodes.id) as Decision;
  t.deepEqual(waitsFor, []);
  t.is(desired?.parameters.Vpc, 'vpc-1');
  t.is(desired?.digest, desiredOf(nodes, { Vpc: 'vpc-1' }, undefined).digest);
});

test('a stack that would stay as it is with the outputs of now is still known after an upstream that changes', t => {
  const changing = applied(network, former, { outputs: { VpcId: 'vpc-1' } });
  const live = applied(nodes, desiredOf(nodes, { Vpc: 'vpc-1' }, undefined));
  const { action, knownAfter } = decideAll([nodes, network], changing, live).get(nodes.id) as Decision;
  t.deepEqual({ action, knownAfter }, { action: 'none', knownAfter: ['dev/tccp'] });
});

test('a stack that only has to come after another one is known before', t => {
  const decision = decideAll([routes, nodes, network], liveNetwork).get(routes.id) as Decision;
  t.deepEqual(decision.waitsFor, ['dev/tcnp-a']);
  t.deepEqual(decision.knownAfter, []);
  t.truthy(decision.desired);
});

test('each decision comes after those it waits for', t => {
  t.deepEqual([...decideAll([routes, nodes, network]).keys()], ['dev/tccp', 'dev/tcnp-a', 'dev/tcnpf-a']);
});

test('a stack that is stuck blocks what depends on it, at any distance, and nothing else', t => {
  const stuck = applied(network, wanted, { status: 'UPDATE_ROLLBACK_FAILED', outputs: { VpcId: 'vpc-1' } });
  const other = artifact('prod/tccp');
  const decisions = decideAll([routes, nodes, network, other], stuck);
  const blocked = (id: string) => [decisions.get(id)?.action, decisions.get(id)?.blockedBy];
  t.deepEqual(blocked(nodes.id), ['stop', ['dev/tccp']]);
  t.deepEqual(blocked(routes.id), ['stop', ['dev/tcnp-a']]);
  t.deepEqual(blocked(other.id), ['create', []]);
});

test('a missing output of a stack that is through stops with its name', t => {
  const decision = decideAll([nodes, network], applied(network, wanted)).get(nodes.id);
  t.is(decision?.problem?.code, 'output-missing');
  t.regex(decision?.problem?.message ?? '', /dev\/tccp VpcId/);
});

test('stacks of an account that cannot be read stop with its failure, and others go on', t => {
  const other = artifact('prod/tccp', {
    target: { account: { ...tenant, id: '444455556666' }, region: stack.target.region },
  });
  const failure = new AppError('assume-role-denied', 'denied', { hint: 'ask' });
  const { targets } = snapshot();
  const decisions = decide({
    fleet: fleet(),
    artifacts: { stacks: [stack, other], nodeConfigs: [] },
    snapshot: { targets, failures: new Map([[targetKey(placeOf(other.target)), failure]]) },
    today: '2026-11-21',
  });
  t.is(decisions.get(stack.id)?.action, 'create');
  t.deepEqual(decisions.get(other.id)?.problem, { code: 'assume-role-denied', message: 'denied', hint: 'ask' });
});

test('stacks that wait for each other are a defect that is told', t => {
  const stacks = [artifact('dev/tcs', { after: ['dev/tccp'] }), artifact('dev/tccp', { after: ['dev/tcs'] })];
  t.throws(() => decideAll(stacks), { code: 'dependency-cycle' });
});
