import { basename, resolve } from 'node:path';
import { parseCidr } from '../model/cidr.js';
import { partitionOf } from '../model/partition.js';
import type { NewAccount } from '../scaffold/texts/account.js';
import type { NewFleet } from '../scaffold/texts/fleet.js';
import type { CommandContext } from './context.js';
import { type Form, openForm } from './form.js';
import { type ManagementFlags, managementAnswers, managementFlags } from './management-answers.js';
import { block, field, numberField } from './new/checks.js';

export interface InitFlags extends ManagementFlags {
  readonly target: string;
  readonly name: string | undefined;
  readonly domain: string | undefined;
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  readonly addressPool: string | undefined;
  readonly clusterPrefix: string | undefined;
  readonly cluster: string | undefined;
  readonly zones: string | undefined;
}

export interface InitAnswers extends Pick<NewFleet, 'name' | 'domain' | 'region' | 'pool' | 'management'> {
  readonly account: NewAccount;
  /** The first cluster, if there shall be one. */
  readonly cluster: { readonly name: string | undefined; readonly zones: string | undefined } | undefined;
}

/** A fleet from flags, else questions. */
export async function initAnswers(context: CommandContext, flags: InitFlags): Promise<InitAnswers> {
  const form = openForm(context, [
    { flag: '--name', given: flags.name },
    { flag: '--domain', given: flags.domain },
    { flag: '--account-id', given: flags.accountId },
    { flag: '--region', given: flags.region },
    ...managementFlags(flags),
    ...(flags.cluster === undefined ? [] : [{ flag: '--zones', given: flags.zones }]),
  ]);
  const name = await nameAnswer(form, flags.name, basename(resolve(context.cwd, flags.target)));
  const domain = await form.text({
    flag: '--domain',
    given: flags.domain,
    message: 'Base domain: clusters answer on api.<cluster>.k8s.<domain>',
    check: field('Fleet', '/spec/domain'),
  });
  const region = await form.text({
    flag: '--region',
    given: flags.region,
    message: 'AWS region',
    fallback: context.env.AWS_REGION,
    check: field('Fleet', '/spec/store/region'),
  });
  const account = await accountAnswers(form, flags, partitionOf(region));
  const pool = await poolAnswers(form, flags);
  const management = await managementAnswers(form, flags);
  const wantsCluster = flags.cluster !== undefined || (await form.yesOrNo('Write the specs of a first cluster, too?'));
  const cluster = wantsCluster ? { name: flags.cluster, zones: flags.zones } : undefined;
  return { name, domain, region, account, pool, management, cluster };
}

/** The name of the folder is suggested, if it can be one. */
function nameAnswer(form: Form, given: string | undefined, folder: string): Promise<string> {
  const check = field('Fleet', '/metadata/name');
  const message = 'Name of the fleet, first part of every stack name';
  return form.text({
    flag: '--name',
    given,
    message,
    fallback: check(folder) === undefined ? folder : undefined,
    check,
  });
}

async function accountAnswers(form: Form, flags: InitFlags, partition: string): Promise<NewAccount> {
  const id = await form.text({
    flag: '--account-id',
    given: flags.accountId,
    message: 'Id of the AWS account that keeps the private keys of the fleet',
    check: field('Account', '/spec/id'),
  });
  const name = await form.text({
    flag: '--account-name',
    given: flags.accountName,
    message: 'Name for that account',
    fallback: 'platform',
    check: field('Account', '/metadata/name'),
  });
  return { name, id, partition };
}

async function poolAnswers(form: Form, flags: InitFlags): Promise<NewFleet['pool']> {
  const cidr = await form.text({
    flag: '--address-pool',
    given: flags.addressPool,
    message: 'Range that clusters get their addresses from',
    fallback: '10.64.0.0/12',
    check: block('Fleet', '/spec/addressPools/0/cidr'),
  });
  const clusterPrefix = await form.text({
    flag: '--cluster-prefix',
    given: flags.clusterPrefix,
    message: "Prefix length of a cluster's block",
    fallback: '20',
    check: answer => {
      const problem = numberField('Fleet', '/spec/addressPools/0/clusterPrefix')(answer);
      const fits = Number(answer) >= (parseCidr(cidr)?.prefix ?? 0);
      return problem ?? (fits ? undefined : `no /${answer} fits into ${cidr}`);
    },
  });
  return { cidr, clusterPrefix: Number(clusterPrefix) };
}
