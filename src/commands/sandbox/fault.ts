import { exitCodes } from '../../errors.js';
import { columns, counted } from '../../report/text.js';
import type { Effect, Fault, FaultRule, Match } from '../../sandbox/control/rule.js';
import type { CommandContext } from '../context.js';
import type { PlaceOptions, SandboxOptions } from './client.js';
import { ask } from './client.js';
import { faultHeader, faultRow } from './fault-text.js';
import { durationMs, wholeNumber } from './quantities.js';

/** Which calls, and for how long, as all faults take it. */
export interface RuleOptions extends SandboxOptions, PlaceOptions {
  /** `service:Action`, each with wildcards. */
  readonly calls?: string | undefined;
  readonly role?: string;
  readonly stack?: string;
  readonly resource?: string;
  readonly logicalId?: string | undefined;
  readonly type?: string;
  readonly operation?: string;
  readonly times?: string;
  readonly skip?: string;
  readonly for?: string;
}

export async function addFault(context: CommandContext, effect: Effect, options: RuleOptions): Promise<number> {
  const fault = await ask<Fault>(context, options, { method: 'POST', path: ['faults'], body: ruleOf(effect, options) });
  context.stdout.write(`${columns([faultHeader, faultRow(fault)])}\n`);
  return exitCodes.done;
}

export async function listFaults(
  context: CommandContext,
  { format, ...options }: SandboxOptions & { readonly format: string },
): Promise<number> {
  const { faults } = await ask<{ readonly faults: readonly Fault[] }>(context, options, { path: ['faults'] });
  if (format === 'json') context.stdout.write(`${JSON.stringify(faults, null, 2)}\n`);
  else if (faults.length === 0) context.stdout.write('no faults: every call is answered as it should be\n');
  else context.stdout.write(`${columns([faultHeader, ...faults.map(faultRow)])}\n`);
  return exitCodes.done;
}

export async function removeFaults(
  context: CommandContext,
  ids: readonly string[],
  options: SandboxOptions,
): Promise<number> {
  for (const id of ids) await ask(context, options, { method: 'DELETE', path: ['faults', id] });
  context.stdout.write(`${counted(ids.length, 'fault')} removed\n`);
  return exitCodes.done;
}

function ruleOf(effect: Effect, options: RuleOptions): FaultRule {
  const { times, skip, for: holds } = options;
  return {
    match: matchOf(options),
    effect,
    ...(times !== undefined && { times: wholeNumber('--times', times) }),
    ...(skip !== undefined && { skip: wholeNumber('--skip', skip) }),
    ...(holds !== undefined && { durationMs: durationMs('--for', holds) }),
  };
}

function matchOf({ calls, account, region, role, stack, resource, logicalId, type, operation }: RuleOptions): Match {
  const [service, action] = calls?.split(':') ?? [];
  const given = { service, action, accountId: account, region, role, stack, resource, logicalId, type, operation };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
}
