import { parseCidr } from '../../model/cidr.js';
import { type Form, type RequiredFlag, wrongFlag } from '../form.js';
import { field } from '../new/checks.js';
import { accountFlag, accountProblem } from './account-flag.js';
import type { AccountRegister } from './account-register.js';

export interface FleetFlags {
  readonly fleet: string | undefined;
  readonly domain: string | undefined;
  readonly storeAccount: string | undefined;
  readonly storeRegion: string | undefined;
  readonly addressPool: string | undefined;
}

/** What a new Fleet says. */
export interface FleetAnswers {
  readonly name: string;
  readonly domain: string;
  readonly store: { readonly account: string; readonly region: string };
  /** Block of the only address pool. */
  readonly pool: string;
}

/** What the old clusters tell about it. */
export interface FleetHints {
  readonly domain: string | undefined;
  readonly region: string;
}

/** Flags that have no default. */
export function requiredOfFleet(flags: FleetFlags, hints: FleetHints, accounts: AccountRegister): RequiredFlag[] {
  const { storeAccount } = flags;
  const isKnown = storeAccount !== undefined && accounts.isKnown(accountFlag('--store-account', storeAccount));
  return [
    { flag: '--fleet', given: flags.fleet },
    { flag: '--domain', given: flags.domain ?? hints.domain },
    { flag: '--store-account NAME:ID', given: isKnown ? storeAccount : undefined },
  ];
}

export async function fleetAnswers(
  form: Form,
  flags: FleetFlags,
  { hints, accounts }: { readonly hints: FleetHints; readonly accounts: AccountRegister },
): Promise<FleetAnswers> {
  const region = flags.storeRegion ?? hints.region;
  const pool = flags.addressPool ?? '10.64.0.0/12';
  requireFleetSettings(region, pool);
  const name = await form.text({
    flag: '--fleet',
    given: flags.fleet,
    message: 'Name of the fleet',
    check: field('Fleet', '/metadata/name'),
  });
  const domain = await form.text({
    flag: '--domain',
    given: flags.domain,
    message: 'Base domain: clusters answer on api.<cluster>.k8s.<domain>',
    fallback: hints.domain,
    check: field('Fleet', '/spec/domain'),
  });
  const keeper = await form.text({
    flag: '--store-account',
    given: flags.storeAccount,
    message: 'Name of the account that keeps the private keys of the fleet',
    check: accountProblem,
  });
  const flag = '--store-account';
  const account = await accounts.add(form, flag, { ...accountFlag(flag, keeper), region });
  return { name, domain, store: { account, region }, pool };
}

/** These are not asked for, so they are wrong before the first question. */
function requireFleetSettings(region: string, pool: string): void {
  const wrongRegion = field('Fleet', '/spec/store/region')(region);
  if (wrongRegion !== undefined) throw wrongFlag('--store-region', wrongRegion);
  const { prefix } = parseCidr(pool) ?? { prefix: 0 };
  if (prefix > 20) throw wrongFlag('--address-pool', `${pool} is smaller than the block of a cluster, a /20`);
}
