import { Option } from 'commander';

/** Receives the exit code. */
export type Done = (exitCode: number) => void;

export function endpoint(): Option {
  return new Option('--endpoint-url <url>', 'the running sandbox').env('AWS_ENDPOINT_URL');
}

export function format(): Option {
  return new Option('--format <format>', 'output format').choices(['text', 'json']).default('text');
}
