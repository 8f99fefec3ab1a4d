import { type Command, InvalidArgumentError, Option } from 'commander';
import { channels, flatcarHome } from '../../releases/flatcar-places.js';
import type { CommandContext } from '../context.js';
import { digestOption, listOf, timeoutOption } from '../images-program.js';

/** `new release`, which copies a Release with newer versions. */
export function newReleaseCommand(command: Command, context: CommandContext, done: (exitCode: number) => void): void {
  command
    .description('write a Release that is another one with newer versions, with digests and images')
    .argument('[name]', 'name of the new Release, for example v1.36.5')
    .option('--from <release>', 'Release to copy (default: the newest)')
    .option('--kubernetes <version>', 'version of Kubernetes')
    .option('--flatcar <version>', 'version of Flatcar')
    .option('--etcd <version>', 'version of etcd')
    .option('--containerd <version>', 'version of containerd')
    .addOption(pairs('--set <part=version>', 'version of any other part; may be repeated'))
    .addOption(pairs('--image <part=image>', 'image of a part, where its version does not tell; may be repeated'))
    .option('--digests <file>', 'digests of downloads as JSON, instead of those published beside them')
    .option('--notes <text>', 'what is new, for whoever reads the Release')
    .addOption(
      new Option('--images-from <place>', 'where lists of images are, as images --from')
        .argParser(listOf())
        .default([], flatcarHome),
    )
    .addOption(
      new Option('--channel <channel>', "Flatcar's channel (default: the version's own)").choices([...channels]),
    )
    .addOption(digestOption())
    .addOption(timeoutOption())
    .action(async (name, options) => {
      const { newRelease } = await import('./release.js');
      done(await newRelease(context, { ...nothing, ...options, name }));
    });
}

const nothing = {
  from: undefined,
  kubernetes: undefined,
  flatcar: undefined,
  etcd: undefined,
  containerd: undefined,
  digests: undefined,
  notes: undefined,
  channel: undefined,
};

function pairs(flags: string, description: string): Option {
  return new Option(flags, description)
    .default(new Map(), 'none')
    .argParser((text: string, before: Map<string, string>) => {
      const { name, value } = /^(?<name>[a-z][a-z0-9-]*)=(?<value>.+)$/.exec(text)?.groups ?? {};
      if (name === undefined || value === undefined)
        throw new InvalidArgumentError('It must be of the form NAME=VALUE.');
      return new Map([...before, [name, value]]);
    });
}
