import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDigest } from '../releases/digest-list.js';
import { architectures, channels, flatcarHome } from '../releases/flatcar-places.js';
import type { CommandContext } from './context.js';

/** `images`, which fills the image maps of Releases. */
export function imagesCommand(command: Command, context: CommandContext, done: (exitCode: number) => void): void {
  command
    .description("fill or refresh the image maps of Releases from Flatcar's published lists")
    .argument('[release...]', 'Releases (default: all)')
    .addOption(fromOption())
    .addOption(new Option('--channel <channel>', "channel (default: the version's own)").choices([...channels]))
    .addOption(
      new Option('--arch <architecture>', 'only this architecture; may be repeated')
        .choices([...architectures])
        .argParser(listOf(oneOf(architectures)))
        .default([], 'both'),
    )
    .addOption(
      new Option('--region <region>', 'only this region; may be repeated').argParser(listOf()).default([], 'all'),
    )
    .option('--alternative <version>', 'another Flatcar version, which node pools may ask for', flatcarVersion)
    .addOption(digestOption())
    .addOption(timeoutOption())
    .option('--dry-run', 'show what would change, write nothing', false)
    .option('--check', 'only say whether the maps are current, write nothing', false)
    .option('--detailed-exitcode', 'exit 2 when something was, or would be, changed', false)
    .action(async (releases, options) => {
      const { images } = await import('./images.js');
      done(await images(context, { channel: undefined, alternative: undefined, ...options, releases }));
    });
}

/** Where lists of images are read from. */
export function fromOption(): Option {
  return new Option('--from <place>', 'URL, folder or .json file to read; later ones add what earlier ones lack')
    .argParser(listOf())
    .default([], flatcarHome);
}

export function digestOption(): Option {
  return new Option('--sha512 <digest>', 'digest a list must have, instead of its .DIGESTS; may be repeated')
    .argParser(listOf(sha512))
    .default([], 'what is published');
}

export function timeoutOption(): Option {
  return new Option('--timeout <seconds>', 'time for each file that is read').default(30).argParser((text: string) => {
    const seconds = Number(text);
    if (Number.isFinite(seconds) && seconds > 0 && seconds <= 3600) return seconds;
    throw new InvalidArgumentError('It must be a number of seconds, at most 3600.');
  });
}

function sha512(digest: string): string {
  if (isDigest(digest, 'sha512')) return digest;
  throw new InvalidArgumentError('It must be 128 hexadecimal digits.');
}

/** A Flatcar version, for example 4593.2.5. */
export function flatcarVersion(version: string): string {
  if (/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) return version;
  throw new InvalidArgumentError('A Flatcar version looks like 4593.2.5.');
}

/** Collects an option that may be repeated; what its default is does not count. */
export function listOf(parse: (value: string) => string = value => value) {
  return (value: string, before: readonly string[]) => [...before, parse(value)];
}

function oneOf(choices: readonly string[]) {
  return (value: string) => {
    if (choices.includes(value)) return value;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}
