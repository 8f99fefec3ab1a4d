import { Command } from 'commander';
import { certsCommand } from './certs/program.js';
import type { CommandContext } from './context.js';
import { imagesCommand } from './images-program.js';
import { importCommand } from './import/program.js';
import { kubeconfigCommand } from './kubeconfig-program.js';
import { askedHelp, newCommand } from './new/program.js';
import { endpointOption, formatOption, repositoryOption } from './program-options.js';
import { sandboxCommand } from './sandbox/program.js';
import { version } from './version.js';

/**
 * The command line. Each command is imported when it is called, so that `--version` and `--help` stay instant.
 * `done` receives the exit code; usage errors are thrown as CommanderError.
 */
export function program(context: CommandContext, done: (exitCode: number) => void): Command {
  const root = new Command('clusterwright')
    .description(
      'Kubernetes clusters on AWS from specs in Git: validated, rendered, planned, applied exactly as shown.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', exitCodesHelp)
    .showHelpAfterError('(run with --help for the options)')
    // `sandbox --profile` and `sandbox fault throttle --profile` are two options.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: text => context.stdout.write(text),
      writeErr: text => context.stderr.write(text),
    });

  root
    .command('init')
    .description('make a fleet repository in an empty folder')
    .argument('[dir]', 'folder of the repository', '.')
    .option('--name <name>', 'name of the fleet, first part of every stack name')
    .option('--domain <domain>', 'base domain: a cluster answers on api.<cluster>.k8s.<domain>')
    .option('--region <region>', 'AWS region of the store, and of clusters that name no other')
    .option('--account-id <id>', 'AWS account that keeps the private keys of the fleet')
    .option('--account-name <name>', 'name for that account (default: platform)')
    .option('--address-pool <block>', 'range that clusters get their addresses from (default: 10.64.0.0/12)')
    .option('--cluster-prefix <number>', "prefix length of a cluster's block (default: 20)")
    .option('--management-vpc <id>', 'existing VPC that clusters are peered with (default: none)')
    .option('--management-cidr <block>', 'block of that VPC')
    .option('--management-route-tables <ids>', 'its route tables, separated by commas')
    .option('--cluster <name>', 'write the specs of a first cluster, too')
    .option('--zones <names>', 'availability zones of that cluster, separated by commas')
    .option('--dry-run', 'show the difference instead of writing it', false)
    .addHelpText('after', askedHelp)
    .action(async (target, options) => {
      const { init } = await import('./init.js');
      done(await init(context, { ...noInitFlags, ...options, target }));
    });

  newCommand(root, context, done);

  repositoryCommand(root, 'allocate')
    .description('fill in the addresses that clusters, zones and node pools lack; none that is written moves')
    .argument('[cluster...]', 'clusters to look at (default: all)')
    .option('--dry-run', 'show the difference instead of writing it', false)
    .action(async (clusters, options) => {
      const { allocate } = await import('./allocate.js');
      done(await allocate(context, { ...options, clusters }));
    });

  repositoryCommand(root, 'validate')
    .description('check the specs of the working tree')
    .option('--since <revision>', 'leave out findings that were there before the commits since then')
    .option('--deep', 'check what the specs render to as well', false)
    .option('--detailed-exitcode', 'exit 2 when there are warnings only', false)
    .addOption(formatOption('text', 'json', 'sarif', 'github'))
    .action(async options => {
      const { validate } = await import('./validate.js');
      done(await validate(context, { since: undefined, ...options }));
    });

  repositoryCommand(root, 'render')
    .description('write what the working tree renders to: stack templates, node configs, user data')
    .argument('[cluster...]', 'clusters to render (default: all)')
    .option('-o, --out <dir>', 'folder to write to')
    .option('-w, --watch', 'stay, and show with every change of a file what it changes', false)
    .addOption(formatOption('text', 'json'))
    .action(async (clusters, { watch: isWatched, ...options }) => {
      const request = { out: undefined, ...options, clusters };
      if (isWatched) {
        const { watch } = await import('./watch/watch.js');
        done(await watch(context, request));
      } else {
        const { render } = await import('./render.js');
        done(await render(context, request));
      }
    });

  repositoryCommand(root, 'plan')
    .description('show what a commit would change, from change sets that are then removed')
    .argument('[cluster...]', 'clusters to plan (default: all)')
    .option('--ref <revision>', 'commit to plan', 'HEAD')
    .option('-o, --out <file>', 'also write the plan to a file, as JSON')
    .option('--detailed-exitcode', 'exit 2 when there are changes, 3 when something is held', false)
    .addOption(endpointOption())
    .addOption(formatOption('text', 'json'))
    .action(async (clusters, options) => {
      const { plan } = await import('./plan.js');
      done(await plan(context, { out: undefined, endpointUrl: undefined, ...options, clusters }));
    });

  repositoryCommand(root, 'apply')
    .description('plan, ask, and bring the stacks to what the commit says')
    .argument('[cluster...]', 'clusters to apply (default: all)')
    .option('--ref <revision>', 'commit to apply', 'HEAD')
    .option('-y, --yes', 'do not ask', false)
    .addOption(endpointOption())
    .action(async (clusters, options) => {
      const { apply } = await import('./apply.js');
      done(await apply(context, { endpointUrl: undefined, ...options, clusters }));
    });

  certsCommand(root, context, done);
  kubeconfigCommand(root, context, done);
  imagesCommand(repositoryCommand(root, 'images').addOption(formatOption('text', 'json')), context, done);
  importCommand(root, context, done);
  sandboxCommand(root, context, done);

  root
    .command('demo')
    .description('watch the whole story on a local AWS; needs no account, leaves nothing behind')
    .action(async () => {
      const { demo } = await import('./demo.js');
      done(await demo(context));
    });

  for (const command of everyCommand(root)) command.allowExcessArguments(false);
  return root;
}

const noInitFlags = {
  name: undefined,
  domain: undefined,
  region: undefined,
  accountId: undefined,
  accountName: undefined,
  addressPool: undefined,
  clusterPrefix: undefined,
  managementVpc: undefined,
  managementCidr: undefined,
  managementRouteTables: undefined,
  cluster: undefined,
  zones: undefined,
};

const exitCodesHelp = `
Exit codes: 0 done, 1 failed, 2 changes or warnings (--detailed-exitcode),
3 something is held or refused, 64 wrong usage, 130 interrupted.`;

function everyCommand(command: Command): readonly Command[] {
  return command.commands.flatMap(child => [child, ...everyCommand(child)]);
}

function repositoryCommand(root: Command, name: string): Command {
  return root.command(name).addOption(repositoryOption());
}
