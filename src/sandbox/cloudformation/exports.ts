import { ResourceFailure } from '../resource.js';
import type { Place } from '../resources/live-resource.js';
import type { Output } from '../templates/outputs.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import { resolve } from '../templates/resolve.js';
import { validationError } from '../templates/template-error.js';
import type { World } from '../world.js';
import { scopeOf } from './scope.js';
import { stacksIn } from './stacks.js';
import type { Deployment, Stack } from './state.js';

interface Export {
  readonly stack: Stack;
  readonly name: string;
  readonly value: string;
}

/** Exports of an account in a region. */
export function exportsIn(world: World, place: Place): readonly Export[] {
  return stacksIn(world, place)
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap(stack => exportsOf(stack, stack.outputs));
}

function exportsOf(stack: Stack, outputs: readonly Output[]): readonly Export[] {
  return outputs.flatMap(({ exportName: name, outputValue: value }) =>
    name === undefined ? [] : [{ stack, name, value }],
  );
}

/** Stacks that read an export. */
export function importersOf(world: World, place: Place, name: string): readonly Stack[] {
  return stacksIn(world, place).filter(
    stack =>
      stack.status !== 'DELETE_COMPLETE' &&
      stack.deployment !== undefined &&
      importsOf(stack, stack.deployment).includes(name),
  );
}

/** Value of an export; throws ValidationError if no stack of the account and region has it. */
export function exportedValue(world: World, place: Place, name: string): string {
  const found = exportsIn(world, place).find(candidate => candidate.name === name);
  if (found) return found.value;
  throw validationError(`No export named ${name} found.`);
}

/** Throws ResourceFailure if an output takes a name that another stack exports, or removes or changes one in use. */
export function checkExports(world: World, stack: Stack, outputs: readonly Output[]): void {
  const next = new Map(exportsOf(stack, outputs).map(({ name, value }) => [name, value]));
  const taken = exportsIn(world, stack).find(({ stack: owner, name }) => owner !== stack && next.has(name));
  if (taken) {
    throw new ResourceFailure(`Export with name ${taken.name} is already exported by stack ${taken.stack.stackName}`);
  }
  for (const { name, value } of exportsOf(stack, stack.outputs)) {
    const user = next.get(name) === value ? undefined : userOf(world, stack, name);
    const verb = next.has(name) ? 'update' : 'delete';
    if (user !== undefined) {
      throw new ResourceFailure(`Update canceled. Cannot ${verb} export ${name} as it is in use by ${user}.`);
    }
  }
}

/** Name of an export of the stack that another stack imports, and of that stack. */
export function exportInUse(world: World, stack: Stack): { readonly name: string; readonly user: string } | undefined {
  for (const { name } of exportsOf(stack, stack.outputs)) {
    const user = userOf(world, stack, name);
    if (user !== undefined) return { name, user };
  }
  return undefined;
}

function userOf(world: World, exporter: Stack, name: string): string | undefined {
  return importersOf(world, exporter, name).find(stack => stack !== exporter)?.stackName;
}

/** Names of the exports that a deployment reads. */
function importsOf(stack: Stack, deployment: Deployment): readonly string[] {
  const names: string[] = [];
  const scope = scopeOf(stack, deployment, {
    physicalId: () => '',
    attribute: () => '',
    imported: () => '',
  });
  collect(parsedTemplate(deployment.template), argument => names.push(String(resolve(argument, scope))));
  return names;
}

function collect(value: unknown, found: (argument: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'Fn::ImportValue') found(member);
    else collect(member, found);
  }
}
