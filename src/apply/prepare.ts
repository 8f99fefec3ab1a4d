import { stackPhase } from '../cfn/stack-status.js';
import { AppError } from '../errors.js';
import type { Artifacts, StackArtifact } from '../model/artifact.js';
import type { Fleet } from '../model/fleet.js';
import { names } from '../model/names.js';
import type { Decision } from '../plan/decision.js';
import type { DecidedSecrets } from '../plan/secrets.js';
import type { ApplyPorts } from './ports.js';
import { ensureBundles } from './secrets/bundle.js';
import type { SecretsPorts } from './secrets/ports.js';
import { publishIdentity } from './secrets/publish.js';

export interface Preparation {
  readonly fleet: Fleet;
  readonly artifacts: Artifacts;
  /** ARN of the key of the fleet's store; undefined while there is none. */
  readonly storeKeyArn: string | undefined;
  readonly ports: ApplyPorts;
  readonly signal: AbortSignal;
}

/**
 * Puts what a stack's nodes fetch at boot where they look for it, before the stack changes: node configs first, then the
 * secrets bundle. What is there is left alone, as keys name content. A stack that is there gets its policy, which
 * forbids the update itself to lose what cannot be made anew; a new one gets it once it is made.
 */
export async function prepare({ stack, live, desired }: Decision, preparation: Preparation): Promise<void> {
  const { artifacts, ports, signal } = preparation;
  if (live !== undefined && isUpdate(live.status)) {
    await ports.stacks.setPolicy(stack.target, live.arn, stack.policy, signal);
  }
  const configs = artifacts.nodeConfigs.filter(config => stack.nodeConfigs.includes(config.id));
  await Promise.all(
    configs.map(config =>
      ports.storage.bucket(config.target, config.bucket).putIfAbsent(config.key, config.body, signal),
    ),
  );
  if (desired?.secrets !== undefined) await bundles(stack, desired.secrets, preparation);
}

/** A stack without resources is created by its change set; CloudFormation would enforce nothing. */
function isUpdate(status: string): boolean {
  return stackPhase(status) !== 'empty';
}

async function bundles(stack: StackArtifact, secrets: DecidedSecrets, preparation: Preparation): Promise<void> {
  const { fleet, storeKeyArn, ports, signal } = preparation;
  const cluster = fleet.clusters.find(({ name }) => name === stack.cluster);
  if (cluster === undefined || storeKeyArn === undefined) {
    throw new AppError(
      'store-missing',
      `the fleet’s store has no key yet, so no secrets of ${stack.cluster} can be kept`,
      {
        kind: 'internal',
      },
    );
  }
  const secretsPorts: SecretsPorts = {
    storeObjects: ports.storage.bucket(fleet.store, names.storeBucket(fleet)),
    storeKey: ports.storage.key(fleet.store, storeKeyArn),
    clusterObjects: ports.storage.bucket(cluster, names.bucket(fleet, cluster)),
    clusterKey: ports.storage.key(cluster, secrets.keyArn),
    sources: ports.sources,
    now: () => new Date(ports.now()),
    randomBytes: size => ports.randomBytes(size),
  };
  const request = { fleet, cluster, ...secrets };
  await ensureBundles(request, secretsPorts, signal);
  const identity = cluster.workloadIdentity?.bucket;
  if (stack.kind !== 'tccpn' || identity === undefined) return;
  const objects = ports.storage.bucket(identity, identity.name);
  await publishIdentity(request, { ports: secretsPorts, objects }, signal);
}
