import { exitCodes } from '../../errors.js';
import { columns, counted, duration } from '../../report/text.js';
import type { AccountSummary, ResourceSummary, StackSummary } from '../../sandbox/control/stack-list.js';
import type { CommandContext } from '../context.js';
import type { PlaceOptions, SandboxOptions } from './client.js';
import { ask, placeQuery } from './client.js';

interface LsOptions extends SandboxOptions, PlaceOptions {
  readonly format: string;
}

/** The accounts of a running sandbox with their stacks. */
export async function listStacks(context: CommandContext, options: LsOptions): Promise<number> {
  const query = placeQuery(options);
  const { stacks } = await ask<{ readonly stacks: readonly StackSummary[] }>(context, options, {
    path: ['stacks'],
    query,
  });
  const { accounts } = await ask<{ readonly accounts: readonly AccountSummary[] }>(context, options, {
    path: ['accounts'],
  });
  const others = accounts.filter(account => account.stacks === 0 && isAsked(account, options));
  if (options.format === 'json') context.stdout.write(`${JSON.stringify({ accounts, stacks }, null, 2)}\n`);
  else if (stacks.length + others.length === 0) context.stdout.write('nothing there yet\n');
  else {
    const rows = [...stacks.map(stackRow), ...others.map(accountRow)].sort((a, b) =>
      a.join(' ') < b.join(' ') ? -1 : 1,
    );
    context.stdout.write(`${columns([['ACCOUNT', 'REGION', 'STACK', 'STATUS', 'SINCE'], ...rows])}\n`);
  }
  return exitCodes.done;
}

/** One stack with its resources. */
export async function listResources(context: CommandContext, stackName: string, options: LsOptions): Promise<number> {
  const stack = await ask<StackSummary & { readonly resources: readonly ResourceSummary[] }>(context, options, {
    path: ['stacks', stackName],
    query: placeQuery(options),
  });
  if (options.format === 'json') {
    context.stdout.write(`${JSON.stringify(stack, null, 2)}\n`);
    return exitCodes.done;
  }
  const reason = stack.statusReason === undefined ? '' : `: ${stack.statusReason}`;
  const rows = stack.resources.map(({ logicalId, type, status, physicalId = '' }) => [
    logicalId,
    type,
    status,
    physicalId,
  ]);
  context.stdout.write(`${stack.stackName}   ${stack.accountId} ${stack.region}   ${stack.status}${reason}\n`);
  if (rows.length > 0)
    context.stdout.write(`${columns([['RESOURCE', 'TYPE', 'STATUS', 'ID'], ...rows], { indent: 2 })}\n`);
  return exitCodes.done;
}

function isAsked({ accountId, region }: AccountSummary, options: PlaceOptions): boolean {
  return accountId === (options.account ?? accountId) && region === (options.region ?? region);
}

function stackRow({ accountId, region, stackName, status, changedAt }: StackSummary): readonly string[] {
  return [accountId, region, stackName, status, duration(Math.max(0, Date.now() - Date.parse(changedAt)))];
}

function accountRow({ accountId, region, resources, buckets, keys }: AccountSummary): readonly string[] {
  const amounts = [
    [resources, 'resource'],
    [buckets, 'bucket'],
    [keys, 'key'],
  ] as const;
  const there = amounts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return [accountId, region, '-', there.join(', ')];
}
