import { AwsFault } from '../fault.js';
import type { Place } from '../resources/live-resource.js';
import { parameterArn } from './state.js';

/** A name as reads give it: the parameter, and a version of it or a label. */
export interface Selection {
  /** What the parameter may be called: an ARN leaves out the slash that a name may begin with. */
  readonly names: readonly string[];
  /** As it was given, with its colon, for the answer. */
  readonly selector?: string;
}

/** Reads `name`, `name:3`, `name:label`, or the parameter's ARN followed by either. */
export function selectionOf(given: string, place: Place): Selection {
  const prefix = parameterArn(place, '');
  if (given.startsWith('arn:') && !given.startsWith(prefix)) {
    throw new AwsFault('AccessDeniedException', `Parameters of other accounts and regions are out of reach: ${given}`);
  }
  const isArn = given.startsWith(prefix);
  const [, name = '', selector] = /^(.*?)(:[^:]*)?$/.exec(isArn ? given.slice(prefix.length) : given) ?? [];
  const names = isArn ? [name, `/${name}`] : [name];
  return selector === undefined ? { names } : { names, selector };
}

const maximumLevels = 15;

/** Throws unless a new parameter may have the name. */
export function checkNewName(name: string): void {
  if (name.length > 1011) throw invalid('Parameter name: must be at most 1011 characters long.');
  if (name.includes('/') && !name.startsWith('/')) throw invalid('Parameter name must be a fully qualified name.');
  if (name.endsWith('/')) throw invalid('Parameter name must not end with slash.');
  if (/^\/(aws|ssm)/i.test(name)) {
    throw new AwsFault('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (/^(aws|ssm)/i.test(name) || !/^(\/?[\w.-]+)+$/.test(name)) {
    throw invalid(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (name.split('/').length - 1 > maximumLevels) {
    throw new AwsFault(
      'HierarchyLevelLimitExceededException',
      `A hierarchy can have a maximum of ${maximumLevels} levels.`,
    );
  }
}

function invalid(message: string): AwsFault {
  return new AwsFault('ValidationException', message);
}
