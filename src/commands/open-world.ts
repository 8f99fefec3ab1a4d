import { resolve } from 'node:path';
import pc from 'picocolors';
import { connect } from '../aws/connect.js';
import type { RoleUse } from '../aws/role-session.js';
import { loadFleet } from '../fleet/load.js';
import { openCommit } from '../git/commit.js';
import { kubernetesSecrets } from '../kube/secrets.js';
import type { Fleet } from '../model/fleet.js';
import { surroundings } from '../reconcile/surroundings.js';
import type { World } from '../reconcile/world.js';
import { renderChecked } from '../render/render.js';
import { findingsText } from '../report/findings.js';
import { warningsText } from '../report/warnings.js';
import { chosenClusters } from './chosen-clusters.js';
import type { CommandContext } from './context.js';
import { version } from './version.js';

export interface FleetAtCommitOptions {
  readonly directory: string;
  /** Revision of the commit. */
  readonly ref: string;
  /** Names of clusters; none for all. */
  readonly clusters: readonly string[];
  /** AWS endpoint; undefined if neither flag nor environment names one. */
  readonly endpointUrl: string | undefined;
}

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
  const connection = connect({ ...context.env, AWS_ENDPOINT_URL: options.endpointUrl }, Date.now);
  const kubernetes = kubernetesSecrets(context.env);
  const commit = await openCommit(resolve(context.cwd, options.directory), options.ref);
  reportUncommitted(commit.uncommitted, context);
  const { fleet, findings, fileCount } = await loadFleet(commit.files, { version: version() });
  const report = (found: typeof findings) =>
    context.stderr.write(findingsText(found, { fileCount }, pc.createColors(context.colour)));
  if (fleet === undefined) {
    report(findings);
    return undefined;
  }
  const chosen = { ...fleet, clusters: chosenClusters(fleet, options.clusters) };
  const { artifacts, findings: inTemplates } = await renderChecked(chosen);
  if (inTemplates.some(({ severity }) => severity === 'error')) {
    report(inTemplates);
    return undefined;
  }
  context.stderr.write(warningsText(inTemplates, pc.createColors(context.colour)));
  const shared = { fleet, artifacts, commit: { sha: commit.sha, subject: commit.subject }, toolVersion: version() };
  return {
    fleet,
    world: use => {
      const { parameters, ...aws } = connection.as(use);
      return { ...shared, ports: { ...aws, ...surroundings, sources: { parameters, kubernetes } } };
    },
    close: () => connection.close(),
  };
}

function reportUncommitted(paths: readonly string[], { stderr }: CommandContext): void {
  if (paths.length === 0) return;
  const named = paths.slice(0, 3).join(', ') + (paths.length > 3 ? `, and ${paths.length - 3} more` : '');
  stderr.write(`note: uncommitted changes are left out (${named}); commit them to have them in\n`);
}
