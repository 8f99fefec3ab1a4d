import type { CommandContext } from '../context.js';
import type { FleetFolder } from '../fleet-folder.js';
import { type Form, openForm, wrongFlag } from '../form.js';
import { field, newName } from './checks.js';
import type { ClusterAnswers } from './cluster.js';

export interface ClusterFlags {
  readonly name: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly release: string | undefined;
  readonly connect: string | undefined;
  readonly zones: string | undefined;
  readonly masters: string | undefined;
  readonly masterType: string | undefined;
}

/** A cluster from flags, the Fleet's defaults, what there is only one of, or else questions. */
export async function clusterAnswers(
  context: CommandContext,
  folder: FleetFolder,
  flags: ClusterFlags,
): Promise<ClusterAnswers> {
  const defaults = folder.fleet.defaults?.cluster ?? {};
  const choices = choicesOf(folder);
  const open = (choice: Choice) => flags[choice] ?? defaults[choice] ?? only(choices[choice]);
  const form = openForm(context, [
    { flag: 'NAME', given: flags.name },
    { flag: '--account', given: open('account') },
    { flag: '--region', given: flags.region ?? defaults.region },
    { flag: '--release', given: open('release') },
    { flag: '--connect', given: open('connect') },
    { flag: '--zones', given: flags.zones },
  ]);
  const asked = { form, flags, folder };
  const name = await nameAnswer(asked);
  const account = await choiceAnswer(asked, 'account', 'Account that it lives in');
  const region = await regionAnswer(asked);
  const release = await choiceAnswer(asked, 'release', 'Release that its nodes run');
  const connect = await choiceAnswer(asked, 'connect', 'Management network that it is peered with');
  const zones = await zoneAnswers(asked, region ?? defaults.region ?? '');
  const masters = await mastersAnswer(asked, zones);
  const masterType = await masterTypeAnswer(asked, masters);
  return { name, account, region, release, connect, zones, masters, masterType };
}

/** What every question needs to know. */
interface Asked {
  readonly form: Form;
  readonly flags: ClusterFlags;
  readonly folder: FleetFolder;
}

type Choice = 'account' | 'release' | 'connect';

function choicesOf(folder: FleetFolder): Readonly<Record<Choice, readonly string[]>> {
  const names = (kind: 'Account' | 'Release') => folder.all(kind).map(({ metadata }) => metadata.name);
  const networks = (folder.fleet.managementNetworks ?? []).map(({ name }) => name);
  return { account: names('Account'), release: names('Release').toReversed(), connect: [...networks, 'none'] };
}

function nameAnswer({ form, flags, folder }: Asked): Promise<string> {
  const taken = folder.book.clusters.map(({ name }) => name);
  const check = newName('Cluster', taken);
  return form.text({ flag: 'NAME', given: flags.name, message: 'Name of the cluster', check });
}

/** Undefined if the Fleet's defaults decide, which holds for the region and the type of masters, too. */
async function choiceAnswer(
  { form, flags, folder }: Asked,
  choice: Choice,
  message: string,
): Promise<string | undefined> {
  const given = flags[choice];
  if (given === undefined && folder.fleet.defaults?.cluster?.[choice] !== undefined) return undefined;
  const options = choicesOf(folder)[choice];
  return form.choice({ flag: `--${choice}`, given, message, fallback: only(options), options });
}

async function regionAnswer({ form, flags, folder: { fleet } }: Asked): Promise<string | undefined> {
  if (flags.region === undefined && fleet.defaults?.cluster?.region !== undefined) return undefined;
  return form.text({
    flag: '--region',
    given: flags.region,
    message: 'AWS region',
    fallback: fleet.store.region,
    check: field('Cluster', '/spec/region'),
  });
}

function zoneAnswers({ form, flags, folder }: Asked, region: string): Promise<readonly string[]> {
  return form.list({
    flag: '--zones',
    given: flags.zones,
    message: 'Availability zones: one, or three for masters in each',
    fallback: usualZones(folder, region).join(', '),
    check: zone => {
      const problem = field('Cluster', '/spec/network/zones/0/name')(zone);
      return problem ?? (zone.slice(0, -1) === region ? undefined : `${zone} is not in ${region}`);
    },
  });
}

async function mastersAnswer({ form, flags }: Asked, zones: readonly string[]): Promise<1 | 3> {
  const wished = flags.masters ?? '1';
  if (wished !== '1' && wished !== '3') throw wrongFlag('--masters', 'a cluster has 1 or 3 masters');
  if (wished === '3' && zones.length < 3) throw wrongFlag('--masters', '3 masters need 3 zones, see --zones');
  const options = zones.length >= 3 ? ['3', '1'] : ['1'];
  const [fallback] = options;
  const answer = await form.choice({ flag: '--masters', given: flags.masters, message: 'Masters', fallback, options });
  return answer === '3' ? 3 : 1;
}

async function masterTypeAnswer({ form, flags, folder }: Asked, masters: 1 | 3): Promise<string | undefined> {
  const given = flags.masterType;
  if (given === undefined && folder.fleet.defaults?.controlPlane?.instanceType !== undefined) return undefined;
  return form.text({
    flag: '--master-type',
    given,
    message: 'Instance type of the masters',
    fallback: masters === 3 ? 'm6i.xlarge' : 'm6i.large',
    check: field('ControlPlane', '/spec/instanceType'),
  });
}

function only(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** Those of another cluster in the region; not every account has the same, so `a` to `c` are a guess only. */
function usualZones({ book }: FleetFolder, region: string): readonly string[] {
  const known = book.clusters.map(({ zones }) => zones.map(({ name }) => name));
  const there = known.filter(zones => zones[0]?.slice(0, -1) === region);
  const most = there.toSorted((a, b) => b.length - a.length)[0];
  return most ?? ['a', 'b', 'c'].map(letter => `${region}${letter}`);
}
