import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes } from '../../errors.js';
import type { LoggedCall } from '../../sandbox/calls.js';
import type { CommandContext } from '../context.js';
import type { PlaceOptions, SandboxOptions } from './client.js';
import { ask, placeQuery } from './client.js';
import { wholeNumber } from './quantities.js';

interface EventsOptions extends SandboxOptions, PlaceOptions {
  readonly follow: boolean;
  readonly limit: string;
  readonly format: string;
}

const pollMs = 250;

/** The latest calls to a running sandbox, oldest first; `follow` goes on until it is interrupted. */
export async function events(context: CommandContext, options: EventsOptions): Promise<number> {
  const limit = wholeNumber('--limit', options.limit);
  const line = options.format === 'json' ? (call: LoggedCall) => JSON.stringify(call) : callLine;
  const read = async (query: { readonly after?: number; readonly limit?: number }) => {
    const reply = await ask<{ readonly events: readonly LoggedCall[] }>(context, options, {
      path: ['events'],
      query: { ...placeQuery(options), ...query },
    });
    for (const call of reply.events) context.stdout.write(`${line(call)}\n`);
    return reply.events.at(-1)?.number;
  };
  const newest = await read({ limit });
  if (newest === undefined && options.format !== 'json' && !options.follow) context.stdout.write('no calls yet\n');
  let last = newest ?? 0;
  if (!options.follow) return exitCodes.done;
  while (!context.signal.aborted) {
    last = (await read({ after: last })) ?? last;
    await pause(pollMs, undefined, { signal: context.signal }).catch(() => undefined);
  }
  return exitCodes.interrupted;
}

/** Time, outcome, action, subject, where, who. */
function callLine(call: LoggedCall): string {
  const { time, status, errorCode, service = '-', action = '-', resource = '-', accountId = '-', region = '' } = call;
  const outcome = [status ?? 'reset', errorCode].filter(part => part !== undefined).join(' ');
  const place = `${accountId} ${region}`.trim();
  const caller = call.caller?.replace(/^arn:aws:(iam|sts)::\d+:/, '') ?? '-';
  const faults = call.faults === undefined ? '' : `   fault ${call.faults.join(', ')}`;
  return `${time.slice(11, 19)}  ${outcome.padEnd(3)}  ${`${service}:${action}`.padEnd(36)} ${resource}   ${place}   ${caller}   ${call.durationMs}ms${faults}`;
}
