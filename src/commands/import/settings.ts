import type { ImportSettings } from '../../import/convert-cluster.js';
import { componentsOf } from '../../import/new-release.js';
import type { OldCluster } from '../../import/old-cluster.js';
import type { Resource } from '../../import/resource.js';
import type { ReleaseDocument } from '../../model/spec/release.generated.js';
import type { CommandContext } from '../context.js';
import type { FleetFolder } from '../fleet-folder.js';
import { wrongFlag } from '../form.js';
import { alikeTable } from './alike-table.js';

/** What flags decide for all clusters of an import. */
export interface SettingFlags {
  readonly rename: Readonly<Record<string, string>>;
  readonly release: Readonly<Record<string, string>>;
  readonly alike: string | undefined;
  readonly connect: string | undefined;
  readonly publicApi: readonly string[];
}

/** The same against the repository and the input. Throws AppError of kind `usage` for names that there are not. */
export async function importSettings(
  context: CommandContext,
  flags: SettingFlags,
  {
    repository,
    clusters,
    resources,
  }: {
    readonly repository: FleetFolder;
    readonly clusters: readonly OldCluster[];
    readonly resources: readonly Resource[];
  },
): Promise<ImportSettings> {
  requireRenamed(flags.rename, clusters);
  const { fleet } = repository;
  const releases = repository.all('Release');
  return {
    renames: flags.rename,
    domain: fleet.domain,
    takenNames: repository.all('Cluster').map(({ metadata }) => metadata.name),
    hasIssuer: fleet.workloadIdentity !== undefined,
    alike: flags.alike === undefined ? undefined : await alikeTable(context, flags.alike),
    publicApi: flags.publicApi,
    connect: connectOf(flags.connect, fleet),
    flatcarOf: version => flatcarOf(version, flags.release, { releases, resources }),
  };
}

function requireRenamed(renames: SettingFlags['rename'], clusters: readonly OldCluster[]): void {
  const known = clusters.flatMap(({ id, pools }) => [id, ...pools.map(pool => `${id}/${pool.id}`)]);
  const unknown = Object.keys(renames).find(name => !known.includes(name));
  if (unknown === undefined) return;
  throw wrongFlag('--rename', `there is no "${unknown}" in the input; there are ${known.join(', ')}`);
}

function connectOf(connect: string | undefined, fleet: FleetFolder['fleet']): string | undefined {
  const networks = (fleet.managementNetworks ?? []).map(({ name }) => name);
  if (connect !== undefined && connect !== 'none' && !networks.includes(connect)) {
    const known = networks.join(', ') || 'none';
    throw wrongFlag('--connect', `the Fleet has no management network "${connect}"; there are ${known}`);
  }
  return connect ?? (fleet.defaults?.cluster?.connect === undefined ? 'none' : undefined);
}

/** Flatcar of the Release that clusters of an old one get: of one that there is, or of one that is made. */
function flatcarOf(
  version: string,
  chosen: SettingFlags['release'],
  { releases, resources }: { readonly releases: readonly ReleaseDocument[]; readonly resources: readonly Resource[] },
): ReturnType<ImportSettings['flatcarOf']> {
  const name = chosen[version] ?? chosen['*'] ?? `v${version}`;
  const there = releases.find(({ metadata }) => metadata.name === name)?.spec.flatcar;
  if (there !== undefined) return { version: there.version, alternatives: Object.keys(there.alternatives ?? {}) };
  const old = resources.find(one => one.kind === 'Release' && one.name === name);
  const flatcar = old && componentsOf(old).get('containerlinux');
  return flatcar && { version: flatcar.version, alternatives: [] };
}
