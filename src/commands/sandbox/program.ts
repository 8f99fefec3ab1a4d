import type { Command } from 'commander';
import { Option } from 'commander';
import type { CommandContext } from '../context.js';
import { faultCommand } from './fault-program.js';
import type { Done } from './options.js';
import { endpoint, format } from './options.js';

/** `sandbox` starts a local AWS; its subcommands talk to a running one. */
export function sandboxCommand(root: Command, context: CommandContext, done: Done): void {
  const sandbox = root
    .command('sandbox')
    .description('run a strict local AWS to rehearse on, or look into a running one')
    .enablePositionalOptions()
    .option('-p, --port <number>', 'port on 127.0.0.1 (default: a free one)')
    .option('--state <dir>', 'keep state in a folder (default: in memory)')
    .option('--seed <text>', 'make ids and times follow from the requests alone')
    .option('--speed <factor>', 'how much faster stacks change than usual (default: 1)')
    .addOption(new Option('--profile <name>', 'refuse calls beyond the rates of a real service').choices(['aws']))
    .addOption(
      new Option(
        '--output-changes <how>',
        'whether changes of nothing but outputs are changes (default: counted)',
      ).choices(['counted', 'ignored']),
    )
    .option('--log <file>', 'append every call to a file, as lines of JSON')
    .action(async options => {
      const { sandbox } = await import('../sandbox.js');
      done(await sandbox(context, options));
    });

  faultCommand(sandbox, context, done);

  placed(sandbox.command('ls').description('list accounts and stacks, or the resources of a stack'))
    .argument('[stack]', 'name or ARN of a stack')
    .addOption(format())
    .action(async (stack, options) => {
      const { listResources, listStacks } = await import('./ls.js');
      const asked = { endpointUrl: undefined, ...options };
      done(await (stack === undefined ? listStacks(context, asked) : listResources(context, stack, asked)));
    });

  placed(sandbox.command('events').description('show the latest calls'))
    .option('-f, --follow', 'go on with those to come', false)
    .option('-n, --limit <number>', 'how many to begin with', '50')
    .addOption(format())
    .action(async options => {
      const { events } = await import('./events.js');
      done(await events(context, { endpointUrl: undefined, ...options }));
    });

  placed(sandbox.command('tamper').description("change a resource behind CloudFormation's back, to make drift"))
    .argument('<stack>', 'name or ARN of a stack')
    .argument('<logical-id>', 'resource in the template')
    .argument('[changes...]', 'Property=value, where the value may be JSON (default: show the properties)')
    .option('--unset <property>', 'take a property away', appended, [])
    .option('--delete', 'delete the resource', false)
    .action(async (stack, logicalId, changes, options) => {
      const { tamper } = await import('./tamper.js');
      done(await tamper(context, { endpointUrl: undefined, ...options, stack, logicalId, changes }));
    });

  sandbox
    .command('reset')
    .description('end all faults and forget calls')
    .option('--all', 'empty every account too', false)
    .addOption(endpoint())
    .action(async options => {
      const { reset } = await import('./reset.js');
      done(await reset(context, { endpointUrl: undefined, ...options }));
    });
}

function placed(command: Command): Command {
  return command
    .option('--account <id>', 'in this account only')
    .option('--region <name>', 'in this region only')
    .addOption(endpoint());
}

function appended(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
