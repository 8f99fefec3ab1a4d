import type { CommandContext } from '../context.js';
import type { FleetFolder } from '../fleet-folder.js';
import { openForm, wrongFlag } from '../form.js';
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
  const { fleet } = folder;
  const defaults = fleet.defaults?.cluster ?? {};
  const names = (kind: 'Account' | 'Release') => folder.all(kind).map(({ metadata }) => metadata.name);
  const networks = (fleet.managementNetworks ?? []).map(({ name }) => name);
  const choices = { account: names('Account'), release: names('Release').toReversed(), connect: [...networks, 'none'] };
  const open = (flag: keyof typeof choices) => flags[flag] ?? defaults[flag] ?? only(choices[flag]);
  const form = openForm(context, [
    { flag: 'NAME', given: flags.name },
    { flag: '--account', given: open('account') },
    { flag: '--region', given: flags.region ?? defaults.region },
    { flag: '--release', given: open('release') },
    { flag: '--connect', given: open('connect') },
    { flag: '--zones', given: flags.zones },
  ]);

  const name = await form.text({
    flag: 'NAME',
    given: flags.name,
    message: 'Name of the cluster',
    check: newName(
      'Cluster',
      folder.book.clusters.map(cluster => cluster.name),
    ),
  });
  const choice = (flag: keyof typeof choices, message: string) => {
    if (flags[flag] === undefined && defaults[flag] !== undefined) return undefined;
    return form.choice({
      flag: `--${flag}`,
      given: flags[flag],
      message,
      fallback: only(choices[flag]),
      options: choices[flag],
    });
  };
  const account = await choice('account', 'Account that it lives in');
  const region =
    flags.region === undefined && defaults.region !== undefined
      ? undefined
      : await form.text({
          flag: '--region',
          given: flags.region,
          message: 'AWS region',
          fallback: fleet.store.region,
          check: field('Cluster', '/spec/region'),
        });
  const release = await choice('release', 'Release that its nodes run');
  const connect = await choice('connect', 'Management network that it is peered with');
  const where = region ?? defaults.region ?? '';
  const zones = await form.list({
    flag: '--zones',
    given: flags.zones,
    message: 'Availability zones: one, or three for masters in each',
    fallback: usualZones(folder, where).join(', '),
    check: zone => {
      const problem = field('Cluster', '/spec/network/zones/0/name')(zone);
      return problem ?? (zone.slice(0, -1) === where ? undefined : `${zone} is not in ${where}`);
    },
  });
  if (flags.masters === '3' && zones.length < 3) throw wrongFlag('--masters', '3 masters need 3 zones, see --zones');
  const masters = await form.choice({
    flag: '--masters',
    given: flags.masters,
    message: 'Masters',
    fallback: zones.length >= 3 ? '3' : '1',
    options: zones.length >= 3 ? ['3', '1'] : ['1'],
  });
  const masterType =
    flags.masterType === undefined && fleet.defaults?.controlPlane?.instanceType !== undefined
      ? undefined
      : await form.text({
          flag: '--master-type',
          given: flags.masterType,
          message: 'Instance type of the masters',
          fallback: masters === '3' ? 'm6i.xlarge' : 'm6i.large',
          check: field('ControlPlane', '/spec/instanceType'),
        });
  return { name, account, region, release, connect, zones, masters: masters === '3' ? 3 : 1, masterType };
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
