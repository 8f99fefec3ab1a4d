import test from 'ava';
import { AppError } from '../../src/errors.js';
import { observe } from '../../src/observe/observe.js';
import type { StackReader } from '../../src/observe/ports.js';
import type { LiveStack } from '../../src/observe/snapshot.js';
import { desiredOf } from '../../src/plan/desired.js';
import { applied, artifact, platform, region, tenant } from '../plan/fixtures.js';

const signal = new AbortController().signal;
const mine = artifact('dev/tccp');
const store = artifact('store', { target: { account: platform, region } });

function reader(stacks: (accountId: string) => readonly LiveStack[]): StackReader & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    stacks: async target => {
      asked.push(target.account.id);
      return stacks(target.account.id);
    },
    changeSetNames: async (_target, arn) => {
      asked.push(arn);
      return ['plan-by-hand'];
    },
  };
}

test('each account and region is read once, with the stacks that nobody asks for any more', async t => {
  const other = applied(artifact('other'), desiredOf(artifact('other'), {}, undefined));
  const live = applied(mine, desiredOf(mine, {}, undefined));
  const source = reader(account => (account === tenant.id ? [live, other] : []));
  const { targets, failures } = await observe([mine, artifact('prod/tccp'), store], source, signal);
  t.deepEqual(source.asked.toSorted(), [tenant.id, platform.id].toSorted());
  t.deepEqual([...(targets.get(`${tenant.id}/${region}`)?.keys() ?? [])], [mine.stackName, other.name]);
  t.is(targets.get(`${platform.id}/${region}`)?.size, 0);
  t.is(failures.size, 0);
});

test('change sets are only asked for where nothing else tells the owner', async t => {
  const review = applied(mine, desiredOf(mine, {}, undefined), { status: 'REVIEW_IN_PROGRESS' });
  const source = reader(account => (account === tenant.id ? [review] : []));
  const { targets } = await observe([mine], source, signal);
  t.deepEqual(source.asked, [tenant.id, review.arn]);
  t.deepEqual(targets.get(`${tenant.id}/${region}`)?.get(mine.stackName)?.changeSetNames, ['plan-by-hand']);
});

test('change sets of stacks that the fleet does not name are not asked for', async t => {
  const foreign = applied(artifact('other'), desiredOf(artifact('other'), {}, undefined), {
    status: 'REVIEW_IN_PROGRESS',
  });
  const source = reader(account => (account === tenant.id ? [foreign] : []));
  await observe([mine], source, signal);
  t.deepEqual(source.asked, [tenant.id]);
});

test('an account that cannot be read is a failure of its own, never an empty account', async t => {
  const denied = new AppError('assume-role-denied', 'denied');
  const source = reader(account => {
    if (account === tenant.id) throw denied;
    return [];
  });
  const { targets, failures } = await observe([mine, store], source, signal);
  t.false(targets.has(`${tenant.id}/${region}`));
  t.is(failures.get(`${tenant.id}/${region}`), denied);
  t.true(targets.has(`${platform.id}/${region}`));
});

test('if no account can be read, the first reason is thrown', async t => {
  const denied = new AppError('missing-credentials', 'none');
  const source = reader(() => {
    throw denied;
  });
  await t.throwsAsync(observe([mine, store], source, signal), { is: denied });
});
