import { fieldProblem } from '../../fleet/field-problem.js';
import type { Kind } from '../../fleet/kinds.js';
import { formatCidr, parseCidr, readCidr } from '../../model/cidr.js';
import { wrongFlag } from '../form.js';

/** What the schema says against an answer. */
export function field(kind: Kind, pointer: string): (answer: string) => string | undefined {
  return answer => fieldProblem(kind, pointer, answer);
}

/** The same for a whole number. */
export function numberField(kind: Kind, pointer: string): (answer: string) => string | undefined {
  return answer =>
    /^\d{1,9}$/.test(answer) ? fieldProblem(kind, pointer, Number(answer)) : `"${answer}" is no whole number`;
}

/** The same for a block of IPv4 addresses, which begins with its first address. */
export function block(kind: Kind, pointer: string): (answer: string) => string | undefined {
  return answer => {
    const problem = fieldProblem(kind, pointer, answer);
    if (problem !== undefined || parseCidr(answer) !== undefined) return problem;
    const near = readCidr(answer)?.block;
    return `${answer} is no IPv4 block${near === undefined ? '' : `: it would begin with ${formatCidr(near)}`}`;
  };
}

/** A name that none of its kind has yet; letter case makes no difference. */
export function newName(kind: Kind, taken: readonly string[]): (answer: string) => string | undefined {
  return answer => {
    const same = taken.find(name => name.toLowerCase() === answer.toLowerCase());
    return same === undefined ? fieldProblem(kind, '/metadata/name', answer) : `"${same}" exists already`;
  };
}

/** The members with the name that a flag gives; all of them if it gives none. Throws AppError of kind `usage`. */
export function named<Named extends { readonly name: string }>(
  flag: string,
  given: string | undefined,
  all: readonly Named[],
): readonly Named[] {
  if (given === undefined) return all;
  const found = all.filter(({ name }) => name === given);
  if (found.length > 0) return found;
  const known = all.length === 0 ? 'there are none' : `there are ${all.map(({ name }) => name).join(', ')}`;
  throw wrongFlag(flag, `there is no "${given}"; ${known}`);
}
