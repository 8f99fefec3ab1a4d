import type { Colors as Colours } from 'picocolors/types.js';
import type { ImageChange } from '../releases/image-changes.js';
import type { RefreshedMap } from '../releases/refresh-release.js';
import type { RolledNodes } from '../releases/rolled-nodes.js';
import { columns, counted } from './text.js';

export interface RefreshedRelease {
  readonly name: string;
  readonly file: string;
  readonly maps: readonly RefreshedMap[];
  readonly rolls: readonly RolledNodes[];
}

export interface RefreshOutcome {
  readonly releases: readonly RefreshedRelease[];
  readonly isWritten: boolean;
  /** Whether it is known who uses a Release. */
  readonly isFleetRead: boolean;
}

/** What changed by region, who would roll, and what comes next. `isShort` leaves the regions out. */
export function imagesText(outcome: RefreshOutcome, { isShort, paint }: { isShort: boolean; paint: Colours }): string {
  const blocks = outcome.releases.flatMap(({ name, file, maps }) => {
    return maps.map(map => [paint.bold(heading(name, file, map)), ...(isShort ? [] : mapLines(map))].join('\n'));
  });
  return `${[...blocks, ...rollBlock(outcome), closing(outcome)].join('\n\n')}\n`;
}

/** The same for other programs. */
export function imagesDocument({ releases, isWritten }: RefreshOutcome) {
  return {
    written: isWritten,
    releases: releases.map(({ name, file, maps, rolls }) => ({
      name,
      file,
      stale: maps.some(({ changes }) => changes.length > 0),
      changes: maps.flatMap(({ changes }) => changes),
      unpublished: maps.flatMap(({ map, unpublished }) =>
        unpublished.map(image => ({ version: map.version, ...image })),
      ),
      rolls,
    })),
  };
}

function heading(name: string, file: string, { map, changes }: RefreshedMap): string {
  return `${name}  Flatcar ${map.version}  ${file}${changes.length === 0 ? '  current' : ''}`;
}

function mapLines({ changes, unpublished }: RefreshedMap): string[] {
  const changed = changes.filter(({ before }) => before !== undefined);
  const added = changes.filter(({ before }) => before === undefined);
  const regions = [...new Set(added.map(({ region }) => region))];
  const rows = [
    ...changed.map(({ region, architecture, before, after }) => [
      `~ ${region}`,
      `${architecture} ${before} -> ${after}`,
    ]),
    ...regions.map(region => [`+ ${region}`, addedText(added.filter(change => change.region === region))]),
    ...unpublished.map(({ region, architecture, id }) => [
      `= ${region}`,
      `${architecture} ${id} is not published: kept`,
    ]),
  ];
  return rows.length === 0 ? [] : [columns(rows, { indent: 2, gap: 2 })];
}

function addedText(images: readonly ImageChange[]): string {
  return images.map(({ architecture, after }) => `${architecture} ${after}`).join('  ');
}

function rollBlock({ releases, isFleetRead, isWritten }: RefreshOutcome): string[] {
  if (!isFleetRead) return ['Who would roll is not known: clusterwright validate tells why the fleet cannot be read.'];
  const rows = releases.flatMap(({ rolls }) => rolls.map(rollRow));
  if (rows.length === 0) return [];
  const title = isWritten ? 'Rolls when this is committed and applied' : 'Would roll';
  return [`${title}\n${columns(rows, { indent: 2, gap: 2 })}`];
}

function rollRow({ cluster, ring, region, architecture, pool, nodes }: RolledNodes): readonly string[] {
  const { min, max } = nodes;
  return [
    cluster,
    pool ?? 'masters',
    min === max ? counted(max, 'node') : `${min} to ${max} nodes`,
    `${region} ${architecture}`,
    ring === undefined ? '' : `ring ${ring}`,
  ];
}

function closing({ releases, isWritten }: RefreshOutcome): string {
  const changes = releases.flatMap(({ maps }) => maps.flatMap(({ changes }) => changes));
  const stale = releases.filter(({ maps }) => maps.some(map => map.changes.length > 0));
  if (changes.length === 0) return `${counted(releases.length, 'release')} checked: every image is current.`;
  const added = changes.filter(({ before }) => before === undefined).length;
  const count = `${counted(added, 'image')} new, ${changes.length - added} changed`;
  const where = stale.map(({ file }) => file).join(', ');
  return isWritten
    ? `${count}, written to ${where}.\n  clusterwright plan    shows, once committed, what that does`
    : `${count} in ${where}; nothing written.\n  the same without --dry-run or --check writes them`;
}
