import { posix, relative, sep } from 'node:path';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { type LoadOptions, loadFleet } from '../fleet/load.js';
import type { Artifacts } from '../model/artifact.js';
import { byPlace, type Finding } from '../model/finding.js';
import type { Fleet } from '../model/fleet.js';
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
  /** Undefined when there is any error. */
  readonly rendering: Rendering | undefined;
}

export interface Rendering {
  /** With the chosen clusters only. */
  readonly fleet: Fleet;
  readonly artifacts: Artifacts;
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
export function filesOutside(files: FleetFiles, folder: string, directory: string): FleetFiles {
  const inside = `${relative(directory, folder).split(sep).join(posix.sep)}/`;
  return { ...files, list: async () => (await files.list()).filter(({ path }) => !path.startsWith(inside)) };
}
