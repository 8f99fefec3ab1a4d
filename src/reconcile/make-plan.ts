import pLimit from 'p-limit';
import { propose } from '../apply/propose.js';
import { AppError } from '../errors.js';
import { observe } from '../observe/observe.js';
import { observeSources } from '../observe/sources.js';
import { dayOf } from '../pki/renewal.js';
import { buildSteps } from '../plan/build-plan.js';
import { decide } from '../plan/decide.js';
import type { Decision } from '../plan/decision.js';
import type { Desired } from '../plan/desired.js';
import { expiryFindings } from '../plan/expiry.js';
import { offeredExpiryFindings } from '../plan/offered-expiry.js';
import { orphansOf } from '../plan/orphans.js';
import type { Plan } from '../plan/plan.js';
import type { Proposal } from '../plan/step.js';
import { seeNodes } from './see-nodes.js';
import type { World } from './world.js';

const concurrentProposals = 10;

/**
 * Shows what the commit would change. Stacks that exist and differ are asked about with change sets of this run, which
 * are gone when it returns or throws; nothing else is written. What fails for one stack is told in its step.
 */
export async function makePlan(world: World, { signal }: { readonly signal: AbortSignal }): Promise<Plan> {
  const { fleet, artifacts, ports } = world;
  const snapshot = await observe(artifacts.stacks, ports.stacks, signal);
  const now = new Date(ports.now());
  const seen = await observeSources(fleet, ports.sources, { now, signal });
  const today = dayOf(now);
  const { uniform, findings } = await seeNodes(world, snapshot, signal);
  const decisions = decide({ fleet, artifacts, snapshot, today, uniform, seen });
  const run = Buffer.from(ports.randomBytes(6)).toString('hex');
  const startedMs = ports.now();
  const limit = pLimit(concurrentProposals);
  const ask = async (decision: Decision, desired: Desired): Promise<readonly [string, Proposal]> => {
    const context = { ...ports, ...world, run, startedMs, signal };
    try {
      return [decision.stack.id, await propose(decision, desired, context)];
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      const { code, message, hint } = error;
      return [decision.stack.id, { kind: 'refused', problem: { code, message, hint } }];
    }
  };
  const asked = [...decisions.values()].flatMap(decision =>
    decision.action === 'update' && decision.desired !== undefined ? [limit(ask, decision, decision.desired)] : [],
  );
  // Every one is awaited even if one throws, so that each has swept its change set.
  const settled = await Promise.allSettled(asked);
  const failure = settled.find(result => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  const proposals = new Map(settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])));
  return {
    commit: world.commit,
    toolVersion: world.toolVersion,
    steps: buildSteps(decisions, proposals, { fleet, artifacts }),
    orphans: orphansOf(fleet, artifacts, snapshot),
    findings: [
      ...expiryFindings({ fleet, artifacts, snapshot }, today),
      ...offeredExpiryFindings(fleet, seen),
      ...findings,
    ],
    today,
    generations: decidedGenerations(decisions),
  };
}

function decidedGenerations(decisions: ReadonlyMap<string, Decision>): Plan['generations'] {
  return new Map(
    [...decisions.values()].flatMap(({ stack, desired }) =>
      stack.cluster !== undefined && desired?.secrets !== undefined
        ? [[stack.cluster, desired.secrets.generations] as const]
        : [],
    ),
  );
}
