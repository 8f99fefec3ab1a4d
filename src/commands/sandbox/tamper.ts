import { AppError, exitCodes } from '../../errors.js';
import type { ResourceSummary, StackSummary } from '../../sandbox/control/stack-list.js';
import type { CommandContext } from '../context.js';
import type { PlaceOptions, Question, SandboxOptions } from './client.js';
import { ask, placeQuery } from './client.js';

export interface TamperOptions extends SandboxOptions, PlaceOptions {
  readonly stack: string;
  readonly logicalId: string;
  /** `Property=value`; a value that is JSON is taken as that, `A.B=value` sets a member. */
  readonly changes: readonly string[];
  /** Properties to take away. */
  readonly unset: readonly string[];
  readonly delete: boolean;
}

interface Live {
  readonly physicalId: string;
  readonly properties: object;
}

/** Changes or deletes a resource of a stack behind CloudFormation's back; without a change it shows it. */
export async function tamper(context: CommandContext, options: TamperOptions): Promise<number> {
  const resource = await resourceOf(context, options);
  const patch = patchOf(options);
  if (options.delete && Object.keys(patch).length > 0) {
    throw new AppError('change-or-delete', 'a resource that is deleted cannot be changed too', {
      hint: 'leave out --delete, or the properties',
    });
  }
  if (options.delete) {
    await ask<Live>(context, options, { method: 'DELETE', ...resource });
    context.stdout.write(`${options.logicalId} (${resource.id}) is deleted; ${options.stack} does not know\n`);
  } else if (Object.keys(patch).length > 0) {
    await ask<Live>(context, options, { method: 'PATCH', ...resource, body: { properties: patch } });
    context.stdout.write(`${options.logicalId} (${resource.id}) is changed; ${options.stack} does not know\n`);
  } else {
    const { properties } = await ask<Live>(context, options, resource);
    context.stdout.write(`${JSON.stringify(properties, null, 2)}\n`);
  }
  return exitCodes.done;
}

async function resourceOf(
  context: CommandContext,
  options: TamperOptions,
): Promise<Question & { readonly id: string }> {
  const { stack: name, logicalId } = options;
  const stack = await ask<StackSummary & { readonly resources: readonly ResourceSummary[] }>(context, options, {
    path: ['stacks', name],
    query: placeQuery(options),
  });
  const { accountId, region, resources } = stack;
  const resource = resources.find(resource => resource.logicalId === logicalId);
  if (resource?.physicalId === undefined) {
    throw new AppError('no-such-resource', `${name} has no resource ${logicalId}`, {
      hint: `clusterwright sandbox ls ${name} shows those that it has`,
    });
  }
  const { physicalId, type } = resource;
  return { id: physicalId, path: ['resources', physicalId], query: { accountId, region, type } };
}

function patchOf({ changes, unset }: TamperOptions): object {
  const patch = {};
  for (const change of changes) {
    const [, path, value = ''] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(change) ?? [];
    if (path === undefined) {
      throw new AppError('bad-change', `"${change}" is not Property=value`, {
        hint: 'name the property as the template does, such as EnableDnsSupport=false',
      });
    }
    set(patch, path.split('.'), json(value));
  }
  for (const path of unset) set(patch, path.split('.'), null);
  return patch;
}

function set(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else {
    const inner = (target[name] ?? {}) as Record<string, unknown>;
    target[name] = inner;
    set(inner, rest, value);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
