import { resolve } from 'node:path';
import pc from 'picocolors';
import { connect } from '../aws/connect.js';
import type { RoleUse } from '../aws/role-session.js';
import { loadFleet } from '../fleet/load.js';
import { openCommit } from '../git/commit.js';
import { kubernetesSecrets } from '../kube/secrets.js';
import type { Fleet } from '../model/fleet.js';
import type { Commit } from '../plan/plan.js';
import { surroundings } from '../reconcile/surroundings.js';
import type { Ports } from '../reconcile/world.js';
import { findingsText } from '../report/findings.js';
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

export interface OpenedFleet {
  readonly fleet: Fleet;
  readonly commit: Commit;
  /** YAML files that were read. */
  readonly fileCount: number;
  /** AWS and the management cluster, acting with the accounts' roles of this use. */
  readonly ports: (use: RoleUse) => Ports;
  /** Ends idle connections, so that the process can end. */
  readonly close: () => void;
}

/**
 * The fleet at a commit with AWS behind it; undefined after the commit's mistakes were reported. Says on stderr which
 * uncommitted changes are left out.
 */
export async function openFleet(
  context: CommandContext,
  options: Omit<FleetAtCommitOptions, 'clusters'>,
): Promise<OpenedFleet | undefined> {
  const connection = connect({ ...context.env, AWS_ENDPOINT_URL: options.endpointUrl }, Date.now);
  const kubernetes = kubernetesSecrets(context.env);
  const commit = await openCommit(resolve(context.cwd, options.directory), options.ref);
  reportUncommitted(commit.uncommitted, context);
  const { fleet, findings, fileCount } = await loadFleet(commit.files, { version: version() });
  if (fleet === undefined) {
    context.stderr.write(findingsText(findings, { fileCount }, pc.createColors(context.colour)));
    return undefined;
  }
  return {
    fleet,
    commit: { sha: commit.sha, subject: commit.subject },
    fileCount,
    ports: use => {
      const { parameters, ...aws } = connection.as(use);
      return { ...aws, ...surroundings, sources: { parameters, kubernetes } };
    },
    close: () => connection.close(),
  };
}

function reportUncommitted(paths: readonly string[], { stderr }: CommandContext): void {
  if (paths.length === 0) return;
  const named = paths.slice(0, 3).join(', ') + (paths.length > 3 ? `, and ${paths.length - 3} more` : '');
  stderr.write(`note: uncommitted changes are left out (${named}); commit them to have them in\n`);
}
