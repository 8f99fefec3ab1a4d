import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './context.js';
import { fromCommit } from './program-options.js';

/** `kubeconfig`: lets somebody in for a while. */
export function kubeconfigCommand(root: Command, context: CommandContext, done: (exitCode: number) => void): void {
  fromCommit(root.command('kubeconfig'))
    .description('let somebody into a cluster for at most an hour, with a certificate of its admin CA')
    .argument('<cluster>', 'cluster')
    .addOption(new Option('--user <name>', 'name in audit logs (default: your own)').argParser(userName))
    .addOption(
      new Option('--group <name>', 'group whose permissions the certificate has; may be repeated')
        .argParser((value: string, before: readonly string[]) => [...before, groupName(value)])
        .default([], 'system:masters'),
    )
    .addOption(
      new Option('--ttl <time>', 'time until it ends, at most 49m of its hour: 30m')
        .argParser(lifetime)
        .default(hourMs, '1h'),
    )
    .option('-o, --out <file>', 'file to write, readable by you alone (default: standard output)')
    .option('--internal', "the API's address inside the VPC", false)
    .action(async (cluster, { group, ...options }) => {
      const { kubeconfig } = await import('./kubeconfig.js');
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
