import { mastersGenerations } from '../../apply/secrets/cluster-keys.js';
import { connect } from '../../aws/connect.js';
import { AppError } from '../../errors.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import type { Generations } from '../../model/secrets.js';
import type { CommandContext } from '../context.js';

/** `unread` if AWS could not be asked, which is then told on stderr; undefined for a cluster without masters. */
export type LiveGenerations = Generations | undefined | 'unread';

/** What the masters of a cluster have now. To change a spec, nobody needs AWS; with it, more mistakes are seen. */
export async function liveGenerations(
  context: CommandContext,
  { fleet, cluster, endpointUrl }: { fleet: Fleet; cluster: Cluster; endpointUrl: string | undefined },
): Promise<LiveGenerations> {
  const { signal } = context;
  try {
    const connection = connect({ ...context.env, AWS_ENDPOINT_URL: endpointUrl }, Date.now);
    try {
      return await mastersGenerations(fleet, cluster, { stacks: connection.as('plan').stacks, signal });
    } finally {
      connection.close();
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    context.stderr.write(`note: AWS was not asked what the masters of ${cluster.name} have (${error.message})\n`);
    return 'unread';
  }
}
