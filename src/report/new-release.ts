import { architectureOf } from '../model/architecture.js';
import type { Cluster } from '../model/fleet.js';
import type { NewRelease } from '../releases/new-release.js';
import { columns } from './text.js';

export interface WrittenRelease {
  readonly name: string;
  readonly content: NewRelease;
  /** Those on the Release that it was copied from. */
  readonly clusters: readonly Cluster[];
}

/** What is new, what is missing for clusters that are to follow, and what comes next, a line each. */
export function newReleaseLines(release: WrittenRelease): readonly string[] {
  const { name, content } = release;
  return [
    ...columns(rows(content), { gap: 2 }).split('\n'),
    ...missingLines(release),
    '',
    `clusterwright images ${name}    adds images of further regions`,
    `release: ${name} in the clusters of your first ring rolls it out; docs/releases.md`,
  ];
}

function rows({ steps, downloads, images, machineImages }: NewRelease): string[][] {
  return [
    ...steps.map(({ part, to }) => [part.name, `${part.version} -> ${to}`]),
    ...downloads.map(({ name, sha256 }) => [name, `SHA-256 of ${Object.keys(sha256).toSorted().join(' and ')}`]),
    ...images.map(({ name, reference }) => [name, reference]),
    ...(machineImages === undefined ? [] : [['AMIs', regionsText(machineImages.images)]]),
  ];
}

function regionsText(images: readonly { readonly region: string }[]): string {
  return [...new Set(images.map(({ region }) => region))].join(', ');
}

/** A cluster cannot follow to a Release without an image for it. */
function missingLines({ content, clusters, name }: WrittenRelease): string[] {
  const dropped = content.machineImages?.dropped ?? [];
  return dropped.map(({ region, architecture }) => {
    const users = clusters.filter(
      cluster => cluster.region === region && architecturesOf(cluster).includes(architecture),
    );
    const blocked =
      users.length === 0
        ? ''
        : `; ${users.map(cluster => cluster.name).join(', ')} cannot move to ${name} until it is there`;
    return `no ${architecture} image is published for ${region}${blocked}`;
  });
}

function architecturesOf({ controlPlane, nodePools }: Cluster): readonly string[] {
  const types = [
    controlPlane.instanceType,
    ...nodePools.flatMap(({ instances }) => instances.types.map(({ type }) => type)),
  ];
  return types.map(architectureOf);
}
