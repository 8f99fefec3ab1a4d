import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseCidr } from '../../model/cidr.js';
import type { CommandContext } from '../context.js';

/** `import`, which turns resources of aws-operator into specs. */
export function importCommand(root: Command, context: CommandContext, done: (exitCode: number) => void): void {
  root
    .command('import')
    .description(
      'write specs from resources of aws-operator (files, folders, dumps of kubectl), with a report of every field',
    )
    .argument('<input...>', 'files or folders with YAML or JSON, or - for what is piped in')
    .requiredOption('-o, --out <dir>', 'fleet repository to make, or to add to')
    .addOption(pairs('--rename', '<old=new>', 'new name of a cluster (x7k2p=prod-a) or pool (x7k2p/8k2ab=workers)'))
    .addOption(
      several('--account', '<[secret=]name[:id]>', 'Account of clusters, or of those with this credentialSecret'),
    )
    .addOption(
      pairs('--release', '<[old=]name>', 'Release that there is, for all clusters or those of an old release', true),
    )
    .addOption(several('--release-file', '<file>', 'specs of Releases to add to the repository'))
    .addOption(pairs('--kubelet-sha256', '<rel/arch=digest>', 'digest of the kubelet for a Release that is made'))
    .addOption(pairs('--ami', '<rel/region/arch=id>', 'image for a Release that is made'))
    .option('--alike <file>', "the operator's table of alike instance types (Helm value aws.instance.alike)")
    .option('--connect <network>', 'management network of the Fleet to connect to, or none')
    .addOption(
      new Option('--public-api <blocks>', 'who may reach the API from the internet, separated by commas')
        .argParser(blocks)
        .default([], 'nobody'),
    )
    .option('--fleet <name>', 'name of a new Fleet')
    .option('--domain <domain>', 'base domain of a new Fleet')
    .option('--store-account <name[:id]>', 'Account that keeps the private keys of a new Fleet')
    .option('--store-region <region>', "region of that store (default: the first cluster's)")
    .option(
      '--address-pool <cidr>',
      'range of a new Fleet that clusters get blocks from (default: 10.64.0.0/12)',
      block,
    )
    .option('--dry-run', 'write nothing, only report', false)
    .option('--detailed-exitcode', 'exit 2 when fields were not understood, or something needs a look', false)
    .addOption(
      new Option('--format <format>', 'format of the report').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addHelpText('after', help)
    .action(async (inputs, options) => {
      const { importResources } = await import('./import.js');
      done(await importResources(context, { ...noFlags, ...options, inputs }));
    });
}

const help = `
What a new Fleet needs is asked for on a terminal; elsewhere it must be said.
docs/from-aws-operator.md says what becomes of every field, and how to move.`;

const noFlags = {
  alike: undefined,
  connect: undefined,
  fleet: undefined,
  domain: undefined,
  storeAccount: undefined,
  storeRegion: undefined,
  addressPool: undefined,
};

/** `--flag key=value`, which may be repeated; without key for all, where that is possible. */
function pairs(flag: string, form: string, description: string, openKey = false): Option {
  return new Option(`${flag} ${form}`, `${description}; may be repeated`)
    .argParser((text: string, before: Readonly<Record<string, string>>) => {
      const [key, value] = text.includes('=')
        ? [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]
        : ['*', text];
      if (key === '' || value === '' || (key === '*' && !openKey))
        throw new InvalidArgumentError(`It must look like ${form}.`);
      if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`${key} is given twice.`);
      return Object.fromEntries([...Object.entries(before), [key, value]]);
    })
    .default({}, 'none');
}

function several(flag: string, form: string, description: string): Option {
  return new Option(`${flag} ${form}`, `${description}; may be repeated`)
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default([], 'none');
}

function block(text: string): string {
  if (parseCidr(text) !== undefined) return text;
  throw new InvalidArgumentError('A block looks like 10.64.0.0/12, and begins with its first address.');
}

function blocks(text: string): readonly string[] {
  return text.split(',').map(one => block(one.trim()));
}
