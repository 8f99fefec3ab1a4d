import { fieldProblem } from '../../fleet/field-problem.js';
import type { OldCluster } from '../../import/old-cluster.js';
import { textAt } from '../../import/resource.js';
import { parseCidr } from '../../model/cidr.js';
import type { CommandContext } from '../context.js';
import { openForm, wrongFlag } from '../form.js';
import { field } from '../new/checks.js';

export interface ImportFlags {
  readonly fleet: string | undefined;
  readonly domain: string | undefined;
  readonly storeAccount: string | undefined;
  readonly storeRegion: string | undefined;
  readonly addressPool: string | undefined;
  readonly account: readonly string[];
}

export interface ImportAnswers {
  /** Undefined where there is a Fleet already. */
  readonly fleet:
    | { readonly name: string; readonly domain: string; readonly store: StoreAnswer; readonly pool: string }
    | undefined;
  /** Name of the account of each cluster, by its old id. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Accounts that must be written. */
  readonly newAccounts: readonly NewAccount[];
}

interface StoreAnswer {
  readonly account: string;
  readonly region: string;
}

export interface NewAccount {
  readonly name: string;
  readonly id: string;
  readonly region: string;
}

/** What is known about accounts before anybody is asked. */
export interface KnownAccounts {
  /** Names of Accounts of the repository. */
  readonly names: readonly string[];
  /** From Secrets of the input, by `namespace/name`. */
  readonly ids: ReadonlyMap<string, string>;
  readonly hasFleet: boolean;
}

/** Fleet and accounts from flags, else questions. */
export async function importAnswers(
  context: CommandContext,
  {
    flags,
    clusters,
    known,
  }: { readonly flags: ImportFlags; readonly clusters: readonly OldCluster[]; readonly known: KnownAccounts },
): Promise<ImportAnswers> {
  const given = flags.account.map(accountFlag);
  const secrets = new Map(clusters.map(old => [secretOf(old), regionOf(old)]));
  const stray = given.find(
    ({ secret }) => secret !== undefined && ![...secrets.keys()].some(one => isSecret(one, secret)),
  );
  if (stray !== undefined) {
    throw wrongFlag(
      '--account',
      `no cluster has credentialSecret "${stray.secret}"; there are ${[...secrets.keys()].join(', ')}`,
    );
  }
  const wishes = [...secrets].map(([secret, region]) => ({ secret, region, wish: wishFor(secret, given) }));
  const baseDomain = clusters.map(domainOf).find(domain => domain !== undefined);
  const form = openForm(context, [
    ...(known.hasFleet
      ? []
      : [
          { flag: '--fleet', given: flags.fleet },
          { flag: '--domain', given: flags.domain ?? baseDomain },
          { flag: '--store-account', given: flags.storeAccount },
        ]),
    ...wishes.map(({ secret, wish }) => ({ flag: `--account ${secret}=NAME:ID`, given: wish?.name })),
  ]);
  const newAccounts = new Map<string, NewAccount>();
  const declare = async ({ name, id }: AccountFlag, region: string, secret?: string): Promise<string> => {
    if (known.names.includes(name)) return name;
    const flag = secret === undefined ? '--store-account NAME:ID' : `--account ${secret}=${name}:ID`;
    const before = newAccounts.get(name)?.id;
    const told = id ?? (secret === undefined ? undefined : known.ids.get(secret)) ?? before;
    const message = `12-digit id of the AWS account "${name}"`;
    if (told === undefined && !form.asking) openForm(context, [{ flag, given: told }]);
    const answer = await form.text({ flag, given: told, message, check: field('Account', '/spec/id') });
    if (before !== undefined && before !== answer)
      throw wrongFlag('--account', `account "${name}" has two ids, ${before} and ${answer}`);
    newAccounts.set(name, { name, id: answer, region });
    return name;
  };
  const region = flags.storeRegion ?? clusters.map(regionOf).find(one => one !== '') ?? 'eu-central-1';
  const fleet = known.hasFleet ? undefined : await newFleet();
  const bySecret = new Map<string, string>();
  for (const { secret, region, wish } of wishes) {
    const message = `Account of the clusters with credentialSecret ${secret}`;
    const name =
      wish?.name ??
      (await form.text({ flag: '--account', given: undefined, message, check: field('Account', '/metadata/name') }));
    bySecret.set(secret, await declare({ name, id: wish?.id }, region, secret));
  }
  const accounts = new Map(clusters.map(old => [old.id, bySecret.get(secretOf(old)) ?? '']));
  return { fleet, accounts, newAccounts: [...newAccounts.values()] };

  async function newFleet() {
    const name = await form.text({
      flag: '--fleet',
      given: flags.fleet,
      message: 'Name of the fleet',
      check: field('Fleet', '/metadata/name'),
    });
    const domain = await form.text({
      flag: '--domain',
      given: flags.domain,
      message: 'Base domain',
      fallback: baseDomain,
      check: field('Fleet', '/spec/domain'),
    });
    const store = await form.text({
      flag: '--store-account',
      given: flags.storeAccount,
      message: 'Account that keeps private keys, NAME:ID',
      check: () => undefined,
    });
    const wrongRegion = field('Fleet', '/spec/store/region')(region);
    if (wrongRegion !== undefined) throw wrongFlag('--store-region', wrongRegion);
    const pool = flags.addressPool ?? '10.64.0.0/12';
    const { prefix } = parseCidr(pool) ?? { prefix: 0 };
    if (prefix > 20) throw wrongFlag('--address-pool', `${pool} is smaller than the block of a cluster, a /20`);
    return { name, domain, store: { account: await declare(accountFlag(store), region), region }, pool };
  }
}

