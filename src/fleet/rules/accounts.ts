import type { Finding } from '../../model/finding.js';
import type { Account } from '../../model/fleet.js';
import { mistake, placeText, related } from './mistake.js';

/** CW1101: the roles of an account are its own. */
export function accountRoles({ id, roles, source }: Account): Finding[] {
  return (['plan', 'apply', 'service'] as const).flatMap(purpose => {
    const owner = roles[purpose].split(':')[4];
    if (owner === id) return [];
    const message = `the role is in account ${owner}, but this is ${id}`;
    const hint = 'name a role of this account, or correct spec.id';
    return [mistake('CW1101', { source, pointer: `/spec/roles/${purpose}` }, { message, hint })];
  });
}

/** CW1102: each account is written once. */
export function accountIds(accounts: readonly Account[]): Finding[] {
  const first = new Map<string, Account>();
  return accounts.flatMap(account => {
    const other = first.get(account.id);
    if (other === undefined) {
      first.set(account.id, account);
      return [];
    }
    const there = { source: other.source, pointer: '/spec/id' };
    const message = `account ${account.id} exists already as "${other.name}" (${placeText(there)})`;
    const hint = `refer to "${other.name}" and remove this one, or correct the id`;
    const said = { message, hint, related: [related(there, `account ${other.name}`)] };
    return [mistake('CW1102', { source: account.source, pointer: '/spec/id' }, said)];
  });
}
