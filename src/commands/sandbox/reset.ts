import { exitCodes } from '../../errors.js';
import type { CommandContext } from '../context.js';
import type { SandboxOptions } from './client.js';
import { ask } from './client.js';

/** Ends faults and forgets calls; `all` empties every account too. */
export async function reset(
  context: CommandContext,
  { all, ...options }: SandboxOptions & { readonly all: boolean },
): Promise<number> {
  await ask(context, options, { method: 'POST', path: ['reset'], body: { all } });
  const text = all
    ? 'the sandbox is empty again: no faults, no calls, no accounts'
    : 'faults and calls are cleared; accounts are as they were (--all empties them)';
  context.stdout.write(`${text}\n`);
  return exitCodes.done;
}
