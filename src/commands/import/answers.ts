import { domainOf, type OldCluster, regionOf, secretOf } from '../../import/old-cluster.js';
import type { NewAccount } from '../../scaffold/texts/account.js';
import type { CommandContext } from '../context.js';
import { type Form, openForm, wrongFlag } from '../form.js';
import { field } from '../new/checks.js';
import { type AccountFlag, accountFlag, isSecret } from './account-flag.js';
import { type AccountRegister, accountRegister, type KnownAccounts } from './account-register.js';
import { type FleetAnswers, type FleetFlags, fleetAnswers, requiredOfFleet } from './fleet-answers.js';

export interface ImportFlags extends FleetFlags {
  readonly account: readonly string[];
}

export interface ImportAnswers {
  /** Undefined where there is a Fleet already. */
  readonly fleet: FleetAnswers | undefined;
  /** Name of the account of each cluster, by its old id. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Accounts that must be written. */
  readonly newAccounts: readonly NewAccount[];
}

/** Fleet and accounts from flags, else questions. */
export async function importAnswers(
  context: CommandContext,
  flags: ImportFlags,
  {
    clusters,
    known,
    hasFleet,
  }: { readonly clusters: readonly OldCluster[]; readonly known: KnownAccounts; readonly hasFleet: boolean },
): Promise<ImportAnswers> {
  const given = flags.account.map(text => accountFlag('--account', text));
  const wishes = wishesOf(clusters, given);
  const hints = {
    domain: clusters.map(domainOf).find(domain => domain !== undefined),
    region: clusters.map(regionOf).find(region => region !== '') ?? 'eu-central-1',
  };
  const store = flags.storeAccount === undefined ? [] : [accountFlag('--store-account', flags.storeAccount)];
  const accounts = accountRegister(known, [...given, ...store]);
  const form = openForm(context, [
    ...(hasFleet ? [] : requiredOfFleet(flags, hints, accounts)),
    ...wishes.map(wish => requiredOfAccount(wish, accounts)),
  ]);
  const fleet = hasFleet ? undefined : await fleetAnswers(form, flags, { hints, accounts });
  const named = await accountAnswers(form, wishes, accounts);
  return {
    fleet,
    accounts: new Map(clusters.map(old => [old.id, named.get(secretOf(old)) ?? ''])),
    newAccounts: accounts.made(),
  };
}

/** Clusters with one credentialSecret live in one account, which a flag may name. */
interface AccountWish {
  readonly secret: string;
  readonly region: string;
  readonly wish: AccountFlag | undefined;
}

function wishesOf(clusters: readonly OldCluster[], given: readonly AccountFlag[]): AccountWish[] {
  const secrets = new Map(clusters.map(old => [secretOf(old), regionOf(old)]));
  const known = [...secrets.keys()];
  const stray = given.find(({ secret }) => secret !== undefined && !known.some(one => isSecret(one, secret)));
  if (stray !== undefined) {
    const problem = `no cluster has credentialSecret "${stray.secret}"; there are ${known.join(', ')}`;
    throw wrongFlag('--account', problem);
  }
  return [...secrets].map(([secret, region]) => ({ secret, region, wish: wishFor(secret, given) }));
}

function wishFor(secret: string, given: readonly AccountFlag[]): AccountFlag | undefined {
  const named = given.find(one => one.secret !== undefined && isSecret(secret, one.secret));
  return named ?? given.find(one => one.secret === undefined);
}

function requiredOfAccount({ secret, wish }: AccountWish, accounts: AccountRegister) {
  const isKnown = wish !== undefined && accounts.isKnown({ ...wish, secret });
  return { flag: `--account ${secret}=${wish?.name ?? 'NAME'}:ID`, given: isKnown ? wish.name : undefined };
}

/** Name of the account for each credentialSecret. */
async function accountAnswers(
  form: Form,
  wishes: readonly AccountWish[],
  accounts: AccountRegister,
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  const flag = '--account';
  for (const { secret, region, wish } of wishes) {
    const message = `Account of credentialSecret ${secret}`;
    const name = await form.text({ flag, given: wish?.name, message, check: field('Account', '/metadata/name') });
    named.set(secret, await accounts.add(form, flag, { name, id: wish?.id, secret, region }));
  }
  return named;
}
