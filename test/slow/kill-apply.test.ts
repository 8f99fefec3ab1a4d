import { setTimeout as wait } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand, ListChangeSetsCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import {
  clusterwright,
  type Environment,
  ended,
  exampleRepository,
  startClusterwright,
  startSandboxProcess,
} from '../cli/process.js';

const region = 'eu-central-1';
const accounts = ['999900001111', '111122223333', '444455556666'];

interface StackState {
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly isProtected: boolean | undefined;
  readonly changeSets: number;
}

/** What both ways must end in. Ids and digests of resolved inputs differ between two sandboxes, so they stay out. */
async function stateOf(env: Environment): Promise<StackState[]> {
  const states = await Promise.all(accounts.map(account => stacksOf(account, env)));
  return states.flat().sort((a, b) => (`${a.name}` < `${b.name}` ? -1 : 1));
}

async function stacksOf(account: string, env: Environment): Promise<StackState[]> {
  const client = new CloudFormationClient({
    region,
    endpoint: env.AWS_ENDPOINT_URL ?? '',
    credentials: { accessKeyId: account, secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' },
  });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  return Promise.all(
    Stacks.map(async stack => {
      const { Summaries = [] } = await client.send(new ListChangeSetsCommand({ StackName: stack.StackId }));
      return {
        name: stack.StackName,
        status: stack.StackStatus,
        isProtected: stack.EnableTerminationProtection,
        changeSets: Summaries.filter(summary => summary.ExecutionStatus !== 'EXECUTE_COMPLETE').length,
      };
    }),
  );
}

test('apply, killed with SIGKILL at any moment and started again, ends in the same state', async t => {
  const repository = await exampleRepository();
  t.teardown(() => repository.remove());
  const apply = ['apply', '--yes', '-C', repository.directory];

  const clean = await startSandboxProcess();
  t.teardown(() => clean.stop());
  const started = Date.now();
  const reference = await clusterwright(apply, clean.env);
  const durationMs = Date.now() - started;
  t.is(reference.exitCode, 0, reference.stdout + reference.stderr);
  const expected = await stateOf(clean.env);
  t.true(expected.length > 10);

  for (let round = 0; round < 10; round += 1) {
    const sandbox = await startSandboxProcess();
    const killed = startClusterwright(apply, sandbox.env);
    const killAfterMs = Math.round(300 + Math.random() * durationMs);
    await Promise.race([wait(killAfterMs), ended(killed)]);
    killed.kill('SIGKILL');
    const again = await clusterwright(apply, sandbox.env);
    t.is(again.exitCode, 0, `killed after ${killAfterMs} ms: ${again.stdout}${again.stderr}`);
    t.deepEqual(await stateOf(sandbox.env), expected, `killed after ${killAfterMs} ms`);
    const settled = await clusterwright(['plan', '--detailed-exitcode', '-C', repository.directory], sandbox.env);
    t.is(settled.exitCode, 0, `killed after ${killAfterMs} ms: ${settled.stdout}`);
    await sandbox.stop();
  }
});