interface AccountFlag {
  readonly secret?: string | undefined;
  readonly name: string;
  readonly id?: string | undefined;
}

/** `[SECRET=]NAME[:ID]` */
function accountFlag(text: string): AccountFlag {
  const match = /^(?:(?<secret>[^=]+)=)?(?<name>[^=:]+)(?::(?<id>\d{12}))?$/.exec(text)?.groups;
  if (match?.name === undefined)
    throw wrongFlag('--account', `"${text}" is not of the form [SECRET=]NAME[:ID] with an id of 12 digits`);
  const problem = fieldProblem('Account', '/metadata/name', match.name);
  if (problem !== undefined) throw wrongFlag('--account', problem);
  return { secret: match.secret, name: match.name, id: match.id };
}

function wishFor(secret: string, given: readonly AccountFlag[]): AccountFlag | undefined {
  const named = given.find(one => one.secret !== undefined && isSecret(secret, one.secret));
  return named ?? given.find(one => one.secret === undefined);
}

/** With its namespace or without. */
function isSecret(secret: string, given: string): boolean {
  return secret === given || secret.endsWith(`/${given}`);
}

/** `namespace/name` of the Secret with the role in the tenant account. */
function secretOf({ main }: OldCluster): string {
  const group = main.kind === 'AWSConfig' ? 'aws' : 'provider';
  const at = (key: string) => textAt(main, 'spec', group, 'credentialSecret', key);
  return `${at('namespace') ?? 'giantswarm'}/${at('name') ?? 'credential-default'}`;
}

function regionOf({ main }: OldCluster): string {
  return textAt(main, 'spec', main.kind === 'AWSConfig' ? 'aws' : 'provider', 'region') ?? '';
}

function domainOf({ main }: OldCluster): string | undefined {
  const legacy = textAt(main, 'spec', 'cluster', 'kubernetes', 'api', 'domain');
  return textAt(main, 'spec', 'cluster', 'dns', 'domain') ?? /^api\.[^.]+\.k8s\.(.+)$/.exec(legacy ?? '')?.[1];
}
