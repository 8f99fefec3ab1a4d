import { ResourceFailure } from '../resource.js';
import type { Place } from '../resources/live-resource.js';
import { importedNames } from '../templates/imported-names.js';
import type { Output } from '../templates/outputs.js';
import { validationError } from '../templates/template-error.js';
import type { World } from '../world.js';
import { scopeOf } from './scope.js';
import { stacksIn } from './stacks.js';
import type { Stack } from './state.js';

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
  return stacksIn(world, place).filter(stack => {
    if (stack.status === 'DELETE_COMPLETE' || !stack.deployment) return false;
    return importedNames(scopeOf(stack, stack.deployment, nothing)).includes(name);
  });
}

/** Names of exports depend on no resource. */
const nothing = { physicalId: () => '', attribute: () => '', imported: () => '' };

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
  const used = exportInUse(world, stack, next);
  if (!used) return;
  const verb = next.has(used.name) ? 'update' : 'delete';
  throw new ResourceFailure(`Update canceled. Cannot ${verb} export ${used.name} as it is in use by ${used.user}.`);
}

/** An export of the stack that another stack imports, and that stack's name; of those that do not stay as they are. */
export function exportInUse(world: World, stack: Stack, next: ReadonlyMap<string, string> = new Map()) {
  for (const { name, value } of exportsOf(stack, stack.outputs)) {
    if (next.get(name) === value) continue;
    const user = importersOf(world, stack, name).find(other => other !== stack);
    if (user) return { name, user: user.stackName };
  }
  return undefined;
}
