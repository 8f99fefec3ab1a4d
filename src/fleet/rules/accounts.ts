import type { Finding } from '../../model/finding.js';
import type { Account } from '../../model/fleet.js';
import { mistake, placeText, related } from './mistake.js';

/** CW1101: the roles of an account are its own. If they agree on another one, the id is wrong. */
export function accountRoles({ id, roles, source }: Account): Finding[] {
  const purposes = ['plan', 'apply', 'service'] as const;
  const [first, ...others] = new Set(purposes.map(purpose => ownerOf(roles[purpose])));
  if (others.length === 0 && first !== id) {
    const message = `all roles are in account ${first}, but this is ${id}`;
    const hint = 'correct the id, or name roles of this account';
    return [mistake('CW1101', { source, pointer: '/spec/id' }, { message, hint })];
  }
  return purposes.flatMap(purpose => {
    const owner = ownerOf(roles[purpose]);
    if (owner === id) return [];
    const message = `the role is in account ${owner}, but this is ${id}`;
    const hint = 'name a role of this account, or correct spec.id';
    return [mistake('CW1101', { source, pointer: `/spec/roles/${purpose}` }, { message, hint })];
  });
}

function ownerOf(role: string): string | undefined {
  return role.split(':')[4];
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
