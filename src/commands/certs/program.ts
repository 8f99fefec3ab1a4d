import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type RotatingName, retiredByHand, rotatingNames } from '../../model/secrets.js';
import type { CommandContext } from '../context.js';
import { listOf } from '../images-program.js';
import { endpointOption, formatOption, fromCommit, repositoryOption } from '../program-options.js';

type Done = (exitCode: number) => void;

/** `certs`: what is in use of certificates and keys, and what may be done with them. */
export function certsCommand(root: Command, context: CommandContext, done: Done): void {
  const certs = root
    .command('certs')
    .description('certificates and keys of clusters: what is in use, renewal, rotation');

  fromCommit(certs.command('list', { isDefault: true }))
    .description('what is in use, where rotations stand, what is due (the default)')
    .argument('[cluster...]', 'clusters (default: all)')
    .option('--detailed-exitcode', 'exit 2 when something is due or waits', false)
    .addOption(formatOption('text', 'json'))
    .action(async (clusters, options) => {
      const { certsList } = await import('./list.js');
      done(await certsList(context, { endpointUrl: undefined, ...options, clusters }));
    });

  fromCommit(certs.command('explain'))
    .description('everything about a certificate or key: content, nodes, dates, what its rotation rolls')
    .argument('<cluster>', 'cluster')
    .argument('[name]', 'certificate or key (default: all)')
    .addOption(formatOption('text', 'json'))
    .action(async (cluster, name, options) => {
      const { certsExplain } = await import('./explain.js');
      done(await certsExplain(context, { endpointUrl: undefined, ...options, cluster, name }));
    });

  certs
    .command('renew')
    .description('ask for new leaf certificates in the specs of clusters')
    .argument('<cluster...>', 'clusters')
    .addOption(repositoryOption())
    .option('--dry-run', 'show the difference instead of writing it', false)
    .action(async (clusters, options) => {
      const { certsRenew } = await import('./renew.js');
      done(await certsRenew(context, { ...options, clusters }));
    });

  certs
    .command('rotate')
    .description('ask for the next generation of authorities and keys in the spec of a cluster')
    .argument('<cluster>', 'cluster')
    .argument('<name...>', `what: ${rotatingNames.join(', ')}`, listOfChoices(rotatingNames))
    .addOption(repositoryOption())
    .addOption(endpointOption())
    .option('--dry-run', 'show the difference instead of writing it', false)
    .action(async (cluster, names, options) => {
      const { certsRotate } = await import('./rotate.js');
      done(await certsRotate(context, { endpointUrl: undefined, ...options, cluster, names }));
    });

  certs
    .command('retire')
    .description('say in the spec of a cluster that the old generation of a key is not needed any more')
    .argument('<cluster>', 'cluster')
    .addArgument(new Argument('<name>', 'key').choices([...retiredByHand]))
    .addOption(repositoryOption())
    .addOption(endpointOption())
    .option('--dry-run', 'show the difference instead of writing it', false)
    .action(async (cluster, name, options) => {
      const { certsRetire } = await import('./retire.js');
      done(await certsRetire(context, { endpointUrl: undefined, ...options, cluster, name }));
    });

  fromCommit(certs.command('rewrite'))
    .description('have every Secret of a cluster stored under the key in use, before the old one is retired')
    .argument('<cluster>', 'cluster')
    .option('--kubeconfig <file>', 'file that leads to the cluster (default: access of its own, for an hour)')
    .option('--internal', "the API's address inside the VPC", false)
    .action(async (cluster, options) => {
      const { certsRewrite } = await import('./rewrite.js');
      done(await certsRewrite(context, { endpointUrl: undefined, kubeconfig: undefined, ...options, cluster }));
    });

  fromCommit(certs.command('export'))
    .description("copy the store's certificates and keys to a file for a key of your own (age)")
    .argument('[cluster...]', 'clusters (default: all that the store knows)')
    .requiredOption('-o, --out <file>', 'file to write')
    .addOption(
      new Option('--recipient <recipient>', 'who can open it: age1…; may be repeated')
        .argParser(listOf())
        .default([], 'nobody'),
    )
    .action(async (clusters, { recipient, ...options }) => {
      const { certsExport } = await import('./export.js');
      done(await certsExport(context, { endpointUrl: undefined, ...options, clusters, recipients: recipient }));
    });

  fromCommit(certs.command('restore'))
    .description('put what was exported back into the store; nothing that is there is replaced')
    .argument('<file>', 'file that certs export wrote')
    .requiredOption('--identity <file>', 'identity of age that opens it')
    .action(async (file, options) => {
      const { certsRestore } = await import('./restore.js');
      done(await certsRestore(context, { endpointUrl: undefined, ...options, file }));
    });

  fromCommit(certs.command('reindex'))
    .description("make the store's index of clusters anew from the keys that it keeps")
    .argument('[cluster...]', 'clusters (default: all)')
    .action(async (clusters, options) => {
      const { certsReindex } = await import('./reindex.js');
      done(await certsReindex(context, { endpointUrl: undefined, ...options, clusters }));
    });

  fromCommit(certs.command('jwks'))
    .description("print the public keys of a cluster's service accounts, as the issuer of their tokens serves them")
    .argument('<cluster>', 'cluster')
    .action(async (cluster, options) => {
      const { certsJwks } = await import('./jwks.js');
      done(await certsJwks(context, { endpointUrl: undefined, ...options, cluster }));
    });
}

function listOfChoices(choices: readonly RotatingName[]) {
  return (value: string, before: readonly RotatingName[] = []): readonly RotatingName[] => {
    const choice = choices.find(other => other === value);
    if (choice !== undefined) return [...before, choice];
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}
