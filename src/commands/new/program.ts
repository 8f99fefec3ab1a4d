import { type Command, Option } from 'commander';
import type { CommandContext } from '../context.js';
import { newReleaseCommand } from './release-program.js';

/** `new` writes specs that are not there yet. */
export function newCommand(root: Command, context: CommandContext, done: (exitCode: number) => void): void {
  const create = root.command('new').description('write the specs of a new cluster, node pool or release');

  written(create.command('cluster'))
    .description('write the specs of a cluster and its masters, with the next free addresses')
    .argument('[name]', 'name of the cluster')
    .option('--account <name>', 'Account that it lives in')
    .option('--region <region>', 'AWS region')
    .option('--release <name>', 'Release that its nodes run')
    .option('--connect <network>', 'management network that it is peered with, or none')
    .option('--zones <names>', 'availability zones, separated by commas')
    .option('--masters <number>', '1 or 3 (default: 3 if there are three zones)')
    .option('--master-type <type>', 'instance type of the masters (default: m6i.large, or m6i.xlarge for three)')
    .option('--address-pool <name>', 'address pool to take the block from (default: the first with room)')
    .option('--file <path>', 'file to write or to add to (default: clusters/NAME/cluster.yaml)')
    .addHelpText('after', askedHelp)
    .action(async (name, options) => {
      const { newCluster } = await import('./cluster.js');
      done(await newCluster(context, { ...noClusterFlags, ...options, name }));
    });

  written(create.command('nodepool'))
    .description('write the spec of a node pool, with the next free addresses')
    .argument('[name]', 'name of the pool')
    .option('--cluster <name>', 'cluster that it belongs to')
    .option('--zones <names>', "availability zones, separated by commas (default: the cluster's)")
    .option('--min <number>', 'fewest nodes')
    .option('--max <number>', 'most nodes')
    .option('--types <types>', 'instance types in order of preference, separated by commas')
    .option('--own-block', "take a block of its own instead of subnets in the cluster's", false)
    .option('--address-pool <name>', 'address pool to take that block from (default: the first with room)')
    .option('--file <path>', "file to write or to add to (default: NAME.yaml beside the cluster's)")
    .addHelpText('after', askedHelp)
    .action(async (name, options) => {
      const { newNodePool } = await import('./node-pool.js');
      done(await newNodePool(context, { ...noNodePoolFlags, ...options, name }));
    });

  newReleaseCommand(written(create.command('release')).addHelpText('after', askedHelp), context, done);
}

/** What all commands that write specs have. */
function written(command: Command): Command {
  return command
    .addOption(new Option('-C, --directory <dir>', 'folder of the fleet repository').default('.'))
    .option('--dry-run', 'show the difference instead of writing it', false);
}

/** Below the options of commands that ask. */
export const askedHelp = `
What has no default, neither here nor in the Fleet, is asked for on a terminal;
elsewhere it must be said.`;

const noClusterFlags = {
  account: undefined,
  region: undefined,
  release: undefined,
  connect: undefined,
  zones: undefined,
  masters: undefined,
  masterType: undefined,
  addressPool: undefined,
  file: undefined,
};

const noNodePoolFlags = {
  cluster: undefined,
  zones: undefined,
  min: undefined,
  max: undefined,
  types: undefined,
  addressPool: undefined,
  file: undefined,
};
