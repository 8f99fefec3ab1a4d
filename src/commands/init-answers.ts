import { basename, resolve } from 'node:path';
import { fieldProblem } from '../fleet/field-problem.js';
import { parseCidr } from '../model/cidr.js';
import { partitionOf } from '../model/partition.js';
import type { NewAccount } from '../scaffold/texts/account.js';
import type { NewFleet } from '../scaffold/texts/fleet.js';
import type { CommandContext } from './context.js';
import { type Form, openForm } from './form.js';
import { field, numberField } from './new/checks.js';

export interface InitFlags {
  readonly target: string;
  readonly name: string | undefined;
  readonly domain: string | undefined;
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  readonly addressPool: string | undefined;
  readonly clusterPrefix: string | undefined;
  readonly managementVpc: string | undefined;
  readonly managementCidr: string | undefined;
  readonly managementRouteTables: string | undefined;
  readonly cluster: string | undefined;
  readonly zones: string | undefined;
}

export interface InitAnswers extends Pick<NewFleet, 'name' | 'domain' | 'region' | 'pool' | 'management'> {
  readonly account: NewAccount;
  /** The first cluster, if there shall be one. */
  readonly cluster: { readonly name: string | undefined; readonly zones: string | undefined } | undefined;
}

export async function initAnswers(context: CommandContext, flags: InitFlags): Promise<InitAnswers> {
  const form = openForm(context, [
    { flag: '--name', given: flags.name },
    { flag: '--domain', given: flags.domain },
    { flag: '--account-id', given: flags.accountId },
    { flag: '--region', given: flags.region },
    ...managementFlags(flags),
    ...(flags.cluster === undefined ? [] : [{ flag: '--zones', given: flags.zones }]),
  ]);
  const folderName = basename(resolve(context.cwd, flags.target));
  const nameProblem = field('Fleet', '/metadata/name');
  const name = await form.text({
    flag: '--name',
    given: flags.name,
    message: 'Name of the fleet, first part of every stack name',
    fallback: nameProblem(folderName) === undefined ? folderName : undefined,
    check: nameProblem,
  });
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
    check: blockProblem('/spec/addressPools/0/cidr'),
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

const managementFields = [
  ['--management-vpc', 'managementVpc'],
  ['--management-cidr', 'managementCidr'],
  ['--management-route-tables', 'managementRouteTables'],
] as const;

/** All of them or none. */
function managementFlags(flags: InitFlags) {
  const given = managementFields.map(([flag, key]) => ({ flag, given: flags[key] }));
  return given.every(({ given: value }) => value === undefined) ? [] : given;
}

async function managementAnswers(form: Form, flags: InitFlags): Promise<NewFleet['management']> {
  const wanted =
    managementFlags(flags).length > 0 || (await form.yesOrNo('Shall clusters be peered with an existing VPC?'));
  if (!wanted) return undefined;
  const vpc = await form.text({
    flag: '--management-vpc',
    given: flags.managementVpc,
    message: 'Id of that VPC',
    check: field('Fleet', '/spec/managementNetworks/0/vpc/id'),
  });
  const cidr = await form.text({
    flag: '--management-cidr',
    given: flags.managementCidr,
    message: 'Its block of addresses',
    check: blockProblem('/spec/managementNetworks/0/vpc/cidr'),
  });
  const routeTables = await form.list({
    flag: '--management-route-tables',
    given: flags.managementRouteTables,
    message: 'Its route tables, which get a route back to every cluster',
    check: field('Fleet', '/spec/managementNetworks/0/routeTables/0'),
  });
  return { vpc, cidr, routeTables };
}

function blockProblem(pointer: string): (answer: string) => string | undefined {
  return answer => {
    const problem = fieldProblem('Fleet', pointer, answer);
    return problem ?? (parseCidr(answer) === undefined ? `${answer} is no IPv4 block` : undefined);
  };
}
