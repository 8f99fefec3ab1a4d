import { posix, relative, sep } from 'node:path';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { type LoadOptions, loadFleet } from '../fleet/load.js';
import { byPlace, type Finding } from '../model/finding.js';
import type { Rendering } from '../render/changes/rendering-changes.js';
import type { EarlierClusters } from '../render/earlier-clusters.js';
import { renderChecked } from '../render/render.js';
import { chosenClusters } from './chosen-clusters.js';
import { version } from './version.js';

export interface RenderRequest extends Pick<LoadOptions, 'parsed'> {
  /** Names of clusters; none for all. */
  readonly clusters: readonly string[];
  readonly earlier?: EarlierClusters;
}

export interface Rendered {
  readonly findings: readonly Finding[];
  /** YAML files that were read. */
  readonly fileCount: number;
  /** Of the chosen clusters; undefined when there is any error. */
  readonly rendering: Rendering | undefined;
}

/** Loads and renders a repository. Throws AppError as both do, and for unknown clusters. */
export async function renderFiles(
  files: FleetFiles,
  { clusters, earlier, ...options }: RenderRequest,
): Promise<Rendered> {
  const { fleet: all, findings, fileCount } = await loadFleet(files, { ...options, version: version() });
  if (all === undefined) return { findings, fileCount, rendering: undefined };
  const fleet = { ...all, clusters: chosenClusters(all, clusters) };
  const { artifacts, findings: inTemplates } = await renderChecked(fleet, earlier);
  const failed = inTemplates.some(({ severity }) => severity === 'error');
  return {
    findings: [...findings, ...inTemplates].toSorted(byPlace),
    fileCount,
    rendering: failed ? undefined : { fleet, artifacts },
  };
}

/** The files without those of a folder among them: what was rendered before is YAML as well, and no spec. */
export function filesOutside(files: FleetFiles, folder: string | undefined, directory: string): FleetFiles {
  if (folder === undefined) return files;
  const isInside = isBelow(folder, directory);
  return { ...files, list: async () => (await files.list()).filter(({ path }) => !isInside(path)) };
}

/** Whether a path of a directory, with forward slashes, is a folder of it or below that folder. */
export function isBelow(folder: string, directory: string): (path: string) => boolean {
  const inside = relative(directory, folder).split(sep).join(posix.sep);
  return path => path === inside || path.startsWith(`${inside}/`);
}
