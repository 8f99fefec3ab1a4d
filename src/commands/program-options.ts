import { type Command, Option } from 'commander';

/** `-C`: the command works with a fleet repository. */
export function repositoryOption(): Option {
  return new Option('-C, --directory <dir>', 'folder of the fleet repository').default('.');
}

/** Where AWS is. */
export function endpointOption(): Option {
  return new Option('--endpoint-url <url>', 'AWS endpoint: a local sandbox').env('AWS_ENDPOINT_URL');
}

export function formatOption(...choices: readonly string[]): Option {
  return new Option('--format <format>', 'output format').choices([...choices]).default(choices[0]);
}

/** For a command that reads the specs of a commit, and AWS. */
export function fromCommit(command: Command): Command {
  return command
    .addOption(repositoryOption())
    .option('--ref <revision>', 'commit whose specs are read', 'HEAD')
    .addOption(endpointOption());
}
