import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type RotatingName, retiredByHand, rotatingNames } from '../../model/secrets.js';
import type { CommandContext } from '../context.js';
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

/** `kubeconfig`: lets somebody in for a while. */
export function kubeconfigCommand(root: Command, context: CommandContext, done: Done): void {
  fromCommit(root.command('kubeconfig'))
    .description('let somebody into a cluster for at most an hour, with a certificate of its admin CA')
    .argument('<cluster>', 'cluster')
    .addOption(new Option('--user <name>', 'name in audit logs (default: your own)').argParser(userName))
    .addOption(
      new Option('--group <name>', 'group whose permissions the certificate has; may be repeated')
        .argParser((value: string, before: readonly string[]) => [...before, groupName(value)])
        .default([], 'system:masters'),
    )
    .addOption(new Option('--ttl <time>', 'how long it is valid: 30m, 1h').argParser(lifetime).default(hourMs, '1h'))
    .option('-o, --out <file>', 'file to write, readable by you alone (default: standard output)')
    .option('--internal', "the API's address inside the VPC", false)
    .action(async (cluster, { group, ...options }) => {
      const { kubeconfig } = await import('../kubeconfig.js');
      const groups = group.length === 0 ? ['system:masters'] : group;
      const open = { user: undefined, out: undefined, endpointUrl: undefined };
      done(await kubeconfig(context, { ...open, ...options, groups, cluster }));
    });
}

const hourMs = 3_600_000;

/** As Kubernetes shows them, without what certificates and logs would have to escape. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9@._:/+-]{0,63}$/;

/** Names that begin with `system:` are those of Kubernetes' own components. */
function userName(name: string): string {
  if (!namePattern.test(name)) throw new InvalidArgumentError('It may hold letters, digits and @._:/+-, at most 64.');
  if (name.startsWith('system:')) throw new InvalidArgumentError("Names with system: are Kubernetes' own.");
  return name;
}

function groupName(name: string): string {
  if (namePattern.test(name)) return name;
  throw new InvalidArgumentError('It may hold letters, digits and @._:/+-, at most 64.');
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: hourMs };

function lifetime(text: string): number {
  const [, count = '', unit = ''] = /^([0-9]{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(count) * (units[unit] ?? 0);
  if (ms >= 60_000 && ms <= hourMs) return ms;
  throw new InvalidArgumentError('It must be between 1m and 1h, for example 30m.');
}

function listOfChoices(choices: readonly RotatingName[]) {
  return (value: string, before: readonly RotatingName[] = []): readonly RotatingName[] => {
    const choice = choices.find(other => other === value);
    if (choice !== undefined) return [...before, choice];
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}
