import { fieldProblem } from '../../fleet/field-problem.js';
import { wrongFlag } from '../form.js';

export interface AccountFlag {
  /** Only for the clusters with this credentialSecret. */
  readonly secret?: string | undefined;
  readonly name: string;
  /** Twelve digits. */
  readonly id?: string | undefined;
}

/** `[SECRET=]NAME[:ID]` of `--account`, `NAME[:ID]` of `--store-account`. Throws AppError of kind `usage`. */
export function accountFlag(flag: string, text: string): AccountFlag {
  const read = readAccount(text);
  if ('problem' in read) throw wrongFlag(flag, read.problem);
  return read;
}

/** What is wrong with `NAME[:ID]`, if anything. */
export function accountProblem(text: string): string | undefined {
  const read = readAccount(text);
  if ('problem' in read) return read.problem;
  return read.secret === undefined ? undefined : `"${text}" is not of the form NAME[:ID]`;
}

/** Whether a credentialSecret is meant, which may be given with its namespace or without. */
export function isSecret(secret: string, given: string): boolean {
  return secret === given || secret.endsWith(`/${given}`);
}

function readAccount(text: string): AccountFlag | { readonly problem: string } {
  const match = /^(?:(?<secret>[^=]+)=)?(?<name>[^=:]+)(?::(?<id>\d{12}))?$/.exec(text.trim())?.groups;
  if (match?.name === undefined)
    return { problem: `"${text}" is not of the form [SECRET=]NAME[:ID] with an id of 12 digits` };
  const problem = fieldProblem('Account', '/metadata/name', match.name);
  return problem === undefined ? { secret: match.secret, name: match.name, id: match.id } : { problem };
}
