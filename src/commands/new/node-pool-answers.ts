import type { ClusterAddresses } from '../../scaffold/address-book.js';
import type { CommandContext } from '../context.js';
import type { FleetFolder } from '../fleet-folder.js';
import { type Form, openForm } from '../form.js';
import { field, named, newName, numberField } from './checks.js';
import type { NodePoolAnswers } from './node-pool.js';

export interface NodePoolFlags {
  readonly name: string | undefined;
  readonly cluster: string | undefined;
  readonly zones: string | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly types: string | undefined;
}

/** A pool from flags, the Fleet's defaults, or else questions. */
export async function nodePoolAnswers(
  context: CommandContext,
  folder: FleetFolder,
  flags: NodePoolFlags,
): Promise<NodePoolAnswers> {
  const { clusters } = folder.book;
  const defaults = folder.fleet.defaults?.nodePool;
  const only = clusters.length === 1 ? clusters[0]?.name : undefined;
  const form = openForm(context, [
    { flag: 'NAME', given: flags.name },
    { flag: '--cluster', given: flags.cluster ?? only },
    { flag: '--min', given: flags.min ?? defaults?.scaling?.min?.toString() },
    { flag: '--max', given: flags.max ?? defaults?.scaling?.max?.toString() },
    { flag: '--types', given: flags.types ?? defaults?.instances?.types?.[0]?.type },
  ]);
  const cluster = await clusterAnswer(form, clusters, flags.cluster ?? only);
  const name = await form.text({
    flag: 'NAME',
    given: flags.name,
    message: 'Name of the pool',
    fallback: cluster.pools.length === 0 ? 'workers' : undefined,
    check: newName(
      'NodePool',
      cluster.pools.map(pool => pool.name),
    ),
  });
  const zones = await zoneAnswers(form, cluster, flags.zones);
  const scaling = await scalingAnswers(form, flags, defaults?.scaling);
  const hasTypes = flags.types === undefined && defaults?.instances?.types !== undefined;
  const types = hasTypes ? undefined : await typeAnswers(form, flags.types);
  return { cluster, name, zones, scaling, types };
}

async function clusterAnswer(
  form: Form,
  clusters: readonly ClusterAddresses[],
  given: string | undefined,
): Promise<ClusterAddresses> {
  const options = named('--cluster', given, clusters).map(({ name }) => name);
  const name = await form.choice({ flag: '--cluster', given, message: 'Cluster', options });
  const [cluster] = named('--cluster', name, clusters);
  if (cluster === undefined) throw new Error(`${name} is chosen and does not exist`);
  return cluster;
}

function zoneAnswers(form: Form, { name, zones }: ClusterAddresses, given: string | undefined) {
  const known = zones.map(zone => zone.name);
  return form.list({
    flag: '--zones',
    given,
    message: 'Availability zones',
    fallback: known.join(', '),
    check: zone => (known.includes(zone) ? undefined : `${zone} is no zone of ${name}, which has ${known.join(', ')}`),
  });
}

/** Undefined if the Fleet's defaults decide both. */
async function scalingAnswers(
  form: Form,
  flags: Pick<NodePoolFlags, 'min' | 'max'>,
  defaults: { readonly min?: number; readonly max?: number } = {},
): Promise<{ min: number; max: number } | undefined> {
  const decided = defaults.min !== undefined && defaults.max !== undefined;
  if (decided && flags.min === undefined && flags.max === undefined) return undefined;
  const min = await form.text({
    flag: '--min',
    given: flags.min,
    message: 'Fewest nodes',
    fallback: defaults.min?.toString() ?? '1',
    check: numberField('NodePool', '/spec/scaling/min'),
  });
  const max = await form.text({
    flag: '--max',
    given: flags.max,
    message: 'Most nodes',
    fallback: defaults.max?.toString() ?? String(Math.max(3, Number(min))),
    check: answer => {
      const problem = numberField('NodePool', '/spec/scaling/max')(answer);
      return problem ?? (Number(answer) < Number(min) ? `${answer} is below the fewest, ${min}` : undefined);
    },
  });
  return { min: Number(min), max: Number(max) };
}

function typeAnswers(form: Form, given: string | undefined) {
  return form.list({
    flag: '--types',
    given,
    message: 'Instance types, in order of preference',
    fallback: 'm6i.xlarge',
    check: field('NodePool', '/spec/instances/types/0/type'),
  });
}
