import { partitionOf } from '../../model/partition.js';
import type { NewAccount } from '../../scaffold/texts/account.js';
import { type Form, wrongFlag } from '../form.js';
import { field } from '../new/checks.js';
import type { AccountFlag } from './account-flag.js';

/** What is known about accounts before anybody is asked. */
export interface KnownAccounts {
  /** Names of Accounts of the repository. */
  readonly names: readonly string[];
  /** From Secrets of the input, by `namespace/name`. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Collects the accounts that an import names. Those that the repository lacks must be written, and need an id. */
export interface AccountRegister {
  /** Whether nothing must be asked about this account. */
  isKnown(account: AccountFlag): boolean;
  /** Asks for the id if need be. Throws AppError of kind `usage` for an account with two ids. */
  add(form: Form, flag: string, account: AccountFlag & { readonly region: string }): Promise<string>;
  /** Accounts that were added and must be written. */
  made(): readonly NewAccount[];
}

export function accountRegister(known: KnownAccounts, given: readonly AccountFlag[]): AccountRegister {
  const made = new Map<string, NewAccount>();
  const told = new Map(given.flatMap(({ name, id }) => (id === undefined ? [] : [[name, id] as const])));
  const idOf = ({ name, id, secret = '' }: AccountFlag) =>
    id ?? made.get(name)?.id ?? told.get(name) ?? known.ids.get(secret);
  return {
    isKnown: account => known.names.includes(account.name) || idOf(account) !== undefined,
    async add(form, flag, { region, ...account }) {
      const { name } = account;
      if (known.names.includes(name)) return name;
      const message = `12-digit id of the AWS account "${name}"`;
      const id = await form.text({ flag, given: idOf(account), message, check: field('Account', '/spec/id') });
      const before = made.get(name)?.id ?? id;
      if (before !== id) throw wrongFlag(flag, `account "${name}" has two ids, ${before} and ${id}`);
      made.set(name, { name, id, partition: partitionOf(region) });
      return name;
    },
    made: () => [...made.values()],
  };
}
