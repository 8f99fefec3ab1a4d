import { ResourceFailure } from '../resource.js';
import type { Place } from '../resources/store.js';
import type { World } from '../world.js';
import { stacksIn } from './stacks.js';
import type { Deployment, Stack, StackOutput } from './state.js';
import { parsedTemplate } from './templates/parsed-template.js';
import { resolve } from './templates/resolve.js';
import { scopeOf } from './templates/scope.js';
import { validationError } from './templates/template-error.js';

/** Value of an export; throws ValidationError if no stack of the account and region has it. */
export function exportedValue(world: World, place: Place, name: string): string {
  const output = exportsIn(world, place).find(({ output: { exportName } }) => exportName === name)?.output;
  if (output) return output.value;
  throw validationError(`No export named ${name} found.`);
}

/** Throws ResourceFailure if an output takes a name that another stack exports, or removes or changes one in use. */
export function checkExports(world: World, stack: Stack, outputs: readonly StackOutput[]): void {
  const names = new Map(
    outputs.flatMap(output => (output.exportName === undefined ? [] : [[output.exportName, output]])),
  );
  for (const { stack: owner, output } of exportsIn(world, stack)) {
    if (owner !== stack && output.exportName !== undefined && names.has(output.exportName)) {
      throw new ResourceFailure(
        `Export with name ${output.exportName} is already exported by stack ${owner.stackName}`,
      );
    }
  }
  for (const { exportName, value } of stack.outputs) {
    const kept = exportName === undefined || names.get(exportName)?.value === value;
    const user = kept ? undefined : importerOf(world, stack, exportName);
    if (user === undefined || exportName === undefined) continue;
    const verb = names.has(exportName) ? 'updated' : 'deleted';
    throw new ResourceFailure(`Export ${exportName} cannot be ${verb} as it is in use by ${user}`);
  }
}

/** Name of an export of the stack that another stack imports, and of that stack. */
export function exportInUse(world: World, stack: Stack): { readonly name: string; readonly user: string } | undefined {
  for (const { exportName: name } of stack.outputs) {
    const user = name === undefined ? undefined : importerOf(world, stack, name);
    if (name !== undefined && user !== undefined) return { name, user };
  }
  return undefined;
}

function exportsIn(world: World, place: Place) {
  return stacksIn(world, place)
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap(stack => stack.outputs.map(output => ({ stack, output })));
}

function importerOf(world: World, exporter: Stack, name: string): string | undefined {
  return stacksIn(world, exporter).find(
    stack =>
      stack !== exporter &&
      stack.status !== 'DELETE_COMPLETE' &&
      stack.deployment !== undefined &&
      importsOf(stack, stack.deployment).includes(name),
  )?.stackName;
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
