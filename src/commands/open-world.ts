import pc from 'picocolors';
import type { RoleUse } from '../aws/role-session.js';
import type { Fleet } from '../model/fleet.js';
import type { World } from '../reconcile/world.js';
import { renderChecked } from '../render/render.js';
import { findingsText } from '../report/findings.js';
import { warningsText } from '../report/warnings.js';
import { chosenClusters } from './chosen-clusters.js';
import type { CommandContext } from './context.js';
import { type FleetAtCommitOptions, openFleet } from './open-fleet.js';
import { version } from './version.js';

export interface OpenedWorld {
  readonly fleet: Fleet;
  /** What planning and applying work with, acting with the accounts' roles of this use. */
  readonly world: (use: RoleUse) => World;
  /** Ends idle connections, so that the process can end. */
  readonly close: () => void;
}

/**
 * The fleet at a commit, rendered, with AWS behind it; undefined after the commit's mistakes were reported. Says on
 * stderr which uncommitted changes are left out, and what is doubtful in what the specs render to.
 */
export async function openWorld(
  context: CommandContext,
  options: FleetAtCommitOptions,
): Promise<OpenedWorld | undefined> {
  const opened = await openFleet(context, options);
  if (opened === undefined) return undefined;
  const { fleet, commit, ports, close } = opened;
  const chosen = { ...fleet, clusters: chosenClusters(fleet, options.clusters) };
  const { artifacts, findings: inTemplates } = await renderChecked(chosen);
  const paint = pc.createColors(context.colour);
  if (inTemplates.some(({ severity }) => severity === 'error')) {
    context.stderr.write(findingsText(inTemplates, { fileCount: opened.fileCount }, paint));
    return undefined;
  }
  context.stderr.write(warningsText(inTemplates, paint));
  const shared = { fleet, artifacts, commit, toolVersion: version() };
  return { fleet, world: use => ({ ...shared, ports: ports(use) }), close };
}
