import type { Command } from 'commander';
import { Option } from 'commander';
import { AppError } from '../../errors.js';
import type { Effect } from '../../sandbox/control/rule.js';
import type { CommandContext } from '../context.js';
import type { RuleOptions } from './fault.js';
import { type Done, endpoint, format } from './options.js';
import { durationMs, positiveNumber, wholeNumber } from './quantities.js';

type Given = Readonly<Record<string, string | undefined>>;

/** `sandbox fault`: a subcommand a kind of fault, so that each takes what it needs and no more. */
export function faultCommand(sandbox: Command, context: CommandContext, done: Done): void {
  const fault = sandbox
    .command('fault')
    .description('make calls to a running sandbox go wrong')
    .addHelpText('after', examples);

  const ofCalls = (name: string, description: string, effect: (given: Given) => Effect): Command =>
    callOptions(fault.command(name).description(description)).action(
      async (calls: string | undefined, given: Given & RuleOptions) => {
        const { addFault } = await import('./fault.js');
        done(await addFault(context, effect(given), { calls, ...given }));
      },
    );
  const ofResources = (name: string, description: string, effect: (given: Given) => Effect): Command =>
    resourceOptions(fault.command(name).description(description)).action(
      async (logicalId: string | undefined, given: Given & RuleOptions) => {
        const { addFault } = await import('./fault.js');
        done(await addFault(context, effect(given), { logicalId, ...given }));
      },
    );

  ofCalls('throttle', 'refuse calls beyond a rate per account, region and action', throttleEffect)
    .option('--rate <number>', 'calls a second')
    .option('--burst <number>', 'calls at once (default: as many as a second)')
    .addOption(new Option('--profile <name>', 'rates of a real service instead').choices(['aws']));
  ofCalls('delay', 'answer late', ({ by = '', ...rest }) => {
    return { kind: 'delay', delayMs: durationMs('--by', by), ...whenOf(rest) };
  })
    .requiredOption('--by <duration>', 'how late: 500ms, 30s')
    .addOption(when());
  ofCalls('reset', 'end the connection instead of an answer', given => ({ kind: 'reset', ...whenOf(given) })).addOption(
    when(),
  );
  ofCalls('truncate', 'end the connection in the middle of the answer', () => ({ kind: 'truncate' }));
  ofCalls('error', 'answer with an error of the server', ({ status, code, message, ...rest }) => ({
    kind: 'error',
    ...(status !== undefined && { status: wholeNumber('--status', status) }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...whenOf(rest),
  }))
    .option('--status <number>', 'HTTP status (default: 500)')
    .option('--code <code>', "error code (default: the service's own)")
    .option('--message <text>', "message (default: the service's own)")
    .addOption(when());
  ofCalls('deny', 'refuse as IAM does', () => ({ kind: 'deny' }));
  ofCalls('expire', "treat the caller's credentials as expired", () => ({ kind: 'expire' }));
  ofCalls('stale', 'answer reads from the state as it is now', () => ({ kind: 'stale' }));
  ofCalls('kill', 'SIGKILL a process when it calls', ({ pid = '', ...rest }) => ({
    kind: 'kill',
    pid: pid === 'sandbox' ? pid : wholeNumber('--pid', pid),
    ...whenOf(rest),
  }))
    .requiredOption('--pid <id>', 'process id, or "sandbox" for the sandbox itself')
    .addOption(when());
  ofResources('fail-resource', 'let the next operation on a resource of a stack fail', ({ reason }) => ({
    kind: 'fail-resource',
    ...(reason !== undefined && { reason }),
  }))
    .option('--reason <text>', 'status reason that the stack shows')
    .addOption(
      new Option('--operation <name>', 'that operation only; read makes drift unknown (default: all but read)').choices(
        ['create', 'update', 'delete', 'read'],
      ),
    )
    .option('--times <number>', 'how often', '1');
  ofResources('phantom-drift', 'let drift-aware change sets tell a change where there is none', ({ change }) => ({
    kind: 'phantom-drift',
    change: change === 'replace' ? change : 'modify',
  }))
    .addOption(new Option('--change <change>', 'what they tell').choices(['modify', 'replace']).default('modify'))
    .option('--times <number>', 'how often (default: until it is removed)');

  fault
    .command('list')
    .description('show the faults in use')
    .addOption(endpoint())
    .addOption(format())
    .action(async options => {
      const { listFaults } = await import('./fault.js');
      done(await listFaults(context, { endpointUrl: undefined, ...options }));
    });
  fault
    .command('remove')
    .description('end faults')
    .argument('<id...>', 'ids, as list shows them')
    .addOption(endpoint())
    .action(async (ids, options) => {
      const { removeFaults } = await import('./fault.js');
      done(await removeFaults(context, ids, { endpointUrl: undefined, ...options }));
    });
}

function callOptions(command: Command): Command {
  command
    .argument('[calls]', 'service:Action, with * for any text (default: every call)')
    .option('--role <name>', 'calls of this role only (name or ARN)')
    .option('--resource <name>', 'calls about this only: bucket/key, key id, role ARN')
    .option('--times <number>', 'how often (default: until it is removed)');
  return ruleOptions(command);
}

function resourceOptions(command: Command): Command {
  command
    .argument('[logical-id]', 'resource in the template (default: any)')
    .option('--type <type>', 'resources of a type only, such as AWS::EC2::VPC');
  return ruleOptions(command);
}

function ruleOptions(command: Command): Command {
  return command
    .option('--stack <name>', 'about this stack only')
    .option('--account <id>', 'in this account only')
    .option('--region <name>', 'in this region only')
    .option('--skip <number>', 'how many that match go by first')
    .option('--for <duration>', 'how long: 500ms, 30s, 5m')
    .addOption(endpoint());
}

function throttleEffect({ rate, burst, profile }: Given): Effect {
  if (profile === 'aws') return { kind: 'throttle', profile };
  if (rate === undefined) {
    throw new AppError('no-rate', 'a throttle needs a rate', { hint: 'give --rate calls a second, or --profile aws' });
  }
  const perSecond = positiveNumber('--rate', rate);
  return {
    kind: 'throttle',
    perSecond,
    burst: burst === undefined ? Math.max(1, Math.ceil(perSecond)) : wholeNumber('--burst', burst),
  };
}

function when(): Option {
  return new Option('--when <moment>', 'before the call has an effect, or after').choices(['before', 'after']);
}

function whenOf({ when }: Given): { readonly when?: 'before' | 'after' } {
  return when === 'before' || when === 'after' ? { when } : {};
}

const examples = `
Examples:
  clusterwright sandbox fault throttle cloudformation:DescribeStacks --rate 5 --burst 10
  clusterwright sandbox fault reset cloudformation:ExecuteChangeSet --when after --times 1
  clusterwright sandbox fault deny 's3:Put*' --role clusterwright-apply --for 5m
  clusterwright sandbox fault fail-resource ApiLoadBalancer --stack gauss-prod-a-tccp`;
